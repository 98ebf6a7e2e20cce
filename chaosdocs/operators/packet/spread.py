"""Amounts that follow from several documents alone."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, Rng, Skip, operator
from chaosdocs.operators.packet.parted import parted


@operator(
    PACKET,
    evidence="OCA/purchase-workflow#642: what is delivered is not what is ordered",
    near_miss="packet.spread_gap",
)
def spread(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an invoice without amounts, which follow from other documents.

    What it does:
        Removes prices and amounts from the invoice, and prices from the confirmation. The order has
        the prices, the delivery note has the quantities, and the invoice has the tax rate.

    In the wild:
        Invoices that only say "as ordered"; self-billing by the buyer.

    Effect on truth:
        Lines, net, tax and total can be answered: they follow from several documents.

    Example:
        invoice: 7 x 12.00 = 84.00 → order: 12.00 / delivery note: 7 / invoice: (no amounts)
    """
    del level, rng
    yield from parted(packet)
