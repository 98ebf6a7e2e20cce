"""Dates as machines count them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chaosdocs.authoring import (
    TREE,
    Edit,
    Lure,
    Rng,
    Skip,
    Tree,
    operator,
    write_date,
)
from chaosdocs.operators.drift.places import Leaf, convention_of, leaves_by_place, rewritten


@dataclass(frozen=True, slots=True)
class Spelt:
    """How dates are written; several patterns where the clock of the writer is not told."""

    pattern: str


_LADDER = (
    Spelt("yyyy-MM-ddT00:00:00Z"),
    Spelt("@s"),
    Spelt("@ms"),
    Spelt("/Date(@ms+0)/"),
    Spelt("@ms|@ms+60"),
)


@operator(
    TREE,
    evidence="invoice-collector/invoice-collector#200: a day off by the time zone; "
    "crater-invoice-inc/crater#905",
    ladder=_LADDER,
    nested=False,
)
def epoch_dates(tree: Tree, level: Spelt, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with dates as timestamps: ISO 8601 with a time, or counted since 1970.

    What it does:
        Severity 1 adds a time, severity 2 counts seconds, severity 3 milliseconds, severity 4
        writes /Date(...)/. At severity 5 midnight is that of a time zone one hour ahead of UTC,
        which the document does not state.

    In the wild:
        Payment and bookkeeping services; a database that stores times instead of dates.

    Effect on truth:
        None up to severity 4. At severity 5 ambiguous: in UTC each date is a day earlier. The terms
        of payment do not settle this, because all dates are shifted alike.

    Example:
        "due": "2024-04-03" → "due": 1712102400
    """
    del rng  # all dates of a document are written alike
    there = leaves_by_place(tree, "date")
    if not there:
        yield Skip("the document has no plain date")
    for path, leaves in there.items():
        for leaf in leaves:
            yield from _counted(leaf, level.pattern, path)


def _counted(leaf: Leaf, pattern: str, path: str) -> Iterator[Edit]:
    value = leaf.statement.value
    if not isinstance(value, dt.date):
        return
    first, _, second = pattern.partition("|")
    text = write_date(value, second or first)
    earlier = value - dt.timedelta(days=1)
    yield from rewritten(
        leaf,
        text,
        key=path,
        convention=replace(convention_of(leaf), date=pattern),
        readings=(value, earlier) if second else None,
        lures=() if second else (Lure(earlier, "day-off"),),
        as_text=not text.isdecimal(),
    )
