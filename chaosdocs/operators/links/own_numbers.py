"""Payments that name an item by another system's number."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rekey, Rng, Skip, operator
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, named_as, pairs, said, some, unnamed


@operator(
    MATTER,
    version=2,
    evidence="erp-mafia/accounted#2587: the printed number is never the one in the ledger",
    ladder=SHARES,
)
def own_numbers(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with rows that each system numbers in its own way.

    What it does:
        The payment names the ledger's own number of the document, or the text in the ledger names
        the bank's number of the payment. Only the ledger has the number of the invoice.

    In the wild:
        Payment runs that print the voucher number; clerks who note the number of the bank entry.

    Effect on truth:
        None: each pair still shares one number.

    Example:
        text "Invoice RE-4711" → text "Invoice 5100000231", which is the ledger's own number
    """
    eligible = [pair for pair in pairs(matter) if pair.named]
    if not eligible:
        yield NO_PAIRS
        return
    for pair in some(eligible, level, rng):
        item, payment = pair.item, pair.payment
        if rng.at(item.id).chance(0.5) and pair.number != item.key:
            yield from named_as(matter, pair, item.key)
            continue
        yield from unnamed(matter, pair)
        yield Rekey(
            key=item.id,
            member=matter.first,
            entry=item.id,
            leaf="text",
            before=item.text("text"),
            after=f"{said(matter, 'payment')} {payment.key}",
        )
