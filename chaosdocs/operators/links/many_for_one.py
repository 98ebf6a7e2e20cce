"""Several payments for one invoice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Edit,
    Number,
    Regroup,
    Rng,
    Skip,
    numbers,
    operator,
    take,
)
from chaosdocs.operators.links.pairs import more, pairs, said, unit_of, unmeasured

_INVOICES = 2
"""Invoices that are paid in parts."""
_LEAST = 40
"""The smallest part, in smallest units, so that each part is an amount that people pay."""


@operator(
    MATTER,
    version=2,
    evidence="odoo/odoo#4466; OCA/account-reconcile#805",
    ladder=numbers([2, 3, 4, 5, 6]),
    nested=False,
)
def many_for_one(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an invoice paid in several payments, which do not name the invoice.

    What it does:
        Splits the payments of two invoices into two to six parts. The parts are paid on several
        days up to the end of the month.

    In the wild:
        Instalments, retentions, payments on account.

    Effect on truth:
        All parts belong to the invoice, if no other rows of the party have the same sums.

    Example:
        one payment of 149.50 → payments of 60.00, 50.00 and 39.50, each "Part payment"
    """
    unit = unit_of([row for rows in matter.members.values() for row in rows])
    eligible = [
        pair
        for pair in pairs(matter, whole=True)
        if abs(pair.payment.amount.amount) / unit > level.count * _LEAST
    ]
    if not eligible:
        yield Skip("no invoice is large enough to be paid in parts")
        return
    chosen = take(eligible, _INVOICES / len(eligible), rng, lambda pair: pair.item.id)
    for payment in (pair.payment for pair in chosen):
        stream = rng.at(payment.id)
        parts = _split(payment, level.count, unit, stream)
        last = matter.period[1]
        yield Regroup(
            key=payment.id,
            member=matter.last,
            entries=(payment.id,),
            parts=tuple(
                _part(matter, payment, nth, amount, min(last, _days(payment.date, nth, stream)))
                for nth, amount in enumerate(parts)
            ),
        )


def _split(payment: Booking, count: int, unit: Decimal, rng: Rng) -> list[Decimal]:
    """Amounts, in no order, that add up to the payment's, without its sign."""
    whole = int(abs(payment.amount.amount) / unit)
    left, parts = whole, []
    for nth in range(count - 1):
        most = left - (count - 1 - nth) * _LEAST
        mean = left // (count - nth)
        part = min(most, max(_LEAST, mean // 2 + rng.at("part", nth).below(max(1, mean))))
        parts.append(part)
        left -= part
    return [part * unit for part in (*parts, left)]


def _days(first: dt.date, nth: int, rng: Rng) -> dt.date:
    return first + dt.timedelta(days=sum(1 + rng.at("day", at).below(4) for at in range(nth)))


def _part(
    matter: BookingSet, payment: Booking, nth: int, amount: Decimal, date: dt.date
) -> Booking:
    (event, _), sign = payment.of[0], 1 if payment.amount.amount > 0 else -1
    part = unmeasured(replace(payment, id=payment.id if nth == 0 else f"{payment.id}p{nth}"))
    part = replace(part, of=((event, amount),))
    said_key = payment.key if nth == 0 else f"{payment.key}-{nth}"
    for leaf, value in (
        ("key", said_key),
        ("date", date),
        ("value_date", None if payment.get("value_date") is None else date),
        ("text", said(matter, "instalment")),
        ("amount", more(sign * amount, payment)),
    ):
        part = part.saying(leaf, value)  # type: ignore[arg-type]
    return part
