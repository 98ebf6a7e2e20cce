"""Parties that each system spells in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Rate,
    Respell,
    Rng,
    Skip,
    operator,
    party_name,
)
from chaosdocs.operators.links.pairs import SHARES, pairs, some, unnamed

_FOLDED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "é": "e",
     "è": "e", "ê": "e", "à": "a", "ç": "c", "î": "i", "ô": "o", "É": "E", "&": " ", ",": " ",
     ".": "", "-": " "}
)  # fmt: skip
_SHORT: Final = {"株式会社": "(株)", "有限会社": "(有)"}
"""How Japanese legal forms are shortened."""


@operator(
    MATTER,
    evidence="OCA/account-reconcile#258: the name is often not exactly the same; "
    "adorsys/open-banking-gateway#1143: umlauts",
    ladder=SHARES,
)
def name_variants(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with parties spelled differently in the other file, and payments without numbers.

    What it does:
        Removes the invoice number from a share of the payments that name one. Writes the party in
        capitals, without its legal form, or without umlauts, accents and punctuation.

    In the wild:
        Banks convert names to capitals; forms have no room for "GmbH & Co. KG".

    Effect on truth:
        None: two spellings are one party if they differ only in these ways. Party and amount
        decide.

    Example:
        party "Müller & Söhne GmbH" → party "MUELLER SOEHNE"
    """
    eligible = [pair for pair in pairs(matter) if pair.named and _variants(pair.payment.party)]
    if not eligible:
        yield Skip("no payment that names its item is of a party with another spelling")
        return
    for pair in some(eligible, level, rng):
        party = pair.payment.party
        yield from unnamed(matter, pair)
        yield Respell(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            before=party,
            after=rng.at(pair.item.id).pick(_variants(party)),
        )


def _variants(name: str) -> list[str]:
    """Other spellings of a name that are of the same party."""
    plain = " ".join(name.translate(_FOLDED).split())
    short = name
    for long, mark in _SHORT.items():
        short = short.replace(long, mark)
    words = name.split()
    bare = " ".join(words[:-1])
    found = [name.upper(), plain, plain.upper(), bare, bare.upper(), short]
    alike = [each for each in found if each and party_name(each) == party_name(name)]
    return [each for each in dict.fromkeys(alike) if each != name]
