"""Labels in tables: the cell to the left of a value, else the head above it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Final

from chaosdocs.proof.binding.label import Known, plain

Grid = Mapping[tuple[int, int], str]
"""Row and column, from 0, to the text of a cell."""
UNNAMED: Final = re.compile(r"column \d+")
"""What a cell of the first row is called that has no label."""


class GridLabels:
    """The cells of a table, to be asked which of them is the label of another.

    Args:
        cells: The cells that hold a text.
    """

    def __init__(self, cells: Grid) -> None:
        self._rows: dict[int, dict[int, str]] = {}
        self._columns: dict[int, list[tuple[int, str]]] = {}
        self._known: Known | None = None
        self._found: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in sorted(cells.items()):
            if label := plain(text):
                self._rows.setdefault(row, {})[column] = label
                self._columns.setdefault(column, []).append((row, label))

    def of(self, row: int, column: int, known: Known) -> str:
        """Return the label of a cell, or an empty text.

        The next cell to the left counts, if it is a label; else the nearest label above. A cell of
        the first row with no label is called by its place.
        """
        before = [at for at in self._rows.get(row, ()) if at < column]
        if before and known(label := self._rows[row][max(before)]):
            return label
        heads = self._heads(column, known)
        at = bisect_left(heads, (row, "")) - 1
        return heads[at][1] if at >= 0 else (f"column {column + 1}" if row == 0 else "")

    def _heads(self, column: int, known: Known) -> list[tuple[int, str]]:
        if self._known is not known:
            self._known, self._found = known, {}
        if column not in self._found:
            texts = self._columns.get(column, ())
            self._found[column] = [(row, label) for row, label in texts if known(label)]
        return self._found[column]
