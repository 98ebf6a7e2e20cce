"""Charts as SVG for the page: a `Chart` says what is drawn, `draw` writes it.

The same chart gives the same bytes. Colours are classes of ``chart.css``, which follow the theme of
the page. Series differ by colour, by marker and by dash, so that no chart needs its colours.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from chaosdocs.foundation.digest import sha256
from chaosdocs.report.axes import Axis
from chaosdocs.report.shown import cut, visible

SERIES: Final = 6
"""Colours, markers and dashes; series beyond begin again."""
SIGNS: Final = "●■▲◆▼✚"
"""The markers as characters, for legends."""
FONT: Final = 12.0
"""Pixels of a letter."""
LINE: Final = 17.0
"""Pixels from one line of text to the next."""
_LETTER: Final = 0.6
"""Width of a letter to its height, a little more than in most fonts."""
_LONGEST: Final = 60
"""Characters of a label on a chart."""
_STRIP: Final = 26.0
_ROOM: Final = 6.0
"""Pixels between a part and the next."""
_DIAMETER: Final = 7.0
_SHAPES: Final = (
    "M{l},{y}a{r},{r} 0 1,0 {d},0a{r},{r} 0 1,0 -{d},0z",
    "M{l},{t}h{d}v{d}h-{d}z",
    "M{x},{t}L{m},{b}L{l},{b}z",
    "M{x},{t}L{m},{y}L{x},{b}L{l},{y}z",
    "M{l},{t}L{m},{t}L{x},{b}z",
    "M{x},{t}V{b}M{l},{y}H{m}",
)
"""Outlines of the markers: left, right, top, bottom, centre, radius and diameter are filled in."""


@dataclass(frozen=True, slots=True)
class Band:
    """An area between two lines, such as an interval along a line."""

    series: int
    xs: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, as steps if `step`; `quiet` is a thin dotted line for reference."""

    series: int
    points: Sequence[tuple[float, float]]
    step: bool = False
    thin: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Markers at points; `sizes` multiplies their width, `hollow` leaves them empty."""

    series: int
    points: Sequence[tuple[float, float]]
    hollow: bool = False
    sizes: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """A bar from one value to another along the horizontal; an open end has an arrow."""

    series: int
    y: float
    low: float
    high: float
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """Parts of a whole at one place of the horizontal, drawn in the strip beneath the chart.

    Attributes:
        parts: Share and darkness of each, both 0 to 1, from the bottom.
    """

    x: float
    parts: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the chart at a height, or at a value of the horizontal."""

    y: float | None = None
    x: float | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A name to the right of the chart with a line to its point."""

    x: float
    y: float
    text: str


Mark = Band | Line | Points | Interval | Stack | Rule | Name


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart shows.

    Attributes:
        title: The heading.
        words: The figures as a sentence, for people who hear the page.
        x: The horizontal.
        y: The vertical.
        marks: What is drawn, the first at the back.
        width: Pixels of the whole.
        height: Pixels of the whole.
        legend: Names of the series, in their order; empty if the page names them elsewhere.
        note: What the legend adds in words.
    """

    title: str
    words: str
    x: Axis
    y: Axis
    marks: Sequence[Mark]
    width: float = 480
    height: float = 300
    legend: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """The inner part of a chart in pixels."""

    chart: Chart
    left: float
    right: float
    top: float
    bottom: float

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * self.chart.x.part(value)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * self.chart.y.part(value)

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        return self.x(point[0]), self.y(point[1])


def draw(chart: Chart) -> str:
    """Return a chart as HTML: its title, its legend and an ``svg`` element; all text is escaped."""
    frame = _framed(chart)
    body = "".join((*_axes(frame), *(part for mark in chart.marks for part in _mark(frame, mark))))
    title, words = _text(chart.title), _text(chart.words)
    salt = "g" + sha256(f"{title}{words}{body}".encode())[:10]
    return (
        f"<figcaption>{title}</figcaption>{_legend(chart)}"
        f'<svg class="plot" viewBox="0 0 {_n(chart.width)} {_n(chart.height)}" role="img" '
        f'aria-labelledby="{salt}-t {salt}-d"><title id="{salt}-t">{title}</title>'
        f'<desc id="{salt}-d">{words}</desc>{body}</svg>'
    )


