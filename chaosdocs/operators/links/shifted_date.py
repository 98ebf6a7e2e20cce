"""Payments dated some days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Number,
    Rng,
    Shift,
    Skip,
    numbers,
    operator,
    take,
)
from chaosdocs.operators.links.pairs import NO_PAIRS, pairs

_SHARE = 0.3
"""Share of the payments whose dates are shifted."""


@operator(
    MATTER,
    evidence="OCA/bank-statement-import#1009: dates move to the day before; "
    "OCA/bank-statement-import#689: value date against booking date",
    ladder=numbers([1, 2, 3, 5, 8]),
    nested=False,
)
def shifted_date(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments that the bank dates a few days earlier or later.

    What it does:
        Moves both dates of 30 % of the payments by one to eight days, within the period.

    In the wild:
        Dates in UTC; value dates used as booking dates; weekends.

    Effect on truth:
        None: payments name their invoices, or stay within the number of days that the policy
        allows.

    Example:
        a payment booked on 20 March → the same payment booked on 22 March
    """
    eligible = pairs(matter)
    if not eligible:
        yield NO_PAIRS
        return
    start, end = matter.period
    for pair in take(eligible, _SHARE, rng, lambda each: each.item.id):
        later = pair.payment.date + dt.timedelta(days=level.count)
        earlier = pair.payment.date - dt.timedelta(days=level.count)
        fits = [
            days
            for days, day in ((level.count, later), (-level.count, earlier))
            if start <= day <= end and day >= pair.item.date
        ]
        if not fits:
            continue
        days = rng.at(pair.item.id).pick(fits)
        for leaf in ("date", "value_date"):
            if pair.payment.get(leaf) is not None:
                yield Shift(
                    key=pair.item.id,
                    member=matter.last,
                    entry=pair.payment.id,
                    leaf=leaf,
                    days=days,
                )
