"""Which records the documents of a map state: the same ones on both sides, or others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.map_cases import RenderedMap, build_map, shown_places
from chaosdocs.truth.records import Record

Place = tuple[str, str]
"""A side of the map, and a place of its documents."""
_MOST: Final = 64
"""Records that are checked for the other side."""


def map_of(
    records: Sequence[Record], first: int, count: int, rendering: str, *, other: bool
) -> RenderedMap | Skip:
    """Return the documents of a map, or why there are none.

    Args:
        records: All records; counting goes on at the first one behind the last one.
        first: Number of the first record.
        count: Documents of each version.
        rendering: See `build_map`.
        other: Whether the newer documents are of other records.
    """
    size = len(records)
    of = [records[(first + number) % size] for number in range(count)]
    if not other:
        return build_map(of, rendering)
    rest = [records[(first + n) % size] for n in range(count, min(size, count + _MOST))]
    others = _showing_the_same(of, rest, rendering)
    if not others:
        return Skip(f"no {count} other records show the same places: take more records")
    built = build_map(of, rendering, others)
    return built if built.pairs else Skip("the names of places tell no pair")


def _showing_the_same(of: Sequence[Record], rest: Sequence[Record], rendering: str) -> list[Record]:
    """As many of the other records as there are, which together show the same places, or none.

    So no place is gone or new because a record lacks it. Records are looked at until some will do.
    """
    wanted = frozenset[Place]().union(*(shown_places(each, rendering) for each in of))
    fitting: list[tuple[Record, frozenset[Place]]] = []
    for each in rest:
        shown = shown_places(each, rendering)
        if shown <= wanted:
            fitting.append((each, shown))
            found = _covering(fitting, wanted, len(of))
            if found:
                return found
    return []


def _covering(
    fitting: Sequence[tuple[Record, frozenset[Place]]], wanted: frozenset[Place], count: int
) -> list[Record]:
    """So many records that together show all places: always the one with most that are open yet."""
    left = list(range(len(fitting)))
    chosen: list[int] = []
    open_ = set(wanted)
    while left and len(chosen) < count:
        best = max(left, key=lambda number: (len(fitting[number][1] & open_), -number))
        left.remove(best)
        chosen.append(best)
        open_ -= fitting[best][1]
    if open_ or len(chosen) < count:
        return []
    return [fitting[number][0] for number in sorted(chosen)]
