"""Another bank account in the letter."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import PACKET, Edit, Once, Packet, Rng, Skip, in_language, operator
from chaosdocs.operators.packet.sheets import claimed, ours, plain

_WORDS = {
    "en": "{label} (new)",
    "de": "{label} (neu)",
    "fr": "{label} (nouveau)",
    "ja": "{label}（変更後）",
}


@operator(
    PACKET,
    evidence="odoo/documentation#3737: invoices with another account are how people are defrauded",
)
def other_account(packet: Packet, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a letter that names another bank account than the invoice.

    What it does:
        The letter says that payments go to a new account.

    In the wild:
        Real changes of bank, and the most common fraud with suppliers' invoices.

    Effect on truth:
        Under the purchasing rules the letter has the lowest rank. Without the rules the account is
        disputed.

    Example:
        invoice: account 4711 → letter: new account 4768 / invoice: account 4711
    """
    del level
    said = {s.ref: s.value for sheet in ours(packet) for s in plain(sheet)}
    account = said.get("/account")
    if not isinstance(account, str):
        yield Skip("no document names an account")
        return
    last = (int(account[-2:]) + 11 + rng.below(70)) % 100 if account[-2:].isdigit() else 17
    other = f"{account[:-2]}{last:02}"
    edit = claimed(packet, "/account", other, in_language(_WORDS, packet.record.locale))
    if edit is not None:
        yield edit
