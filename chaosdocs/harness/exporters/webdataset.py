"""WebDataset: tar files with two members for each case, ``CASE.case.json`` and ``CASE.document``.

The ending of a document is the same for all media: with their own endings, readers decode documents
that are JSON, and other loaders refuse mixed media. ``CASE.case.json`` says what the document is.
A case with several documents is left out and told. Answers come back with `chaosdocs import jsonl`.
"""

from __future__ import annotations

import io
import json
import tarfile
from typing import Final

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.files import inside
from chaosdocs.harness.exporter import Exporter
from chaosdocs.harness.public_half import Export

SHARD: Final = 1000
"""Cases of a tar file."""


def write(made: Export) -> None:
    """Write the tar files."""
    cases = [case for case in made.cases() if _is_single(made, case)]
    for number in range(0, len(cases), SHARD):
        path = made.out / f"cases-{number // SHARD:05}.tar"
        with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
            for case in cases[number : number + SHARD]:
                _add(tar, made, case)


def _is_single(made: Export, case: Case) -> bool:
    if len(case.files) == 1:
        return True
    made.written.remove(case.case)
    made.leave_out(case, "it has several documents")
    return False


def _add(tar: tarfile.TarFile, made: Export, case: Case) -> None:
    (file,) = case.files
    about = {
        **made.about(case),
        "prompt": made.question(case),
        "schema": case.ask,
        "sha256": file.sha256,
        "path": file.path,
    }
    members = {
        "case.json": json.dumps(about, ensure_ascii=False).encode(),
        "document": inside(made.source.folder, file.path).read_bytes(),
    }
    for name, data in members.items():
        info = tarfile.TarInfo(f"{case.case}.{name}")  # no time, no owner: the same bytes always
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))


EXPORTER: Final = Exporter(
    harness="webdataset 1.0.2",
    command="python -c 'import webdataset; print(next(iter(webdataset.WebDataset("
    '"cases-00000.tar", shardshuffle=False)))["__key__"])\'',
    write=write,
)