def spread(wanted: Sequence[float], least: float) -> list[float]:
    """Return places near those that are wanted, in their order and at least so far apart.

    Example:
        >>> spread([0.5, 0.5, 0.9], 0.1)
        [0.45, 0.55, 0.9]
    """
    blocks: list[tuple[float, int]] = []  # mean of what is wanted of a block, and its size
    for each in wanted:
        blocks.append((each, 1))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], least):
            (one, few), (other, more) = blocks[-2:]
            blocks[-2:] = [((one * few + other * more) / (few + more), few + more)]
    return [
        round(middle + (n - (size - 1) / 2) * least, 6)
        for middle, size in blocks
        for n in range(size)
    ]


def _touch(below: tuple[float, int], above: tuple[float, int], least: float) -> bool:
    return above[0] - below[0] < least * (below[1] + above[1]) / 2


def _framed(chart: Chart) -> _Frame:
    """Leave room for labels, names and the strip."""
    strip = _STRIP + _ROOM if any(isinstance(mark, Stack) for mark in chart.marks) else 0.0
    names = [mark.text for mark in chart.marks if isinstance(mark, Name)]
    left = max((_wide(label) for _, label in chart.y.ticks), default=0.0) + _ROOM + 2
    right = 4 * _ROOM + max(map(_wide, names)) if names else 2 * _ROOM + _DIAMETER
    bottom = chart.height - 2 * LINE - strip - _ROOM
    return _Frame(chart, left, chart.width - right, LINE + 2 * _ROOM, bottom)


def _axes(frame: _Frame) -> Iterator[str]:
    chart = frame.chart
    foot = chart.height - LINE - _ROOM
    for value, label in chart.y.ticks:
        y = frame.y(value)
        if chart.y.grid:
            yield _path("grid", f"M{_n(frame.left)},{_n(y)}H{_n(frame.right)}")
        yield _label(frame.left - _ROOM, y + FONT / 3, label, "end")
    for value, label in chart.x.ticks:
        x = frame.x(value)
        if chart.x.grid:
            yield _path("grid", f"M{_n(x)},{_n(frame.top)}V{_n(frame.bottom)}")
        yield _label(x, foot, label, "middle")
    yield _path("axis", f"M{_n(frame.left)},{_n(frame.bottom)}H{_n(frame.right)}")
    yield _label(0, FONT, chart.y.name, "start")
    yield _label((frame.left + frame.right) / 2, chart.height - 4, chart.x.name, "middle")
    yield from _names(frame, [mark for mark in chart.marks if isinstance(mark, Name)])


def _names(frame: _Frame, names: Sequence[Name]) -> Iterator[str]:
    order = sorted(names, key=lambda each: (-each.y, names.index(each)))
    places = spread([frame.y(each.y) for each in order], LINE)
    over = max(0.0, places[-1] - frame.bottom) if places else 0.0
    for each, place in zip(order, places, strict=True):
        y = place - over
        here, there = frame.right + 2 * _ROOM, frame.right + 3 * _ROOM
        x, start = frame.at((each.x, each.y))
        yield _path("axis", f"M{_n(x)},{_n(start)}L{_n(here)},{_n(y)}")
        yield _label(there, y + FONT / 3, each.text, "start", "ink")


