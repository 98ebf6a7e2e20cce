"""Runs of slots that are made alike, counted and found by arithmetic, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

Part: TypeAlias = tuple[int, int] | None
"""The k-th of n parts (from 1) by the number of the record, or all."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Slots one after the other: for each record one of every rendering, or of every severity.

    Attributes:
        start: Number of the first slot.
        records: The records in the order of their slots.
        operator: Id of the operator; empty for clean twins.
        renderings: Of clean twins all, of an operator its one.
        severities: Of an operator; empty for clean twins.
    """

    start: int
    records: tuple[range, ...]
    operator: str
    renderings: tuple[str, ...]
    severities: tuple[int, ...] = ()

    @property
    def each(self) -> int:
        """How many slots a record has."""
        return len(self.severities) or len(self.renderings)

    def count(self, part: Part = None) -> int:
        """Return how many of the records are in a part."""
        return sum(len(_of_part(records, part)) for records in self.records)

    def slot(self, nth: int, part: Part = None) -> int:
        """Return the number of the n-th slot of a part.

        Args:
            nth: From 0, less than `count` times `each`.
            part: The part.

        Example:
            >>> [Stretch(10, (range(3, 6),), "", ("a", "b")).slot(n, (2, 2)) for n in range(4)]
            [10, 11, 14, 15]
        """
        place, beside = divmod(nth, self.each)
        before = 0
        for records in self.records:
            mine = _of_part(records, part)
            if place < len(mine):
                return self.start + (before + mine[place] - records.start) * self.each + beside
            place -= len(mine)
            before += len(records)
        raise IndexError(nth)


def spread(stretches: Sequence[Stretch], most: int, part: Part = None) -> list[int]:
    """Return numbers of slots that lie evenly over all slots of some stretches.

    Args:
        stretches: The stretches.
        most: How many are wanted; fewer are returned if there are fewer.
        part: The part.
    """
    sizes = [stretch.count(part) * stretch.each for stretch in stretches]
    ends = list(accumulate(sizes))
    total = ends[-1] if ends else 0
    found = []
    for place in sorted({i * total // most for i in range(most)}) if total else ():
        at = next(n for n, end in enumerate(ends) if place < end)
        found.append(stretches[at].slot(place - (ends[at] - sizes[at]), part))
    return found


def _of_part(records: range, part: Part) -> range:
    if part is None:
        return records
    nth, parts = part
    first = records.start + (nth - 1 - records.start) % parts
    return range(min(first, records.stop), records.stop, parts)
