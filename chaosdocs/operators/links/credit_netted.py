"""Credit notes taken off a payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Deduct,
    Edit,
    Include,
    Rate,
    Rng,
    Skip,
    operator,
)
from chaosdocs.operators.links.booked_twice import next_key
from chaosdocs.operators.links.pairs import SHARES, Pair, more, pairs, some, unit_of

_LEAST, _MOST = 5, 40
"""Percent of the invoice that a credit note is of."""
_FRONTS = ("CN", "CR", "CM")
"""What the number of a credit note begins with; the first one that is free."""


@operator(
    MATTER,
    version=2,
    evidence="alyf-de/banking#56: a credit note before the payment is not offered; "
    "alyf-de/banking#118",
    ladder=SHARES,
)
def credit_netted(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with credit notes that are deducted from the payment of an invoice.

    What it does:
        Books a credit note of 5 to 40 % for a share of the invoices, and reduces the payment by it.
        The payment names only the invoice.

    In the wild:
        Returned goods, bonuses, complaints.

    Effect on truth:
        The payment belongs to the invoice and the credit note.

    Example:
        an invoice and a payment over 100.00 → an invoice over 100.00, a credit note over 10.00 and
        a payment over 90.00
    """
    if matter.settles != "payment":
        yield Skip("nothing is paid")
        return
    eligible = [pair for pair in pairs(matter, whole=True) if pair.named]
    if not eligible:
        yield Skip("no payment names its invoice")
        return
    taken = {row.text("reference") for row in matter.members[matter.first]}
    unit = unit_of([row for rows in matter.members.values() for row in rows])
    for pair in some(eligible, level, rng):
        share = _LEAST + rng.at(pair.item.id).below(_MOST - _LEAST + 1)
        credit = (abs(pair.item.amount.amount) * share / 100).quantize(unit)
        if not credit:
            continue
        sign = -1 if pair.item.amount.amount > 0 else 1
        event = f"{pair.item.id}c"
        yield Include(
            key=pair.item.id, member=matter.first, added=_note(pair, event, sign * credit, taken)
        )
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="credit_note",
            amount=more(sign * credit, pair.payment),
            event=event,
        )


def _note(pair: Pair, event: str, amount: Decimal, taken: set[str]) -> Booking:
    """A credit note of the same party, with a number of its own, on the day of the invoice."""
    note = replace(pair.item, id=event, of=((event, abs(amount)),))
    number = pair.number
    name = next(f"{front}{number}" for front in _FRONTS if f"{front}{number}" not in taken)
    note = note.saying("key", next_key(pair.item.key)).saying("reference", name)
    return note.saying("amount", more(amount, pair.item))
