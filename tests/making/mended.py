"""A corpus whose files were changed, with all its digests made right: what a careful liar does."""

import hashlib
import json

from chaosdocs.corpus.generate import canary_of
from chaosdocs.proof.digests import public_digest


def mend(corpus):
    """Let every line of `cases.jsonl`, and `corpus.json`, list the files as they are now."""
    path = corpus / "cases.jsonl"
    cases = [json.loads(line) for line in path.read_text().splitlines()]
    for case in cases:
        for file in case["files"]:
            data = (corpus / file["path"]).read_bytes()
            file |= {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases))
    about = json.loads((corpus / "corpus.json").read_text())
    digest = public_digest(corpus)
    mended = about | {"digest": digest, "canary": canary_of(digest)}
    (corpus / "corpus.json").write_text(json.dumps(mended))
