"""One payment for several invoices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Number,
    Regroup,
    Rng,
    Skip,
    numbers,
    operator,
)
from chaosdocs.operators.links.pairs import (
    Pair,
    more,
    said,
    settled_at_once,
    unmeasured,
    whole_pairs,
)


@operator(
    MATTER,
    version=2,
    evidence="odoo/odoo#22386; odoo/odoo#6624: 80 and 20 paid as 100",
    ladder=numbers([2, 3, 4, 5, 6]),
    nested=False,
)
def one_for_many(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with one payment for several invoices, without their numbers.

    What it does:
        Up to two parties pay two to six of their invoices, or all if they have fewer, in one
        payment.

    In the wild:
        Collective payments; payment runs that print only a total.

    Effect on truth:
        The payment belongs to all these invoices, if no other invoices of the party have the same
        sum.

    Example:
        three payments of 100.00, 40.00 and 9.50 → one payment of 149.50, "Collective payment"
    """
    groups = whole_pairs(matter)
    if not groups:
        yield Skip("no party pays two invoices whole")
        return
    for party, chosen in settled_at_once(groups, level.count, rng):
        yield collected(matter, chosen, party)


def collected(matter: BookingSet, those: tuple[Pair, ...], key: str) -> Regroup:
    """Return the edit that pays some items in one sum, on the day of the last payment."""
    payments = [pair.payment for pair in those]
    last = max(payments, key=lambda each: (each.date, each.id))
    total = sum((each.amount.amount for each in payments), Decimal(0))
    one = unmeasured(replace(last, of=tuple(part for each in payments for part in each.of)))
    one = one.saying("amount", more(total, last)).saying("text", said(matter, "collective"))
    return Regroup(
        key=key,
        member=matter.last,
        entries=tuple(each.id for each in payments),
        parts=(one,),
    )
