"""Texts that hold several values with a mark between them: ``Main St 5, 10115, Berlin``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

MOST_READINGS = 12
"""Ways to cut one text that are gone through."""


def joined(parts: Sequence[str], joint: str) -> str:
    """Return several texts as one."""
    return joint.join(parts)


def part_readings(text: str, joint: str, number: int, of: int) -> tuple[str, ...]:
    """Return all texts that one of several parts can be, where `text` is cut at `joint`.

    Args:
        text: The whole text.
        joint: The mark between the parts; it may stand in a part too.
        number: Which part, counted from 1.
        of: How many parts there are.

    Example:
        >>> part_readings("K-17-PO-4", "-", 1, 2)
        ('K', 'K-17', 'K-17-PO')
        >>> part_readings("Main St 5, 10115, Berlin", ", ", 2, 3)
        ('10115',)
    """
    pieces = text.split(joint)
    found: dict[str, None] = {}
    for cuts in combinations(range(1, len(pieces)), of - 1):
        ends = (0, *cuts, len(pieces))
        found[joint.join(pieces[ends[number - 1] : ends[number]])] = None
        if len(found) > MOST_READINGS:
            break
    return tuple(found)
