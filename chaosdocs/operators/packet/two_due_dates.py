"""A day of payment that the terms do not give."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, Rng, Skip, operator
from chaosdocs.operators.packet.sheets import claimed, ours, plain, rival


@operator(PACKET, evidence="Azure/azure-sdk-for-net#47802: one field, two values in a document")
def two_due_dates(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a letter that names another due date than the invoice and its terms.

    What it does:
        The letter names another due date than the invoice.

    In the wild:
        Reminders and letters from another system than the invoice.

    Effect on truth:
        The due date of the invoice is right: invoice date and terms decide, or the purchasing
        rules.

    Example:
        invoice of 1 March, 30 days, due 31 March → the same / letter: due 14 April
    """
    del level
    said = {s.ref: s.value for sheet in ours(packet) for s in plain(sheet)}
    other = rival(said.get("/due_date"), rng)
    edit = None if other is None else claimed(packet, "/due_date", other, "{label}")
    if edit is None:
        yield Skip("no document names a due date")
        return
    yield edit
