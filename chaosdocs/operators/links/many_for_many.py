"""Several payments for several invoices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
)
from chaosdocs.operators.links.pairs import (
    Pair,
    more,
    said,
    settled_at_once,
    unit_of,
    unmeasured,
    whole_pairs,
)

_PART = (30, 70)
"""Percent of the sum that the first payment is of, at least and at most."""


@operator(
    MATTER,
    version=2,
    evidence="odoo/odoo#22386: a payment for several invoices; microsoft/BCApps#10526",
    ladder=numbers([2, 3, 4, 5, 6]),
    nested=False,
)
def many_for_many(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with two payments for several invoices, without the amount for each invoice.

    What it does:
        Up to two parties pay two to six of their invoices in two payments, whose amounts do not
        correspond to single invoices. Both payments list the numbers of all invoices.

    In the wild:
        A bank that limits the amount of one transfer; a payment run that is split in two.

    Effect on truth:
        The invoices and both payments are one group. No pair of them is a link by itself.

    Example:
        three payments of 100.00, 40.00 and 9.50 → payments of 90.00 and 59.50 that name all three
    """
    unit = unit_of([row for rows in matter.members.values() for row in rows])
    groups = whole_pairs(matter)
    if not groups:
        yield Skip("no party pays two invoices whole")
        return
    for party, chosen in settled_at_once(groups, level.count, rng):
        yield _paid_in_two(matter, chosen, party, unit, rng.at(party))


def _paid_in_two(
    matter: BookingSet, those: Sequence[Pair], name: str, unit: Decimal, rng: Rng
) -> Regroup:
    """The edit that pays some items in two sums, on the days of their first and last payment."""
    payments = sorted((pair.payment for pair in those), key=lambda each: (each.date, each.id))
    total = sum((each.amount.amount for each in payments), Decimal(0))
    low, high = _PART
    percent = low + rng.below(high - low + 1)
    first = (total * percent / 100).quantize(unit)
    numbers_of = " ".join(pair.number for pair in those)
    text = f"{said(matter, 'collective')} {numbers_of}"
    shares = _shared(payments, abs(first))
    parts = []
    for row, amount, of in zip(
        (payments[0], payments[-1]), (first, total - first), shares, strict=True
    ):
        part = unmeasured(replace(row, of=of)).saying("text", text)
        parts.append(part.saying("amount", more(amount, row)))
    return Regroup(
        key=name,
        member=matter.last,
        entries=tuple(each.id for each in payments),
        parts=tuple(parts),
    )


def _shared(
    payments: Sequence[Booking], first: Decimal
) -> tuple[tuple[tuple[str, Decimal], ...], tuple[tuple[str, Decimal], ...]]:
    """What the two sums stand for: events one after the other, until the first sum is used up."""
    one: list[tuple[str, Decimal]] = []
    other: list[tuple[str, Decimal]] = []
    left = first
    for event, amount in (part for each in payments for part in each.of):
        mine = min(left, amount)
        left -= mine
        one += [(event, mine)] if mine else []
        other += [(event, amount - mine)] if amount - mine else []
    return tuple(one), tuple(other)