def _mark(frame: _Frame, mark: Mark) -> Iterator[str]:
    match mark:
        case Band():
            edge = list(zip(mark.xs, mark.highs, strict=True))
            edge += reversed(list(zip(mark.xs, mark.lows, strict=True)))
            yield _path(f"band {_class(mark.series)}", _through(frame, edge) + "z")
        case Line():
            style = "quiet" if mark.quiet else f"line {_class(mark.series)}"
            yield _path(f"{style} thin" if mark.thin else style, _through(frame, _stepped(mark)))
        case Points():
            sizes = mark.sizes or (1.0,) * len(mark.points)
            for point, size in zip(mark.points, sizes, strict=True):
                yield _marker(mark.series, *frame.at(point), size, hollow=mark.hollow)
        case Interval():
            yield from _interval(frame, mark)
        case Stack():
            yield from _stack(frame, mark)
        case Rule():
            if mark.y is not None:
                across = f"M{_n(frame.left)},{_n(frame.y(mark.y))}H{_n(frame.right)}"
                yield _path("axis", across)
            if mark.x is not None:
                up = f"M{_n(frame.x(mark.x))},{_n(frame.top)}V{_n(frame.bottom)}"
                yield _path("axis", up)
        case Name():
            return


def _stepped(line: Line) -> list[tuple[float, float]]:
    """The points of a line; as steps, each height holds until the next point."""
    points = list(line.points)
    if not line.step:
        return points
    corners = [(after[0], before[1]) for before, after in pairwise(points)]
    return [points[0], *(each for pair in zip(corners, points[1:], strict=True) for each in pair)]


def _interval(frame: _Frame, mark: Interval) -> Iterator[str]:
    low, high, y = frame.x(mark.low), frame.x(mark.high), frame.y(mark.y)
    drawn = f"M{_n(low)},{_n(y)}H{_n(high)}"
    if mark.open_low:
        drawn += f"M{_n(low + 4)},{_n(y - 3.5)}L{_n(low)},{_n(y)}L{_n(low + 4)},{_n(y + 3.5)}"
    if mark.open_high:
        drawn += f"M{_n(high - 4)},{_n(y - 3.5)}L{_n(high)},{_n(y)}L{_n(high - 4)},{_n(y + 3.5)}"
    yield _path(f"interval {_class(mark.series)}", drawn)


def _stack(frame: _Frame, mark: Stack) -> Iterator[str]:
    bottom, x = frame.bottom + _ROOM + _STRIP, frame.x(mark.x)
    for part, dark in mark.parts:
        tall = part * _STRIP
        bottom -= tall
        yield (
            f'<rect class="part" x="{_n(x - 10)}" y="{_n(bottom)}" width="20" '
            f'height="{_n(tall)}" fill-opacity="{_n(dark)}"/>'
        )


def _marker(series: int, x: float, y: float, size: float, *, hollow: bool) -> str:
    r = _DIAMETER / 2 * size
    numbers = {"x": x, "y": y, "l": x - r, "m": x + r, "t": y - r, "b": y + r, "r": r, "d": 2 * r}
    shape = _SHAPES[series % SERIES].format(**{name: _n(each) for name, each in numbers.items()})
    return _path(f"point {_class(series)}{' hollow' if hollow else ''}", shape)


def _through(frame: _Frame, points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)},{_n(y)}" for x, y in map(frame.at, points))


def _path(style: str, drawn: str) -> str:
    return f'<path class="{style}" d="{drawn}"/>'


def _class(series: int) -> str:
    return f"s{series % SERIES + 1}"


def _label(x: float, y: float, text: str, anchor: str, style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return (
        f'<text{kind} x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(_short(text))}</text>'
    )


def _legend(chart: Chart) -> str:
    if not chart.legend and not chart.note:
        return ""
    parts = [
        f'<span><b class="k{n % SERIES + 1}">{SIGNS[n % SERIES]} {_text(name)}</b></span>'
        for n, name in enumerate(chart.legend)
    ]
    note = f'<span class="soft">{_text(chart.note)}</span>' if chart.note else ""
    return f'<p class="key small">{" ".join(parts)}{note}</p>'


def _text(text: str) -> str:
    return escape(visible(text))


def _short(text: str) -> str:
    return cut(visible(text), _LONGEST)


def _wide(text: str) -> float:
    """Pixels of a text at most; letters of East Asia are as wide as they are high."""
    full = sum(unicodedata.east_asian_width(each) in "WF" for each in _short(text))
    return FONT * (full + _LETTER * (len(_short(text)) - full))


def _n(value: float) -> str:
    """A coordinate, to a hundredth."""
    return f"{round(value, 2) + 0.0:g}"
