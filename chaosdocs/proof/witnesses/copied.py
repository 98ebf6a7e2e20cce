"""Rows of a table that stand in it a second time, and are no statement of the case there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_CELLS: Final = 2
"""Rows with fewer cells are remarks, which may be repeated."""
_DIGITS: Final = 3
"""A row is one of facts where a cell has so many digits."""


def copied(rows: Iterable[tuple[Sequence[str], bool]]) -> Iterator[str]:
    """Yield each row that nothing is said of, and that stands in the table once more.

    Args:
        rows: The texts of each row's cells, and whether a line of evidence is about one of them.

    Example:
        >>> list(copied([(("Rent", "120.00"), True), (("Rent", "120.00"), False)]))
        ['Rent, 120.00']
    """
    known = [(tuple(filter(None, cells)), said) for cells, said in rows]
    often = Counter(cells for cells, _said in known)
    for cells, said in known:
        facts = any(sum(c.isdigit() for c in cell) >= _DIGITS for cell in cells)
        if not said and facts and len(cells) >= _CELLS and often[cells] > 1:
            yield ", ".join(cells)
