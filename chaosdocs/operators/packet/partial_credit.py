"""A credit note for a part of the invoice."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, PutIn, Rng, Skip, operator
from chaosdocs.operators.packet.sheets import has, place_after


@operator(
    PACKET,
    version=2,
    evidence="idempiere/idempiere#669: signs of returns",
    exempt={"applicable": "a third of the packets has a credit note already"},
)
def partial_credit(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a credit note that takes back some pieces of one line.

    What it does:
        Adds a credit note with its number, its date, one line and an amount.

    In the wild:
        Returned goods; the credit note comes weeks after the invoice.

    Effect on truth:
        The values of the credit note can be answered. The total of the invoice stays the same.

    Example:
        invoice: 84.00 → invoice: 84.00 / credit note: 12.00
    """
    del level, rng
    if has(packet, "credit") or "credit" not in packet.spare:
        yield Skip("there is a credit note already")
        return
    credit = packet.spare["credit"].facts.statements["/credit#1"]
    if credit.value == packet.record.facts.get("/total"):
        yield Skip("the credit note would cover the whole invoice")
        return
    place = place_after(packet, "invoice")
    yield PutIn(key="credit", sheet="credit", place=place)
