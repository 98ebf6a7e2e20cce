"""The failing fields, worst first, in a form that a page can filter and sort."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from chaosdocs.corpus.words import edits_in_words
from chaosdocs.formats.fields import Outcome
from chaosdocs.formats.folder import EVIDENCE, PLANS, CorpusFolder
from chaosdocs.report.evidence import Field
from chaosdocs.report.places import Failing, Places, chosen, places
from chaosdocs.report.shown import LONGEST, answer, cut, embedded, value, visible
from chaosdocs.report.words import STATES, lure, outcome
from chaosdocs.score import ScoreResult
from chaosdocs.score.judging.table import FLAGGED, TOUCHED, Table

MOST: Final = 50_000
"""Failing fields in the page; all of them are in ``fields.jsonl``."""
ROOM: Final = 6_000_000
"""Bytes of their values; what comes after has no line in the page."""
STATIC: Final = 60
"""Those of them that are readable without a script."""
TOLD: Final = 600
"""Cases whose edits are described in words."""
MOST_EDITS: Final = 6
WRONG: Final[tuple[Outcome, ...]] = ("wrong", "hallucinated", "overcommit", "invalid")
COLUMNS: Final = (
    "reader", "label", "path", "truth", "got", "outcome", "lure", "state", "silent", "case",
    "place",
)  # fmt: skip
NOWHERE: Final = -2
"""Instead of a place: the field stands neither in the document nor on its twin."""
_PLAIN: Final = frozenset({"silent", "place"})
"""Columns of numbers; all others stand as numbers of their names."""


@dataclass(slots=True)
class Names:
    """The different values of a column.

    Attributes:
        shown: Each for people.
        codes: Each as files have it, empty where that is the same.
        numbers: Both to their number.
        size: Bytes of all as they stand in the page.
    """

    shown: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    size: int = 0

    def number(self, shown: str, code: str = "") -> int:
        """Return the number of a value, a new one where it was not seen before."""
        known = self.numbers.setdefault((shown, code), len(self.shown))
        if known == len(self.shown):
            self.shown.append(shown)
            self.codes.append("" if code == shown else code)
            self.size += len(embedded(shown).encode()) + len(embedded(code).encode())
        return known


@dataclass(frozen=True, slots=True)
class Failures:
    """What the page shows of failing fields.

    Attributes:
        rows: `COLUMNS` of each; ``place`` is a number in `shown`, -1 for none, or `NOWHERE`.
        names: Column to its different values, for people and as files have them.
        more: How many more there are.
        edits: Case to what was done to it, in words.
        places: The places that are shown, and their pictures.
        shown: Fields in the order of their numbers.
    """

    rows: list[list[int]]
    names: Mapping[str, Names]
    more: int
    edits: Mapping[str, Sequence[str]]
    places: Places
    shown: Sequence[Field]

    def static(self) -> list[dict[str, Any]]:
        """Return the first rows, names written out."""
        return [
            {
                name: self.names[name].shown[cell] if name in self.names else cell
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
    first = chosen(map(_failing, found))
    cases = dict.fromkeys(table.cases[table.case[n]].case for table, n in found)
    edits, behind = _behind(corpus, result, cases, first)
    shown = [each for each in first if each in behind.fields]
    places_of = dict.fromkeys(behind.nowhere, NOWHERE) | {at: n for n, at in enumerate(shown)}
    rank = {at: n for n, at in enumerate(first)}
    found.sort(key=lambda entry: rank.get(_field(*entry), len(rank)))
    names = {name: Names() for name in COLUMNS if name not in _PLAIN}
    rows: list[list[int]] = []
    for table, n in found[:MOST]:
        row = table.row(n)
        told = in_words(row)
        cells = [names[name].number(*told[name]) if name in told else 0 for name in COLUMNS]
        cells[COLUMNS.index("silent")] = int(not row["flagged"])
        cells[COLUMNS.index("place")] = places_of.get((row["case"], row["path"]), -1)
        if sum(each.size for each in names.values()) > ROOM:
            break
        rows.append(cells)
    return Failures(rows, names, len(found) - len(rows), edits, behind, shown)


def _field(table: Table, n: int) -> Field:
    return table.cases[table.case[n]].case, table.expected[n].path


def _failing(entry: tuple[Table, int]) -> Failing:
    table, n = entry
    case = table.cases[table.case[n]]
    like = (case.operator, case.medium, table.outcome[n], table.error_type[n], table.lure[n])
    return Failing(case.case, table.expected[n].path, bool(table.bits[n] & TOUCHED), like)


def _behind(
    corpus: Path,
    result: ScoreResult,
    failed: Iterable[str],
    first: Sequence[Field],
) -> tuple[dict[str, list[str]], Places]:
    """Edits and places; none where the corpus came without its plans and evidence."""
    folder = CorpusFolder(corpus)
    if not folder.holds(PLANS, EVIDENCE):
        return {}, Places()
    cases = result.corpus.cases
    twins = {name: case.twin for name, case in cases.items() if case.twin is not None}
    scans = {name for name, case in cases.items() if case.medium == "scan"}
    wanted = dict.fromkeys(case for case, _ in first)
    wanted.update(dict.fromkeys(failed))
    told = set(islice(wanted, TOLD))
    both = told | {twins[case] for case in told if case in twins}
    lines = {plan.case: edits_in_words(plan.steps) for plan in folder.plans(both)}
    edits = {
        case: _edits(line for line in lines[case] if line not in lines.get(twins.get(case, ""), ()))
        for case in sorted(told & lines.keys())
    }
    return edits, places(corpus, first, twins, scans)


def _worst_first(entry: tuple[Table, int]) -> tuple[Any, ...]:
    table, n = entry
    bits, lured = table.bits[n], table.lures.names[table.lure[n]]
    label, path = table.cases[table.case[n]].label, table.expected[n].path
    return (not bits & TOUCHED, bool(bits & FLAGGED), not lured, label, path, table.reader)


def in_words(row: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return the columns of a row of ``fields.jsonl``, each for people and as files have it."""
    right = ", or ".join(value(each) for each in row["accept"])
    state = STATES.get(row["state"], row["state"])
    if row["state"] != "answerable":
        was = "" if row["was"] is None or row["accept"] else f" (it was {value(row['was'])})"
        right = f"{state}: {right}" if right else f"{state}{was}"
    raw = json.dumps(
        row["accept"][0] if len(row["accept"]) == 1 else row["accept"], ensure_ascii=False
    )
    raw = raw if row["accept"] else ""
    return {
        "reader": (visible(row["reader"]), ""),
        "label": (visible(row["label"]), ""),
        "path": (visible(row["path"]), ""),
        "truth": (right, cut(visible(raw), LONGEST)),
        "got": (answer(row["got"]), cut(visible(row["got"] or "null"), LONGEST)),
        "outcome": (
            outcome(row["outcome"], row["error_type"]),
            " / ".join(filter(None, (row["outcome"], row["error_type"]))),
        ),
        "lure": (visible(lure(row["lure"])), visible(row["lure"])),
        "state": (state, row["state"]),
        "case": (row["case"], ""),
    }  # fmt: skip


def _edits(lines: Iterable[str]) -> list[str]:
    told = [cut(visible(line), 2 * LONGEST) for line in lines]
    left = len(told) - MOST_EDITS
    return told[:MOST_EDITS] + ([f"and {left} more"] if left > 0 else [])
