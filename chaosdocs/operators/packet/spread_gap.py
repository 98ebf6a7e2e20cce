"""Amounts of which one part is nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, Rng, Skip, operator
from chaosdocs.operators.packet.parted import parted


@operator(PACKET, evidence="OCA/purchase-workflow#642: what is delivered is not what is ordered")
def spread_gap(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an invoice without amounts, and no document with the prices.

    What it does:
        Removes prices and amounts from all documents.

    In the wild:
        Deliveries at agreed prices, without the agreement in the file.

    Effect on truth:
        Lines, net, tax and total are absent: they cannot be computed from the documents.

    Example:
        invoice: 7 x 12.00 = 84.00 → delivery note: 7 / invoice: (no amounts)
    """
    del level, rng
    yield from parted(packet, prices=False)
