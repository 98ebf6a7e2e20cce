"""The task ``tables``: a value must stand under its head and in its row."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Any, Final

from chaosdocs.score.judging.cells import found_cell, literal_keys, value_keys
from chaosdocs.score.judging.comparison import Json, folded
from chaosdocs.score.judging.expectations import Expected, Printed, ScoredCase
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.outcomes import Judged
from chaosdocs.score.judging.placing import Grid, Keys, Placed, fits, gold_of, place
from chaosdocs.score.judging.returned import markdown_grids, typed_grids_of
from chaosdocs.score.judging.spelling import spelled

MISPLACED: Final = ("column-shifted", "row-shifted", "columns-swapped", "transposed")
"""Names of a right value in a wrong place of a table."""
_OPEN: Final = frozenset({"unscored", "unanswerable", "absent"})


def right_keys(case: ScoredCase, truth: Expected, printed: tuple[str, ...]) -> Keys:
    """Return what a cell that states a field rightly may be read as."""
    values = truth.accept or truth.readings
    return (
        *(key for text in printed for key in literal_keys(text)[:1]),
        *(words for value in values for words in spelled(truth.kind, value, case.locale)),
        *value_keys(truth.kind, values),
    )


def grids(line: Line) -> list[Grid]:
    """Return the tables of an answer; Markdown tables in its text count where it has no others."""
    found = typed_grids_of(line.tables) or markdown_grids(line.text or "")
    return [[[found_cell(cell) for cell in row] for row in grid] for grid in found]


class InTables:
    """The tables of a case, and where they stand in an answer."""

    def __init__(self, case: ScoredCase, line: Line, printed: Printed) -> None:
        self._case = case
        self._line = line
        self._printed = printed

    @cached_property
    def placed(self) -> list[Placed]:
        """The tables of the truth that stand in the answer."""
        case = self._case
        if not case.tables or self._line.invalid:
            return []
        right = {
            truth.path: right_keys(case, truth, self._printed.get((case.case, truth.path), ()))
            for truth in case.fields()
            if truth.state not in _OPEN
        }
        there = grids(self._line)
        found = (place(gold_of(table, right), there) for table in case.tables)
        return [each for each in found if each is not None]

    def judged(self, truth: Expected) -> tuple[Judged, float, Json] | None:
        """Return the outcome of a field by its place, None where no table of the answer has it."""
        for placed in self.placed:
            cells = [at for at in placed.gold.where.get(truth.path, ()) if _holds(placed, at)]
            if cells and placed.known:
                return self._judged(placed, cells, truth)
        return None

    def _judged(
        self, placed: Placed, cells: list[tuple[int, int]], truth: Expected
    ) -> tuple[Judged, float, Json]:
        right: Any = "correct" if truth.state == "answerable" else "right_abstain"
        for i, k in cells:
            if placed.right(i, k):
                if placed.transposed:
                    return _altered("transposed", placed.cell(i, k).text)
                return (
                    Judged(right, "kept", answered=True, value=True),
                    math.nan,
                    placed.cell(i, k).text,
                )
        for i, k in cells:
            cell = placed.cell(i, k)
            if cell.text and _squeezed(cell.text) in map(_squeezed, placed.gold.keys[i][k]):
                return Judged(right, "spacing", answered=True, value=True), math.nan, cell.text
        for i, k in cells:
            there = placed.displaced(i, k)
            if there is not None:
                return _altered(*there)
        for i, k in cells:
            cell = placed.cell(i, k)
            if cell.text:
                return self._instead(truth, cell)
        if truth.state == "answerable":
            return Judged("over_abstain", "lost"), math.nan, None
        return Judged("wrong", "lost", answered=True), math.nan, None

    def _instead(self, truth: Expected, cell: Any) -> tuple[Judged, float, Json]:  # noqa: ANN401
        for name, value in (*truth.others, *truth.lures):
            keys = (
                *spelled(truth.kind, value, self._case.locale),
                *value_keys(truth.kind, [value]),
            )
            if fits(cell, keys):
                sub = "phantom" if name.startswith("channel:") else "altered"
                return Judged("wrong", sub, name, answered=True, value=True), math.nan, cell.text
        return _altered("", cell.text)


def _holds(placed: Placed, at: tuple[int, int]) -> bool:
    return bool(placed.gold.keys[at[0]][at[1]])


def _squeezed(key: object) -> str:
    return key.replace(" ", "") if isinstance(key, str) else ""


def _altered(name: str, text: str) -> tuple[Judged, float, Json]:
    return Judged("wrong", "altered", name, answered=True, value=True), math.nan, folded(text)
