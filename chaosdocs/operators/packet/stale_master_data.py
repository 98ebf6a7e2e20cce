"""The place of delivery as the supplier's files have it."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, Rng, Skip, in_language, key, operator
from chaosdocs.operators.packet.sheets import claimed, ours, plain

_WORDS = {
    "en": "{label} (customer file)",
    "de": "{label} (Kundenstamm)",
    "fr": "{label} (fiche client)",
    "ja": "{label}（顧客台帳）",
}


@operator(PACKET, evidence="magento/merchdocs#645: an order keeps what was so when it was made")
def stale_master_data(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an outdated place of delivery from the supplier's master data.

    What it does:
        Adds another place of delivery to the letter, with the words that it comes from the customer
        file.

    In the wild:
        Customer files that nobody keeps up to date.

    Effect on truth:
        Under the purchasing rules the letter has the lowest rank, so the other place counts.
        Without the rules the place is disputed.

    Example:
        order: deliver to Ulm → letter: deliver to Bonn (customer file) / order: deliver to Ulm
    """
    del level, rng
    said = {s.ref: s.value for sheet in ours(packet) for s in plain(sheet)}
    here = said.get("/deliver_to")
    others = [
        statement.value
        for sheet in packet.spare.values()
        if sheet.near
        for statement in plain(sheet)
        if statement.ref == "/deliver_to"
    ]
    other = next((v for v in others if v is not None and here and key(v) != key(here)), None)
    if other is None:
        yield Skip("no other place of delivery is known")
        return
    edit = claimed(packet, "/deliver_to", other, in_language(_WORDS, packet.record.locale))
    if edit is not None:
        yield edit
