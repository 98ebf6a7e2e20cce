"""Two parties whose names are one letter apart."""

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
from chaosdocs.operators.links.equal_amounts import alike, repriced
from chaosdocs.operators.links.pairs import SHARES, Pair, pairs, some, unnamed

_LETTERS: Final = "snrtelmkdaoiu本田川山"


@operator(
    MATTER,
    version=2,
    evidence="OCA/l10n-spain#3199: a short text is taken for another partner; "
    "JiRaska/open-bank-oss#1204: a near name is confirmed as the payee",
    ladder=SHARES,
)
def near_names(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with two parties whose names differ in one letter, with equal amounts.

    What it does:
        Gives a share of the invoices a party of their own. Its name differs in one letter from
        another party, and where possible its amount equals an amount of that party. The payments
        name no number.

    In the wild:
        Meier and Meyer; a company and its sister company.

    Effect on truth:
        None: different names are different parties. Party and amount decide.

    Example:
        items of Weber AG and of Loos GmbH → items of Weber AG and of Webers AG, both over 149.50
    """
    eligible = [pair for pair in pairs(matter, whole=True) if pair.named and pair.item.party]
    parties = {pair.item.party for pair in eligible}
    if len(parties) < 2:  # noqa: PLR2004 - two names that can be near
        yield Skip("no two parties have payments that name their items")
        return
    taken = {party_name(row.party) for rows in matter.members.values() for row in rows}
    kept = min(eligible, key=lambda pair: pair.item.id).item.party
    others = [pair for pair in eligible if pair.item.party != kept]
    for pair in some(others, level, rng):
        other = _model(eligible, pair, rng)
        name = _near(other.item.party, taken, rng.at(pair.item.id))
        if name is None:
            continue
        taken.add(party_name(name))
        for role, row in pair.rows(matter):
            yield Respell(key=pair.item.id, member=role, entry=row.id, before=row.party, after=name)
        yield from unnamed(matter, pair)
        if pair.item.amount != other.item.amount and alike(pair, other):
            yield from repriced(matter, pair, other)


def _model(those: list[Pair], pair: Pair, rng: Rng) -> Pair:
    """An item of another party, whose name and amount are taken."""
    others = [each for each in those if each.item.party != pair.item.party]
    return rng.at(pair.item.id, "model").pick(others)


def _near(name: str, taken: set[str], rng: Rng) -> str | None:
    """A name that has one letter more inside its longest word, and that nobody has."""
    words = name.split()
    place = max(range(len(words)), key=lambda n: (len(words[n]), -n))
    word = words[place]
    start = rng.below(len(_LETTERS))
    for letter in (*_LETTERS[start:], *_LETTERS[:start]):
        if letter.isascii() != word.isascii() and not any(char.isascii() for char in word):
            continue
        near = " ".join((*words[:place], f"{word}{letter}", *words[place + 1 :]))
        if party_name(near) not in taken:
            return near
    return None
