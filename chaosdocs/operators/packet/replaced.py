"""A confirmation that says that it replaces the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import PACKET, Edit, Number, Packet, PutIn, Rng, Skip, numbers, operator
from chaosdocs.operators.packet.sheets import CONFIRMATION, agreed, contradicted, place_after


@operator(
    PACKET,
    version=2,
    evidence="crbnos/carbon#1407: a revision that cannot be told; OCA/sale-workflow#2647",
    ladder=numbers([1, 2, 3]),
    near_miss="packet.later_version",
    nested=False,
)
def replaced(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a second confirmation that says that it replaces the first.

    What it does:
        Adds a second confirmation, dated some days later, with another delivery date or other
        quantities and the sentence that it replaces earlier versions. Severity is the number of
        facts.

    In the wild:
        Orders that are changed after they were confirmed.

    Effect on truth:
        Answerable: the second confirmation is right, wherever the rules are.

    Example:
        confirmation: 4 March → confirmation: 4 March / confirmation of a later day: 11 March
    """
    del rng
    eligible = agreed(packet)
    again = "confirmation2"
    if not eligible or again not in packet.spare:
        yield Skip("order and confirmation are not both there")
        return
    for number, edit in enumerate(contradicted(packet, again, eligible, level.count)):
        if number == 0:
            place = place_after(packet, CONFIRMATION)
            yield PutIn(key="version", sheet=again, place=place)
        yield replace(edit, key="version")
