"""Documents that are missing, and that the letter says to be enclosed."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Number, Packet, Rng, Skip, TakeOut, numbers, operator
from chaosdocs.operators.packet.missing import can_be_missing


@operator(
    PACKET,
    version=2,
    evidence="17 CFR 229.601(a)(5): schedules may be left out of a filing; rheeloaded/paperpull#32",
    ladder=numbers([1, 2]),
    near_miss="packet.silent_gap",
)
def page_gap(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a missing document that the letter lists as an enclosure.

    What it does:
        Removes documents to which no other document refers. The letter still lists them. Severity
        is the number of documents.

    In the wild:
        A scanned file with one sheet left in the tray; a forgotten attachment.

    Effect on truth:
        A value that only the missing document states is unanswerable, with the words of the letter
        as a trace. A value that other documents state, or that follows from them, can be answered.

    Example:
        letter: Enclosed: Credit note. / credit note → letter: Enclosed: Credit note.
    """
    del rng
    chosen = can_be_missing(packet, level.count)
    if not chosen:
        yield Skip("every document is needed to get to another one")
    for name in chosen:
        yield TakeOut(key=name, sheet=name)
