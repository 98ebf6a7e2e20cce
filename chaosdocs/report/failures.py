"""The failing fields, worst first, in a form that a page can filter and sort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from chaosdocs.corpus import layout
from chaosdocs.corpus.read import CorpusFolder
from chaosdocs.corpus.words import edits_in_words
from chaosdocs.report.crops import Crop, crops, wanted_of
from chaosdocs.report.shown import value, visible
from chaosdocs.score import ScoreResult
from chaosdocs.score.corpus import ScoredCase
from chaosdocs.score.table import FLAGGED, TOUCHED, Table
from chaosdocs.truth.wire.rows import Outcome

MOST: Final = 50_000
"""Failing fields in the page; all of them are in ``fields.jsonl``."""
STATIC: Final = 60
"""Those of them that are readable without a script."""
TOLD: Final = 600
"""Cases whose edits are told in words."""
MOST_EDITS: Final = 6
WRONG: Final[tuple[Outcome, ...]] = ("wrong", "hallucinated", "overcommit", "invalid")
COLUMNS: Final = ("reader", "label", "path", "truth", "got", "outcome", "lure", "silent", "case")


@dataclass(frozen=True, slots=True)
class Failures:
    """What the page shows of failing fields.

    Attributes:
        rows: `COLUMNS` of each; names that repeat stand as their number in `names`.
        names: Column to its different values, for the columns that have few.
        more: How many more there are.
        edits: Case to what was done to it, in words.
        crops: Case to its pictures.
    """

    rows: list[list[Any]]
    names: Mapping[str, list[str]]
    more: int
    edits: Mapping[str, Sequence[str]]
    crops: Mapping[str, Crop]

    def static(self) -> list[dict[str, Any]]:
        """Return the first rows, names written out."""
        return [
            {
                name: self.names[name][cell] if name in self.names else cell
                for name, cell in zip(COLUMNS, row, strict=True)
            }
            for row in self.rows[:STATIC]
        ]


def failures(result: ScoreResult, corpus: Path) -> Failures:
    """Return the failing fields of a score.

    Args:
        result: The score.
        corpus: Folder of the corpus, for pictures and edits.
    """
    found = sorted(result.rows.entries(*WRONG), key=_worst_first)
    shown = [table.row(n) for table, n in found[:MOST]]
    numbers: dict[str, dict[str, int]] = {
        name: {} for name in ("reader", "label", "path", "outcome", "lure", "case")
    }
    rows = [[_cell(numbers, name, each) for name in COLUMNS] for each in map(_told, shown)]
    first = dict(islice(wanted_of((row["case"], row["path"]) for row in shown), TOLD))
    edits, pictures = _behind(corpus, first, result.corpus.cases)
    return Failures(
        rows=rows,
        names={name: list(values) for name, values in numbers.items()},
        more=len(found) - len(shown),
        edits=edits,
        crops=pictures,
    )


def _behind(
    corpus: Path, wanted: Mapping[str, str], cases: Mapping[str, ScoredCase]
) -> tuple[dict[str, list[str]], dict[str, Crop]]:
    """Edits and pictures of cases; none where the corpus came without its plans and evidence."""
    if not all((corpus / name).is_file() for name in (layout.PLANS, layout.EVIDENCE)):
        return {}, {}
    folder = CorpusFolder(corpus)
    twins = {name: case.twin for name, case in cases.items() if case.twin is not None}
    scans = {name for name, case in cases.items() if case.medium == "scan"}
    edits = {
        plan.case: _edits(edits_in_words(plan.steps))
        for plan in folder.plans(wanted)
        if plan.case in wanted
    }
    return edits, crops(corpus, wanted, twins, scans)


def _worst_first(entry: tuple[Table, int]) -> tuple[Any, ...]:
    table, n = entry
    bits, lured = table.bits[n], table.lures.names[table.lure[n]]
    label, path = table.cases[table.case[n]].label, table.expected[n].path
    return (not bits & TOUCHED, bool(bits & FLAGGED), not lured, label, path, table.reader)


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    truth = ", ".join(value(each) for each in row["accept"]) or f"({row['state']})"
    return {
        "reader": visible(row["reader"]),
        "label": visible(row["label"]),
        "path": visible(row["path"]),
        "truth": truth,
        "got": "(nothing)" if row["got"] is None else value(row["got"]),
        "outcome": row["outcome"] + (f" / {row['sub']}" if row["sub"] else ""),
        "lure": row["lure"],
        "silent": int(not row["flagged"]),
        "case": row["case"],
    }


def _cell(numbers: Mapping[str, dict[str, int]], name: str, row: Mapping[str, Any]) -> Any:  # noqa: ANN401
    cell = row[name]
    return numbers[name].setdefault(cell, len(numbers[name])) if name in numbers else cell


def _edits(lines: Iterable[str]) -> list[str]:
    told = [visible(line) for line in lines]
    left = len(told) - MOST_EDITS
    return told[:MOST_EDITS] + ([f"and {left} more"] if left > 0 else [])
