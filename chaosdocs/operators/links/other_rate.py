"""Postings at another day's exchange rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES, more, pairs, some, unit_of

_LEAST, _MOST = 3, 40
"""How far the two rates are apart, in thousandths."""


@operator(
    MATTER,
    evidence="frappe/erpnext#51159: every gap is booked as an exchange difference",
    ladder=SHARES,
)
def other_rate(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts that the two sides converted at the rates of different days.

    What it does:
        Changes the local amount of a share of the rows in foreign currency by 0.3 to 4 %; the
        amount in the currency of the document stays.

    In the wild:
        One side books at the rate of the invoice date, the other settles at the rate of the payment
        date; monthly and daily rates.

    Effect on truth:
        The link stays right. The reason of the difference is the exchange rate.

    Example:
        1,000.00 USD as 925.00 in both ledgers → as 925.00 in one and as 931.20 in the other
    """
    eligible = [
        pair
        for pair in pairs(matter, whole=True)
        if pair.item.get("foreign") is not None and pair.payment.get("foreign") is not None
    ]
    if not eligible:
        yield Skip("nothing is in a foreign currency")
        return
    unit = unit_of([row for rows in matter.members.values() for row in rows])
    for pair in some(eligible, level, rng):
        stream = rng.at(pair.item.id)
        parts = _LEAST + stream.at("far").below(_MOST - _LEAST + 1)
        off = (pair.payment.amount.amount * parts / 1000).quantize(unit) or unit
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="rate",
            amount=more(off if stream.at("up").chance(0.5) else Decimal(-1) * off, pair.payment),
        )
