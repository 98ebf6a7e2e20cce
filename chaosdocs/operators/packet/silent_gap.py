"""Documents that are missing without a word."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    ENCLOSED,
    PACKET,
    Edit,
    Number,
    Packet,
    Rng,
    Skip,
    TakeOut,
    Unsay,
    numbers,
    operator,
)
from chaosdocs.operators.packet.missing import can_be_missing
from chaosdocs.operators.packet.sheets import LETTER


@operator(
    PACKET,
    version=2,
    evidence="17 CFR 229.601(a)(5): schedules may be left out of a filing",
    ladder=numbers([1, 2]),
)
def silent_gap(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a missing document that no other document names.

    What it does:
        Removes documents, and removes their names from the letter. Severity is the number of
        documents.

    In the wild:
        A file that was never complete.

    Effect on truth:
        A value that only the missing document states is absent. Compared with `packet.page_gap`,
        one sentence differs.

    Example:
        letter: Enclosed: Credit note. / credit note → (neither)
    """
    del rng
    chosen = can_be_missing(packet, level.count)
    if not chosen:
        yield Skip("every document is needed to get to another one")
        return
    said = {note.id: note.text for note in packet.sheet(LETTER).facts.notes}
    for name in chosen:
        note = f"{ENCLOSED}{packet.sheet(name).paper}"
        yield TakeOut(key=name, sheet=name)
        if note in said:
            yield Unsay(key=name, sheet=LETTER, note=note, before=said[note])
