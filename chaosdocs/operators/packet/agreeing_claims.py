"""The letter repeats what order and confirmation say."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Number, Packet, Rng, Skip, numbers, operator, take_few
from chaosdocs.operators.packet.sheets import agreed, claimed, shared


@operator(
    PACKET,
    version=2,
    evidence="Azure/azure-sdk-for-net#47802: one amount on two pages",
    ladder=numbers([1, 2, 3]),
)
def agreeing_claims(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a letter that repeats values of the order and the confirmation.

    What it does:
        Adds to the letter the same date or the same quantities as in the order. Severity is the
        number of facts.

    In the wild:
        Covering letters that summarise an order.

    Effect on truth:
        None: all documents agree.

    Example:
        order: 7 pieces → order: 7 pieces, letter: 7 pieces
    """
    del rng
    eligible = agreed(packet)
    if not eligible:
        yield Skip("order and confirmation are not both there")
    for statement in take_few(eligible, level.count, shared(packet)):
        if statement.ref is None or statement.value is None:
            continue
        edit = claimed(packet, statement.ref, statement.value, "{label}")
        if edit is not None:
            yield edit
