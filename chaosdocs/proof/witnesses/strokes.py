"""The lines that are drawn on a page, asked about the texts that they run through or lead."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable

from chaosdocs.proof.places import Box


class Strokes:
    """Upright or level lines.

    Args:
        boxes: The box of each line, points.
    """

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._boxes = tuple(boxes)
        self._middles = sorted(
            ((top + bottom) / 2, left, right) for left, top, right, bottom in self._boxes
        )

    def strike(self, box: Box) -> bool:
        """Whether a line runs through the middle of a box, over more than half of it."""
        left, top, right, bottom = box
        third = (bottom - top) / 3
        first = bisect_right(self._middles, (top + third, math.inf))
        for middle, start, end in self._middles[first:]:
            if middle >= bottom - third:
                return False
            if min(right, end) - max(left, start) > (right - left) / 2:
                return True
        return False

    def lead(self, box: Box) -> bool:
        """Whether a short level line stands right before a box, as a minus does."""
        left, top, _, bottom = box
        tall = bottom - top
        return any(
            end - start > low - high
            and end - start <= tall
            and left - tall <= start
            and end <= left + 1
            and top + tall / 4 < (high + low) / 2 < bottom - tall / 4
            for start, high, end, low in self._boxes
        )
