"""The ideal observer: it knows the exact letters, where they stand and how the page was damaged.

It is given pictures of the page as it must look, damaged in the very same way without noise, and
of the page with other letters in some places. How much nearer is what is seen to the right letter,
in units of noise? No reader of that page can tell letters apart that the observer cannot.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Picture = NDArray[np.float32]

TELLS, CANNOT = 2.0, 1.0
"""Units of noise from which letters are distinguished, and up to which they are not: at 1 the
likelier letter is the wrong one about every sixth time, at 2 every fiftieth."""
_LEAST_NOISE = 0.6
"""Grey levels that nobody can be sure of: what is written is rounded."""
_TOGETHER = 0.9
"""Largest correlation of neighbouring pixels of noise that is believed."""
_NOTHING = 1e-5
"""Share of the strongest way in which a letter may differ that counts as no way at all."""
_SAME = 0.5
"""Grey levels by which a picture has to change for a letter to be another one."""


class Swap(NamedTuple):
    """One letter with another in its place.

    Attributes:
        statement: The statement that it is part of.
        right: The letter that stands there.
        other: The letter that is put there.
        box: Pixels around the letter.
    """

    statement: str
    right: str
    other: str
    box: tuple[float, float, float, float]


def margins(
    seen: Grey, expected: Grey, altered: Iterable[tuple[Grey, Sequence[Swap]]]
) -> dict[str, float]:
    """Return for every statement how surely its letters are distinguished from others.

    Args:
        seen: A page of the scan.
        expected: The same page as it must look.
        altered: The page with other letters in some places, and which. Other swaps are far enough
            from each other that they do not meet.

    Returns:
        The figure of the letter that is told least surely, in units of noise; below 0 where
        another letter is nearer to what is seen.
    """
    import numpy as np

    rest = seen.astype(np.float32) - expected
    grain = _grain(rest)
    out: dict[str, float] = {}
    for picture, swaps in altered:
        change = picture.astype(np.float32) - expected
        for swap in swaps:
            known = out.get(swap.statement, math.inf)
            out[swap.statement] = min(known, _told(expected, rest, change, swap, grain))
    return {name: value for name, value in out.items() if value < math.inf}


def _told(expected: Grey, rest: Picture, change: Picture, swap: Swap, grain: float) -> float:
    import numpy as np

    tall, wide = expected.shape
    x0, y0, x1, y1 = swap.box
    if min(x0, y0) < 0 or x1 > wide or y1 > tall:
        return 0.0  # over the edge
    window = slice(int(y0), math.ceil(y1)), slice(int(x0), math.ceil(x1))
    unsure = _unsure(expected[window].astype(np.float32))
    apart, left = _without(change[window], unsure), _without(rest[window], unsure)
    noise = grain * max(_LEAST_NOISE, float(np.sqrt(np.mean(left * left))))
    length = float(np.sqrt((apart * apart).sum()))
    if length < _SAME:
        return 0.0
    further = length - 2 * float((apart * left).sum()) / length
    return min(length, further) / (2 * noise)


def _unsure(right: Picture) -> Picture:
    """What nobody knows of a letter: its place within a pixel, the light and the ink there."""
    import numpy as np

    down, along = (np.asarray(slope, np.float32) for slope in np.gradient(right))
    parts = np.stack([p.ravel() for p in (np.ones_like(right), right, down, along)])
    _left, sizes, ways = np.linalg.svd(parts, full_matrices=False)
    found: Picture = ways[sizes > _NOTHING * sizes[0]].astype(np.float32)
    return found


def _without(picture: Picture, unsure: Picture) -> Picture:
    """A picture without what is not known, in a row."""
    import numpy as np

    flat = picture.ravel()
    return np.asarray(flat - (unsure @ flat) @ unsure, np.float32)


def _grain(rest: Picture) -> float:
    """Over how many pixels along a side noise hangs together: 1 for white noise."""
    import numpy as np

    sides = []
    for one, other in ((rest[:-1], rest[1:]), (rest[:, :-1], rest[:, 1:])):
        power = float(np.sqrt((one * one).mean() * (other * other).mean()))
        along = float((one * other).mean()) / power if power else 0.0
        along = min(_TOGETHER, max(0.0, along))
        sides.append(math.sqrt((1 + along) / (1 - along)))
    return math.sqrt(sides[0] * sides[1])
