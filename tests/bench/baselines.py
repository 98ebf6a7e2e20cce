"""What the honest baseline reads: clean documents by rendering and locale, losses by family.

    python tests/bench/baselines.py [RECORDS] [SEED]

The reader was written looking at letterhead invoices in English and German; the templates erp and
statement and the locales fr_FR and ja_JP were held out. It should read .85 of clean documents, and
lose at least .1 of touched fields to some operator of each family. It goes by places, so that the
family `text` cannot harm it: that one is told of what goes by the order of the content stream, as
PyMuPDF's plain text does, with the frozen step from text to fields behind it. Scans are left out:
neither has an OCR engine.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import chaosdocs as cd
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.readers.registry import READERS
from chaosdocs.readers.then import fields
from chaosdocs.recipe.model import Recipe
from chaosdocs.score.judging.single import judge_case

LINE, LOSS, FEWEST = 0.85, 0.1, 4
SEEN = {("pdf.letterhead", "en_US"), ("pdf.letterhead", "de_DE")}
LOCALES = ["en_US", "de_DE", "fr_FR", "ja_JP"]
RIGHT = {"correct", "right_abstain"}
CLEAN = [
    {"as": "pdf", "templates": "all"},
    {"as": "xlsx", "system": "sap"},
    {"as": "csv", "system": "netsuite"},
    {"as": "json", "system": "sap"},
]
Reader = Callable[[dict, dict[str, Path]], dict]


def main(records: int = 8, seed: int = 1) -> None:
    """Make, read, judge, print."""
    for domain in ("invoice", "statement", "kyc"):
        rows = judged(recipe(domain, records, seed, CLEAN, []))
        print(f"{domain}, clean: share right (* held out, ! below {LINE})")
        shares = defaultdict(Counter)
        for row in rows:
            shares[row["rendering"], row["locale"]][row["outcome"] in RIGHT] += 1
        for rendering in sorted({name for name, _ in shares}):
            cells = []
            for locale in LOCALES:
                found = shares.get((rendering, locale))
                if found is not None:
                    share = found[True] / found.total()
                    marks = "!" * (share < LINE) + "*" * ((rendering, locale) not in SEEN)
                    cells.append(f"{locale} {share:.2f}{marks:2}")
            print(f"  {rendering:16} {'  '.join(cells)}")
    rows = []
    for domain in ("invoice", "statement", "kyc"):
        rows += judged(recipe(domain, records, seed, CLEAN, ["*"]))
    found = losses(rows)
    streamed = judged(recipe("invoice", records, seed, CLEAN[:1], ["text.*"]), in_stream_order)
    found |= losses(streamed)
    print(f"family: largest loss of touched fields (at least {FEWEST}) since clean")
    for family, (loss, where) in sorted(found.items()):
        print(f"  {family:12} {loss:5.2f}  {where}{'' if loss >= LOSS else '  !'}")


def in_stream_order(case: dict, files: dict[str, Path]) -> dict:
    """Fields of a PDF's plain text as it stands in the content stream."""
    import pymupdf

    with pymupdf.open(next(iter(files.values()))) as pdf:
        text = "\n".join(page.get_text() for page in pdf)
    return fields(case, {"text": text})


def recipe(domain, records, seed, media, operators) -> Recipe:
    """Clean documents alone, or those and what operators make of them."""
    return Recipe.model_validate(
        {
            "name": "baselines",
            "seed": seed,
            "source": {"domain": domain, "count": records, "locales": LOCALES},
            "render": media,
            "design": {
                "each": operators,
                "severities": [3, 5],
                "clean": {"unanswerable": 0, "absent": 0},
            },
        }
    )


def judged(asked: Recipe, reader: Reader = READERS["rules"]) -> list[dict]:
    """Every scored field, with its rendering, locale, operator and what was said on the twin."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "corpus")
        cd.generate(asked, folder)
        corpus = CorpusFolder(folder)
        truths = {truth.case: truth for truth in corpus.truth()}
        found: dict[str, dict[str, dict]] = {}
        for case in corpus.cases():
            truth = truths[case.case]
            files = {file.path: folder / file.path for file in case.files}
            answer = reader(case.model_dump(mode="json", by_alias=True), files)
            table = judge_case(case, truth, answer)
            rows = (table.row(n) for n in range(len(table)))
            found[case.case] = {
                row["path"]: {
                    "rendering": truth.rendering,
                    "locale": truth.locale,
                    "step": truth.steps[0] if truth.steps else None,
                    "touched": row["touched"],
                    "outcome": row["outcome"],
                }
                for row in rows
                if row["state"] != "unscored"
            }
    for name, rows in found.items():
        theirs = found.get(truths[name].twin or "", {})
        for path, row in rows.items():
            row["twin"] = theirs.get(path, {}).get("outcome")
    return [row for rows in found.values() for row in rows.values()]


def losses(rows: list[dict]) -> dict[str, tuple[float, str]]:
    """Family to its largest loss and where that is."""
    cells: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for row in rows:
        step = row["step"]
        if step is None or not row["touched"] or row["twin"] is None:
            continue
        operator = step.operator.partition("@")[0]
        cell = cells[operator.partition(".")[0], f"{operator}@{step.severity} {row['rendering']}"]
        cell["all"] += 1
        cell["now"] += row["outcome"] in RIGHT
        cell["then"] += row["twin"] in RIGHT
    found: dict[str, tuple[float, str]] = {}
    for (family, where), cell in cells.items():
        loss = (cell["then"] - cell["now"]) / cell["all"]
        if cell["all"] >= FEWEST and loss > found.get(family, (-2.0, ""))[0]:
            found[family] = (loss, where)
    return found


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
