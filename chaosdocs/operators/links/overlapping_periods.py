"""Exports whose periods overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Number,
    Repeat,
    Rng,
    Skip,
    numbers,
    operator,
)
from chaosdocs.operators.links.booked_twice import next_key


@operator(
    MATTER,
    evidence="otherworld-dev/Budget#80: overlapping imports are not seen as duplicates",
    ladder=numbers([1, 2, 4, 7, 10]),
)
def overlapping_periods(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with days that the last file has twice, from two exports.

    What it does:
        Lists all rows of the last file of one to ten days a second time, under other numbers.

    In the wild:
        Last month's export was of 1 to 31 March, this month's of 25 March to 30 April.

    Effect on truth:
        The first of two equal rows counts; the others are orphans, duplicates.

    Example:
        rows of 30 and 31 March → the same rows twice
    """
    rows = sorted(matter.members[matter.last], key=lambda row: (row.date, row.key))
    if not rows:
        yield Skip("the last file has no rows")
        return
    anchor = rows[rng.at("days").below(len(rows))].date
    first = anchor - dt.timedelta(days=level.count - 1)
    for row in rows:
        if first <= row.date <= anchor:
            yield Repeat(
                key=row.id,
                member=matter.last,
                entry=row.id,
                again=f"{row.id}o",
                key_again=next_key(row.key),
                alone="duplicate",
            )
