"""Plain tables of the page: what each says, its heads, its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.report.shown import figure, visible

_WIDE: Final = 5
Shown = tuple[str, str]
"""A number and what is said of it in smaller letters, mostly its interval."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table under a heading of its own.

    Attributes:
        title: The heading.
        caption: What the numbers are.
        heads: A head a column; the first is that of the rows.
        rows: Name of the row, then a number and its interval a column.
        folded: Whether it is closed until somebody asks for it.
        plot: An ``svg`` element above the table, empty where there is none.
        notes: Name of a row to what is said beneath it.
    """

    title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Shown, ...]], ...]
    folded: bool = False
    plot: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def wide(self) -> bool:
        """Whether there are so many columns that intervals stand beneath their numbers."""
        return len(self.heads) > _WIDE


def row(name: str, cells: Sequence[Shown]) -> tuple[str, tuple[Shown, ...]]:
    """Return a row of a sheet, its name made visible."""
    return visible(name), tuple(cells)


def figures(found: Mapping[str, Estimate], names: Sequence[str]) -> tuple[Shown, ...]:
    """Return the values of several metrics with their intervals."""
    return tuple(figure(name, found.get(name)) for name in names)


def plain(given: float | None, digits: int = 2, unit: str = "") -> Shown:
    """Return a number without an interval, ``n/a`` where there is none.

    Example:
        >>> plain(-0.5), plain(None)
        (('−0.50', ''), ('n/a', ''))
    """
    if given is None:
        return "n/a", ""
    return f"{given + 0.0:.{digits}f}".replace("-", "−") + unit, ""


def known(estimate: Estimate | None) -> bool:
    """Return whether there is a number."""
    return estimate is not None and estimate.value is not None
