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
    """A document with a second copy of the invoice, with another number and later dates.

    What it does:
        Adds the invoice a second time, with the next number, later dates and the same lines.

    In the wild:
        Unpaid invoices that are sent again, and booked again.

    Effect on truth:
        If the rules say that the later version counts, number and dates are those of the later
        invoice. Otherwise they are disputed. Lines and amounts stay the same.

    Example:
        invoice R-17 of 4 March → invoice R-17 of 4 March / invoice R-24 of 9 March
    """
    del level, rng
    if "invoice2" not in packet.spare:
        yield Skip("there is no other invoice")
        return
    place = place_after(packet, "invoice")
    yield PutIn(key="invoice2", sheet="invoice2", place=place)
