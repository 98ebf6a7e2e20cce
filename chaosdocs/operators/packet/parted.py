"""The amounts of an invoice left out, so that they follow from other documents or from none."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import Drop, Edit, Packet, Skip, Within
from chaosdocs.operators.packet.sheets import CONFIRMATION, ORDER, has, ours, plain

_AMOUNTS = ("/amount", "/net", "/tax", "/total")
_PRICE = "/price"
_DELIVERED = "/delivered"


def parted(packet: Packet, *, prices: bool = True) -> Iterator[Edit | Skip]:
    """Yield the edits that leave amounts out of the invoice, and prices out of all but the order.

    Args:
        packet: The packet.
        prices: Whether the order keeps its prices.
    """
    if not (has(packet, ORDER) and has(packet, "invoice")):
        yield Skip("order and invoice are not both there")
        return
    delivered = has(packet, "delivery")
    for sheet in ours(packet):
        for statement in plain(sheet):
            ref = str(statement.ref)
            gone = sheet.paper == "invoice" and ref.endswith(_AMOUNTS)
            gone |= sheet.paper == "invoice" and delivered and ref.endswith(_DELIVERED)
            gone |= ref.endswith(_PRICE) and (
                sheet.paper in {"invoice", CONFIRMATION} or not prices
            )
            if gone:
                edit = Drop(statement=statement.id, before=statement.text)
                yield Within(key="amounts", sheet=sheet.id, edit=edit)
