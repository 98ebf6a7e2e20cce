"""Order and confirmation that do not agree."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Number, Packet, Rng, Skip, numbers, operator
from chaosdocs.operators.packet.sheets import ORDER, agreed, contradicted


@operator(
    PACKET,
    version=2,
    evidence="Azure/azure-sdk-for-net#47802: 45 EUR on page 1, 209.95 EUR on page 2",
    ladder=numbers([1, 2, 3]),
    near_miss="packet.agreeing_claims",
)
def two_claims(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an order that contradicts its confirmation.

    What it does:
        Changes the date or quantities in the order, so that they differ from the confirmation.
        Severity is the number of facts.

    In the wild:
        A supplier confirms what it can deliver, and nobody reads the confirmation.

    Effect on truth:
        If purchasing rules stand in a document or in the instructions, the confirmation counts.
        Otherwise the field is disputed.

    Example:
        order: 7 pieces, confirmation: 7 pieces → order: 9 pieces, confirmation: 7 pieces
    """
    del rng
    eligible = agreed(packet)
    if not eligible:
        yield Skip("order and confirmation are not both there")
    yield from contradicted(packet, ORDER, eligible, level.count)
