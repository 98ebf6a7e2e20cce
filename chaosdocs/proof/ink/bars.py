"""Black bars among the ink of a scan that was not on the glass.

A bar is a box on the page that lay on the glass, however the scan is turned, and dark everywhere.
Points that are as near to ink of the glass as its own ink may be are left out: nobody can tell what
has ink there. What is printed has paper between its strokes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from chaosdocs.proof.legibility.pictures import Paged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SOLID = 0.9
"""Share of its box that a bar fills at least, where ink can be told."""
_DARK = 0.55
"""Share of the darkest ink of a group that the inside of a bar has everywhere at least."""
_INSIDE = 0.75
"""Share of it from which on ink is inside of a bar: its rim, which may be blurred, is lighter."""
_DARKEST = 90
"""Percentile of a group's ink that counts as its darkest: what is above may be noise."""
_RIM = 4.0
"""How far beyond its box the rim of a bar may be dark, points: as far as that of a letter."""
_CLOSE = 5
"""Ink that is nearer to other ink than so many points is of one group with it."""


class Bar(NamedTuple):
    """A bar: its box on the glass, points."""

    left: float
    top: float
    right: float
    bottom: float


def bars(
    ink: NDArray[np.bool_],
    free: NDArray[np.bool_],
    darker: NDArray[np.float32],
    upright: NDArray[np.float32],
) -> Iterator[Bar]:
    """Yield the bars of a page.

    Args:
        ink: The points of the scan's page that have ink, rows by columns.
        free: The points where ink can be told.
        darker: How much darker than the paper every point is, grey levels.
        upright: Where every point lay on the glass: across and down, each rows by columns.
    """
    import numpy as np

    for ys, xs in groups(_thick(ink, free)):
        darkest = float(np.percentile(darker[ys, xs], _DARKEST))
        inner = darker[ys, xs] >= _INSIDE * darkest
        own = upright[:, ys[inner], xs[inner]]
        (left, top), (right, bottom) = own.min(axis=1).tolist(), own.max(axis=1).tolist()
        near = (slice(ys.min(), ys.max() + 1), slice(xs.min(), xs.max() + 1))
        inside = free[near] & within(upright[:, *near], (left, top, right, bottom))
        if float((darker[near][inside] >= _DARK * darkest).mean()) >= _SOLID:
            yield Bar(left, top, right, bottom)


def without_bars(
    ink: NDArray[np.bool_],
    free: NDArray[np.bool_],
    darker: NDArray[np.float32],
    upright: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Return the ink that is of no bar; see `bars`."""
    left = ink.copy()
    for bar in bars(ink, free, darker, upright):
        rim = (bar.left - _RIM, bar.top - _RIM, bar.right + _RIM, bar.bottom + _RIM)
        left &= ~within(upright, rim)
    return left


def on_glass(page: Paged, wide: int, tall: int) -> NDArray[np.float32]:
    """Return where each point of a scan's page lay on the glass: across and down."""
    import numpy as np

    a, b, c, d, e, f = page.affine
    area = a * d - b * c
    ys, xs = np.mgrid[:tall, :wide].astype(np.float32) + np.float32(0.5)
    across, down = xs * (page.width / wide) - e, ys * (page.height / tall) - f
    return np.stack(((d * across - c * down) / area, (a * down - b * across) / area))


def within(
    places: NDArray[np.float32], box: tuple[float, float, float, float]
) -> NDArray[np.bool_]:
    """Return which places lie in a box."""
    across, down = places
    left, top, right, bottom = box
    inside: NDArray[np.bool_] = (
        (across >= left) & (across <= right) & (down >= top) & (down <= bottom)
    )
    return inside


def groups(ink: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield the rows and the columns of points of ink that are near to each other."""
    import numpy as np

    ys, xs = np.nonzero(ink)
    squares: dict[tuple[int, int], list[int]] = {}
    for at, (y, x) in enumerate(zip(ys.tolist(), xs.tolist(), strict=True)):
        squares.setdefault((y // _CLOSE, x // _CLOSE), []).append(at)
    left = set(squares)
    while left:
        group, edge = [], [left.pop()]
        while edge:
            row, column = edge.pop()
            group += squares[row, column]
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-2, -1, 0, 1, 2)} & left
            left -= near
            edge += near
        yield ys[group], xs[group]


def _thick(ink: NDArray[np.bool_], free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The ink that is three points thick or more, or may be: specks and thin strokes are not."""
    core = _spread(_spread(ink | ~free, shrink=True), shrink=False)
    thick: NDArray[np.bool_] = core & ink
    return thick


def _spread(mask: NDArray[np.bool_], *, shrink: bool) -> NDArray[np.bool_]:
    """The mask one point larger on every side, or one point smaller."""
    import numpy as np

    padded = np.pad(mask, 1, constant_values=shrink)
    join = np.logical_and if shrink else np.logical_or
    rows = join(join(padded[:-2], padded[1:-1]), padded[2:])
    out: NDArray[np.bool_] = join(join(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    return out
