"""Which records the documents of a map state: the same ones on both sides, or others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.map_cases import RenderedMap, build_map, shown_places
from chaosdocs.truth.records import Record

_MOST: Final = 64
"""Records that are looked at for the other side."""


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

    So no place is gone or new because a record lacks it.
    """
    wanted = frozenset[tuple[str, str]]().union(*(shown_places(each, rendering) for each in of))
    fitting = [
        (number, shown)
        for number, each in enumerate(rest)
        if (shown := shown_places(each, rendering)) <= wanted
    ]
    chosen: list[int] = []
    open_ = set(wanted)
    while fitting and len(chosen) < len(of):
        number, shown = max(fitting, key=lambda each: (len(each[1] & open_), -each[0]))
        fitting.remove((number, shown))
        chosen.append(number)
        open_ -= shown
    return [] if open_ or len(chosen) < len(of) else [rest[number] for number in sorted(chosen)]
