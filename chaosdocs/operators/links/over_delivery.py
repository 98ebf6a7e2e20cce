"""Deliveries of more than was ordered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rng, Skip, operator, take
from chaosdocs.operators.links.deliveries import Delivered, delivered, recounted
from chaosdocs.operators.links.pairs import SHARES

_MOST = 4
"""The surplus is at most one in so many, and one piece at least."""


@operator(
    MATTER,
    evidence="OCA/purchase-workflow#642: received and ordered quantities differ",
    ladder=SHARES,
)
def over_delivery(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with receipts of more than was ordered.

    What it does:
        Receives more of a share of the lines that came complete, by up to a quarter; half of the
        invoices bill what came, the others what was ordered.

    In the wild:
        Whole boxes, rolls and pallets; bulk goods.

    Effect on truth:
        The link stays; quantity and amount differ from the order, for the reason quantity.

    Example:
        order, receipt and invoice of 12 → an order of 12, a receipt of 14, an invoice of 14
    """
    eligible = delivered(matter)
    if not eligible:
        yield Skip("no line came in one delivery")
        return
    for each in take(eligible, level.rate, rng, _name):
        stream = rng.at(each.pair.item.id)
        surplus = 1 + stream.at("more").below(max(1, int(each.ordered) // _MOST))
        billed = stream.at("billed").chance(0.5)
        yield from recounted(matter, each, each.ordered + Decimal(surplus), billed=billed)


def _name(each: Delivered) -> str:
    return each.pair.item.id
