"""Exports whose periods overlap."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Repeat, Rng, Skip, operator
from chaosdocs.operators.links.booked_twice import next_key
from chaosdocs.operators.links.pairs import SHARES


@operator(
    MATTER,
    version=2,
    evidence="otherworld-dev/Budget#80: overlapping imports are not seen as duplicates",
    ladder=SHARES,
)
def overlapping_periods(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with entries that stand twice in the last file, from two exports.

    What it does:
        Lists the last 5 to 50 % of the rows of the last file a second time, under other numbers.

    In the wild:
        The export of last month covers 1 to 31 March, the export of this month 25 March to 30
        April.

    Effect on truth:
        The first of two equal rows counts. The second is an orphan; its reason is duplicate.

    Example:
        rows of 30 and 31 March → the same rows twice
    """
    rows = sorted(matter.members[matter.last], key=lambda row: (row.date, row.key))
    if not rows:
        yield Skip("the last file has no rows")
        return
    twice = max(1, int(level.rate * len(rows)))
    for row in rows[-twice:]:
        yield Repeat(
            key=row.id,
            member=matter.last,
            entry=row.id,
            again=f"{row.id}o",
            key_again=next_key(row.key),
            alone="duplicate",
        )
