"""Documents of other matters of the same parties."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Number, Packet, PutIn, Rng, Skip, numbers, operator


@operator(
    PACKET,
    evidence="odoo/odoo#9177: the wrong one of two invoices; erp-mafia/accounted#2080",
    ladder=numbers([1, 2, 4, 8, 12]),
)
def near_documents(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with documents of other orders of the same parties.

    What it does:
        Adds invoices, orders and delivery notes of other orders, with numbers that differ in the
        last two digits. Severity is the number of documents.

    In the wild:
        The folder of a supplier; an inbox with everything that came in a week.

    Effect on truth:
        None: these documents do not belong to the order. Their values are named wrong answers.

    Example:
        order 4501, invoice of 4501 → order 4501, invoice of 4508, invoice of 4501
    """
    near = [name for name, sheet in packet.spare.items() if sheet.near]
    if not near:
        yield Skip("there are no other matters")
    for number, name in enumerate(near[: level.count]):
        place = 1 + rng.at(name).below(max(1, len(packet.sheets)))
        yield PutIn(key=name, sheet=name, place=place + (number % 2))
