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
    """A document with receipts of larger quantities than were ordered.

    What it does:
        Raises the received quantity of a share of the lines that came in one delivery, by up to a
        quarter. Half of the invoices bill the received quantity, the others bill the ordered
        quantity.

    In the wild:
        Goods that come in whole boxes, rolls or pallets; bulk goods.

    Effect on truth:
        The link stays right. Quantity and amount differ from the order; the reason is quantity.

    Example:
        order, receipt and invoice of 12 pieces → an order of 12, a receipt of 14, an invoice of 14
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
