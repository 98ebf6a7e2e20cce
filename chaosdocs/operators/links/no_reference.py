"""Payments without a number."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES, pairs, some, unnamed


@operator(
    MATTER,
    version=2,
    evidence="odoo/odoo#9177; odoo/odoo#61584",
    ladder=SHARES,
)
def no_reference(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments that do not name what they pay.

    What it does:
        Replaces the remittance information of a share of the payments by a general word such as
        "Payment".

    In the wild:
        Standing orders, card terminals, customers who write only "payment".

    Effect on truth:
        Party, amount and date decide. If a party has several invoices with the same amount, the
        link is ambiguous.

    Example:
        text "Invoice RE-4711" → text "Payment"
    """
    eligible = [pair for pair in pairs(matter) if pair.named]
    if not eligible:
        yield Skip("no payment names its invoice")
        return
    for pair in some(eligible, level, rng):
        yield from unnamed(matter, pair)
