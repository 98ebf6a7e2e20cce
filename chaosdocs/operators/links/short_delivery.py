"""Deliveries of less than was ordered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rng, Skip, operator, take
from chaosdocs.operators.links.deliveries import Delivered, delivered, recounted
from chaosdocs.operators.links.pairs import SHARES


@operator(
    MATTER,
    evidence="OCA/purchase-workflow#642: received and ordered quantities differ",
    ladder=SHARES,
)
def short_delivery(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with receipts of smaller quantities than were ordered.

    What it does:
        Lowers the received quantity of a share of the lines that came in one delivery. Half of the
        invoices bill the received quantity, the others bill the ordered quantity.

    In the wild:
        Short deliveries: 4.3 % of 8,845 order lines of AdventureWorks.

    Effect on truth:
        The link stays right. Quantity and amount differ from the order; the reason is quantity.

    Example:
        order, receipt and invoice of 12 → an order of 12, a receipt of 9, an invoice of 12
    """
    eligible = delivered(matter, least=2)
    if not eligible:
        yield Skip("no line of several pieces came in one delivery")
        return
    for each in take(eligible, level.rate, rng, _name):
        stream = rng.at(each.pair.item.id)
        left = 1 + stream.at("left").below(int(each.ordered) - 1)
        billed = stream.at("billed").chance(0.5)
        yield from recounted(matter, each, Decimal(left), billed=billed)


def _name(each: Delivered) -> str:
    return each.pair.item.id
