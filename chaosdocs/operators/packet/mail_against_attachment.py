"""A letter that says something else than what is enclosed."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    PACKET,
    Edit,
    Number,
    Packet,
    Rng,
    Skip,
    in_language,
    numbers,
    operator,
)
from chaosdocs.operators.packet.sheets import claimed, ours, plain, rival

_DAYS = ("/agreed_date", "/delivery_date", "/invoice_date")
_WORDS = {
    "en": "{label} (as we wrote)",
    "de": "{label} (laut Schreiben)",
    "fr": "{label} (selon courrier)",
    "ja": "{label}（連絡済）",
}


@operator(
    PACKET,
    evidence="Urigo/accounter-fullstack#265: a mail and what is attached to it",
    ladder=numbers([1, 2, 3]),
)
def mail_against_attachment(packet: Packet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a covering letter that gives other dates than its enclosures.

    What it does:
        The letter states another delivery date, another agreed date or another invoice date.
        Severity is the number of dates.

    In the wild:
        Mails that were written before the attachment was corrected.

    Effect on truth:
        Under the purchasing rules the letter has the lowest rank. Without the rules the field is
        disputed, unless the terms of the invoice decide.

    Example:
        delivery note: 4 March → letter: 11 March / delivery note: 4 March
    """
    said = {s.ref: s.value for sheet in ours(packet) for s in plain(sheet)}
    there = [ref for ref in _DAYS if ref in said]
    if not there:
        yield Skip("no document names a day")
    words = in_language(_WORDS, packet.record.locale)
    for ref in there[: level.count]:
        other = rival(said[ref], rng.at(ref))
        edit = None if other is None else claimed(packet, ref, other, words)
        if edit is not None:
            yield edit
