"""Documents that are missing, and that the letter says to be enclosed."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Number, Packet, Rng, Skip, TakeOut, numbers, operator
from chaosdocs.operators.packet.missing import can_be_missing


@operator(
    PACKET,
    evidence="17 CFR 229.601(a)(5): schedules may be left out of a filing; rheeloaded/paperpull#32",
    ladder=numbers([1, 2]),
    near_miss="packet.silent_gap",
)
def page_gap(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a missing enclosure that the letter names.

    What it does:
        Takes documents out of the packet to which no other document leads; the letter goes on
        naming them. Severity is how many.

    In the wild:
        A scan of a file with a sheet left in the tray; an attachment that was forgotten.

    Effect on truth:
        What only the missing document states is unanswerable, with the letter's words as trace.
        What others state as well, or what follows, is known.

    Example:
        letter: Enclosed: Credit note. / credit note → letter: Enclosed: Credit note.
    """
    del rng
    chosen = can_be_missing(packet, level.count)
    if not chosen:
        yield Skip("every document is needed to get to another one")
    for name in chosen:
        yield TakeOut(key=name, sheet=name)
