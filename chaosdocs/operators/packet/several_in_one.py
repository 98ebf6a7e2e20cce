"""The whole file of another matter before this one."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Number, Packet, PutIn, Rng, Skip, numbers, operator


@operator(
    PACKET,
    evidence="invoice-x/invoice2data#189: several invoices in a single PDF",
    ladder=numbers([1, 2, 3, 4, 5]),
)
def several_in_one(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with all documents of other orders before its own.

    What it does:
        Puts order, confirmation, delivery note and invoice of other orders before the first
        document. Severity is the number of other orders.

    In the wild:
        A stack of several orders that is scanned in one pass.

    Effect on truth:
        None; the documents of the order begin on a later page.

    Example:
        file of order 4501 → file of order 4508 / file of order 4501
    """
    del rng
    near = [name for name, sheet in packet.spare.items() if sheet.near]
    matters = list(dict.fromkeys(name.partition("-")[0] for name in near))
    if not matters:
        yield Skip("there are no other matters")
    for matter in matters[: level.count]:
        for name in near:
            if name.startswith(f"{matter}-"):
                yield PutIn(key=matter, sheet=name, place=0)
