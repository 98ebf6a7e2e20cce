"""The lines that are drawn on a page, asked about the texts that they run through or lead."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable

from chaosdocs.proof.places import Box

_MINUS = 1.5
"""A minus is at most so many times as long as the text is tall, and begins so near before it."""


class Strokes:
    """Upright or level lines.

    Args:
        boxes: The box of each line, points.
    """

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._middles = sorted(
            ((top + bottom) / 2, left, right, bottom - top) for left, top, right, bottom in boxes
        )
        self._asked: dict[Box, bool] = {}

    def spoil(self, box: Box) -> bool:
        """Whether a line strikes a box through, or leads it; the channels of a text share a box."""
        if box not in self._asked:
            self._asked[box] = self.strike(box) or self.lead(box)
        return self._asked[box]

    def strike(self, box: Box) -> bool:
        """Whether a line runs through the middle of a box, over more than half of it."""
        left, top, right, bottom = box
        third = (bottom - top) / 3
        first = bisect_right(self._middles, (top + third, math.inf))
        for middle, start, end, _ in self._middles[first:]:
            if middle >= bottom - third:
                return False
            if min(right, end) - max(left, start) > (right - left) / 2:
                return True
        return False

    def lead(self, box: Box) -> bool:
        """Whether a short level line stands right before a box, as a minus does."""
        left, top, _, bottom = box
        tall = bottom - top
        first = bisect_right(self._middles, (top + tall / 4, math.inf))
        for middle, start, end, high in self._middles[first:]:
            if middle >= bottom - tall / 4:
                return False
            short = high < end - start <= _MINUS * tall
            if short and left - _MINUS * tall <= start and end <= left + 1:
                return True
        return False
