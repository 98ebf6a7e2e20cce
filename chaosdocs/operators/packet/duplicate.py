"""The same invoice twice."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, PutIn, Rng, Skip, operator
from chaosdocs.operators.packet.sheets import place_after


@operator(
    PACKET,
    evidence="odoo/odoo#68367: the same bill twice; ledgersmb/LedgerSMB#8435",
)
def duplicate(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the same invoice twice, with another number and later days.

    What it does:
        Puts the invoice in once more: the next number, a later date, the same lines.

    In the wild:
        Invoices that are sent again because nobody paid, and are booked again.

    Effect on truth:
        Where the rules say that the later version counts, its number and days do; else they are
        disputed. Lines and amounts are as before.

    Example:
        invoice R-17 of 4 March → invoice R-17 of 4 March / invoice R-24 of 9 March
    """
    del level, rng
    if "invoice2" not in packet.spare:
        yield Skip("there is no other invoice")
        return
    place = place_after(packet, "invoice")
    yield PutIn(key="invoice2", sheet="invoice2", place=place)
