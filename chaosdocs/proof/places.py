"""Where something was found, and whether that is where a statement is known to stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from chaosdocs.formats.cases import Evidence
from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.statements import Channel

Box = tuple[float, float, float, float]
SLACK = 1.5
"""How far outside its box a character of a statement may reach, points."""

_NEAR = 2.0


class Place(NamedTuple):
    """One place of a file; what does not apply is None."""

    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None
    pointer: str | None = None
    bytes: tuple[int, int] | None = None

    def words(self) -> str:
        """Return the place for people."""
        parts = [
            f"page {self.page}" if self.page is not None else "",
            f"box {tuple(round(v, 1) for v in self.box)}" if self.box is not None else "",
            f"{self.sheet}!{self.cell}" if self.cell is not None else (self.sheet or ""),
            self.pointer or "",
            f"bytes {self.bytes[0]}-{self.bytes[1]}" if self.bytes is not None else "",
        ]
        return ", ".join(filter(None, parts))


NOWHERE = Place()
_ACCENT = 0.25
"""How far the accent of a capital reaches above the box of its line, as a share of its height."""


@quickly
@dataclass(frozen=True, slots=True)
class Layer:
    """A text that is in a file in some way, to be searched.

    Attributes:
        name: ``page text``, ``attachment``, ``stream`` ...
        text: What it says.
        channel: The channel that reads it; None where no ordinary reader would.
        where: From and to of a hit in `text` to its place; None where it has none.
    """

    name: str
    text: str
    channel: Channel | None = None
    where: Callable[[int, int], Place] | None = None

    def place(self, start: int, end: int) -> Place:
        """Return the place of a hit."""
        return NOWHERE if self.where is None else self.where(start, end)


def always(place: Place) -> Callable[[int, int], Place]:
    """Return the function that places every hit of a layer at `place`."""

    def where(start: int, end: int) -> Place:
        del start, end
        return place

    return where


def stands_at(line: Evidence, place: Place) -> bool:
    """Whether `place` lies where `line` says that its statement stands."""
    if place.box is not None:
        if line.box is None:
            return False
        above = max(SLACK, _ACCENT * (line.box[3] - line.box[1]))
        return (
            line.page == place.page
            and line.box[0] - SLACK <= place.box[0]
            and line.box[1] - above <= place.box[1]
            and place.box[2] <= line.box[2] + SLACK
            and place.box[3] <= line.box[3] + SLACK
        )
    if place.cell is not None:
        return line.sheet == place.sheet and line.cell == place.cell
    if place.pointer is not None:
        return line.pointer == place.pointer
    if place.bytes is not None:
        start, end = place.bytes
        return any(first <= start and end <= last for first, last in line.spans)
    return False


class StandingLines:
    """The lines of one file, found by the place where their statements stand.

    Args:
        lines: The lines.
    """

    def __init__(self, lines: Iterable[Evidence]) -> None:
        self._lines: list[Evidence] = []
        self._near: dict[Hashable, list[int]] = {}
        for line in lines:
            for corner in _corners(line):
                self._near.setdefault(corner, []).append(len(self._lines))
            self._lines.append(line)

    def at(self, place: Place) -> list[Evidence]:
        """Return the lines whose statements stand at a place, in their order."""
        match place:
            case Place(box=box) if box is not None:
                near = _near(place.page, box[1])
            case Place(cell=cell) if cell is not None:
                near = ((place.sheet, cell),)
            case Place(pointer=pointer) if pointer is not None:
                near = (pointer,)
            case Place(bytes=span) if span is not None:
                near = _near(None, span[0])
            case _:
                return []
        found = sorted({n for corner in near for n in self._near.get(corner, ())})
        return [line for n in found if stands_at(line := self._lines[n], place)]


_STRIP = 64
"""Points, pixels or bytes of a strip in which lines are looked for."""
_MOST_STRIPS = 1024


def _near(page: int | None, at: float) -> tuple[Hashable, ...]:
    """The strip in which a place begins, and that of the lines which are in no strip."""
    if not math.isfinite(at):
        return ((page, "wide"),)
    return (page, int(at // _STRIP)), (page, "wide")


def _corners(line: Evidence) -> Iterator[Hashable]:
    """Yield every key under which a line is looked for."""
    if line.box is not None:
        above = max(SLACK, _ACCENT * (line.box[3] - line.box[1]))
        yield from _strips(line.page, line.box[1] - above, line.box[3] + SLACK)
    if line.cell is not None:
        yield line.sheet, line.cell
    if line.pointer is not None:
        yield line.pointer
    if line.bytes is not None:
        yield from _strips(None, *line.bytes)


def _strips(page: int | None, start: float, end: float) -> Iterator[Hashable]:
    if not (math.isfinite(start) and math.isfinite(end)):
        yield page, "wide"
        return
    first, last = int(start // _STRIP), int(end // _STRIP)
    if last - first > _MOST_STRIPS:
        yield page, "wide"
    else:
        yield from ((page, n) for n in range(first, last + 1))


def touch(one: Box, other: Box | None) -> bool:
    """Whether two boxes meet or nearly do; no box meets all."""
    if other is None:
        return True
    return (
        one[0] < other[2] + _NEAR
        and other[0] < one[2] + _NEAR
        and one[1] < other[3] + _NEAR
        and other[1] < one[3] + _NEAR
    )
