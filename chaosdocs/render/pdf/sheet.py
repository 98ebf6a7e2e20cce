"""Sheets: pages being filled, from the top down, with units that do not break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from chaosdocs.documents.pages import BLACK, Colour, Run, RunRole, Shape
from chaosdocs.foundation.sums import added
from chaosdocs.render.pdf.metrics import measured_pieces
from chaosdocs.render.templates.look import Look


class Piece(NamedTuple):
    """One line of text in a unit; `y` is its baseline below the unit's top.

    `name` is the run's stable name up to its number: the statement's id for a value.
    """

    name: str
    text: str
    x: float
    y: float
    size: float
    font: str
    statement: str | None = None
    role: RunRole = "words"
    colour: Colour = BLACK


class Mark(NamedTuple):
    """A rule or fill in a unit, relative to the unit's top."""

    name: str
    kind: Literal["line", "fill", "frame"]
    box: tuple[float, float, float, float]
    colour: Colour = BLACK
    width: float = 0.5


@dataclass(slots=True)
class Unit:
    """What stays together on a page."""

    height: float
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def height(units: Iterable[Unit]) -> float:
    """Return the height of `units` one under the other."""
    return added(unit.height for unit in units)


def baseline(top: float, size: float, leading: float) -> float:
    """Return the baseline of a line of text whose line box starts at `top`."""
    return top + (leading - 1.02) * size / 2 + 0.8 * size


def broken(unit: Unit, room: float) -> list[Unit]:
    """Return `unit`, or its lines in several units where it is taller than `room` points."""
    parts: list[Unit] = []
    start = 0.0
    while unit.height - start > room:
        tops = [top for top in map(_top, unit.pieces) if start < top <= start + room]
        end = max(tops, default=start + room)
        parts.append(_slice(unit, start, end))
        start = end
    return [*parts, _slice(unit, start, unit.height)] if parts else [unit]


def _top(piece: Piece) -> float:
    """Where the line of a piece starts below the top of its unit, points; a little above it."""
    return max(0.0, piece.y - piece.size)


def _slice(unit: Unit, start: float, end: float) -> Unit:
    """Return the lines of `unit` whose tops lie between two heights, with its rules cut there."""
    pieces = [p._replace(y=p.y - start) for p in unit.pieces if start <= _top(p) < end]
    marks = [
        mark._replace(box=(x0, max(y0, start) - start, x1, min(y1, end) - start))
        for mark in unit.marks
        for x0, y0, x1, y1 in [mark.box]
        if y0 < end and y1 >= start
    ]
    return Unit(end - start, pieces, marks)


class Sheets:
    """The pages of a document as they fill up.

    Attributes:
        y: Where the next unit goes, points from the top.
        page: Number of the last page, from 0.
    """

    def __init__(self, look: Look, size: tuple[float, float]) -> None:
        self.look = look
        self.size = size
        left, top, right, bottom = look.margins
        self.left, self.top = left, top
        self.right, self.bottom = size[0] - right, size[1] - bottom
        self.page = 0
        self.y = top
        self.runs: list[Run] = []
        self.shapes: list[Shape] = []
        self._counts: dict[str, int] = {}

    @property
    def width(self) -> float:
        """Width of the text, points."""
        return self.right - self.left

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y <= self.top

    def fits(self, tall: float) -> bool:
        """Whether something this tall fits on the rest of the page."""
        return self.y + tall <= self.bottom + 0.01

    def turn(self) -> None:
        """Go to a new page."""
        self.page += 1
        self.y = self.top

    def place(self, unit: Unit, *, x: float = 0.0) -> None:
        """Put `unit` at the current height and go below it; `x` shifts it to the right."""
        self.put(unit, self.page, self.y, x=x)
        self.y += unit.height

    def put(self, unit: Unit, page: int, y: float, *, x: float = 0.0) -> None:
        """Put `unit` on any page, its top at `y`."""
        for name, kind, (x0, y0, x1, y1), colour, thick in unit.marks:
            self.shapes.append(
                Shape(
                    id=f"{name}@{self._number(name)}",
                    page=page,
                    kind=kind,
                    box=(round(x0 + x, 2), round(y0 + y, 2), round(x1 + x, 2), round(y1 + y, 2)),
                    colour=colour,
                    width=thick,
                )
            )
        for piece in unit.pieces:
            if piece.text:
                self._set(piece, page, x, y)

    def flow(self, units: Sequence[Unit]) -> None:
        """Put `units` one under the other, on one page if they fit on any."""
        tall = height(units)
        if not self.fits(tall) and not self.fresh and tall <= self.bottom - self.top:
            self.turn()
        for whole in units:
            for unit in broken(whole, self.bottom - self.top):
                if not self.fits(unit.height) and not self.fresh:
                    self.turn()
                self.place(unit)

    def _set(self, piece: Piece, page: int, x: float, y: float) -> None:
        name, whole, left, below, size, first, statement, role, colour = piece
        at = left + x
        base = round(below + y, 2)
        for text, font, wide, rounded in measured_pieces(whole, first, size):
            self.runs.append(
                Run(
                    id=f"{name}@{self._number(name)}",
                    page=page,
                    text=text,
                    x=round(at, 2),
                    y=base,
                    size=size,
                    font=font,
                    width=rounded,
                    statement=statement,
                    role=role,
                    colour=colour,
                )
            )
            at += wide

    def _number(self, name: str) -> int:
        number = self._counts.get(name, 0) + 1
        self._counts[name] = number
        return number
