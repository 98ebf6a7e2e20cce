"""Exports that end before their last row."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, LeaveOut, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES

_FEWEST = 2


@operator(
    MATTER,
    evidence="kobotoolbox/kpi#2370: exports end after 30,000 rows",
    ladder=SHARES,
)
def cut_export(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a last file that lacks its last rows.

    What it does:
        Removes the last 5 to 50 % of the rows of the last file.

    In the wild:
        Limits of an export: 65,536 rows, a page of 100 rows, a timeout. The printed total is the
        total of the rows that are left.

    Effect on truth:
        The rows whose counterparts were removed are orphans.

    Example:
        a file of 40 rows → a file of 36 rows
    """
    rows = sorted(matter.members[matter.last], key=lambda row: (row.date, row.key))
    if len(rows) < _FEWEST:
        yield Skip("the last file has one row at most")
        return
    lost = max(1, int(level.rate * len(rows)))
    for row in rows[-lost:]:
        yield LeaveOut(key=row.id, member=matter.last, entry=row.id)
