"""What the built-in reader makes of real invoices: PDFs that nobody here has made.

    python tests/bench/real_invoices.py [FOLDER] [--failures]

FOLDER holds PDFs and a `truth.json` that names their fields and which of them can be seen on the
page (the ZUGFeRD corpus, Apache-2.0). The reader sees the pages; XML that is attached is not for
it. Printed are right answers, wrong ones and gaps, by field, of the values that can be seen, and
the share that is right by who issued them. Three issuers are few, and the reader's rules were
written in sight of all of them: the figure is no promise for others. With ``--failures`` every
wrong answer and gap is printed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from chaosdocs.corpus.asking import instructions, schema
from chaosdocs.readers.registry import READERS
from chaosdocs.score.judging.comparison import said
from chaosdocs.sources.domains.invoice_fields import INVOICE

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "zugferd_pdf"
FIELDS = {
    "invoice_number": ("/invoice_number", "id"),
    "issue_date": ("/issue_date", "date"),
    "seller": ("/seller/name", "text"),
    "seller_vat": ("/seller/vat_id", "id"),
    "buyer": ("/buyer/name", "text"),
    "tax_basis_total": ("/net", "money"),
    "tax_total": ("/tax", "money"),
    "grand_total": ("/total", "money"),
}
"""Name in the truth, our field, its kind."""


def main(folder: Path = FOLDER, *, failures: bool = False) -> None:
    """Read, compare, print."""
    if not (folder / "truth.json").is_file():
        print(f"no real invoices at {folder}")
        return
    counts: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    issuers: dict[str, Counter[str]] = {}
    for path, name, outcome, got, wanted in read_all(folder):
        counts[name][outcome] += 1
        issuers.setdefault(path.split("/")[1], Counter())[outcome] += 1
        if failures and outcome != "right":
            print(f"{outcome:6} {name:16} {path}: {got!r} for {wanted!r}")
    print(f"{'field':18}{'right':>7}{'wrong':>7}{'gap':>7}{'of':>7}")
    counts["all"] = sum(counts.values(), Counter())
    for name, mine in counts.items():
        print(f"{name:18}{mine['right']:7}{mine['wrong']:7}{mine['gap']:7}{mine.total():7}")
    print("right of what can be seen, by who issued it:")
    for name, mine in {**issuers, "all": counts["all"]}.items():
        print(f"  {name:24} {mine['right'] / mine.total():.2f}")


def read_all(folder: Path) -> Iterator[tuple[str, str, str, object, object]]:
    """Yield file, field, outcome, answer and truth of every value that can be seen."""
    for truth in json.loads((folder / "truth.json").read_text("utf-8")):
        path = folder / truth["file"].partition("/")[2]
        case = {
            "case": "real",
            "task": "extract",
            "channel": "eye",
            "derive": "forbid",
            "instructions": instructions("eye", "forbid"),
            "files": [{"path": path.name, "media_type": "application/pdf"}],
            "schema": schema(INVOICE, None),
        }
        answer = READERS["rules"](case, {path.name: path})["answer"]
        for name, (field, kind) in FIELDS.items():
            if truth.get(name) is None or not truth["visible"].get(name):
                continue
            got = _at(answer, field)
            wanted = _wanted(truth, name, kind)
            right = got is not None and said(kind, got).key == said(kind, wanted).key
            outcome = "gap" if got is None else "right" if right else "wrong"
            yield str(path.relative_to(folder)), name, outcome, got, wanted


def _wanted(truth: dict[str, str], name: str, kind: str) -> object:
    value = truth[name]
    if kind == "money":
        return {"amount": value, "currency": truth["currency"]}
    return f"{value[:4]}-{value[4:6]}-{value[6:8]}" if kind == "date" else value


def _at(answer: object, path: str) -> object:
    for part in path.strip("/").split("/"):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer


if __name__ == "__main__":
    told = [Path(each) for each in sys.argv[1:] if each != "--failures"]
    main(*told, failures="--failures" in sys.argv)
