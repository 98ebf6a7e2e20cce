"""What the operators of sets choose among: an item and the one row that settles it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chaosdocs.authoring import Booking, BookingSet, Money, Rate, Rng, Skip, rates, take

SHARES: Final = rates([0.05, 0.1, 0.2, 0.35, 0.5])
"""Shares of the matters of a book."""
NO_PAIRS: Final = Skip("no item is settled by one row alone")
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "collective": {
        "en": "Collective payment",
        "de": "Sammelzahlung",
        "fr": "Paiement groupé",
        "ja": "一括振込",
    },
    "instalment": {"en": "Part payment", "de": "Teilzahlung", "fr": "Acompte", "ja": "分割払い"},
    "payment": {"en": "Payment", "de": "Zahlung", "fr": "Paiement", "ja": "お支払"},
    "number": {"en": "our no.", "de": "unsere Nr.", "fr": "notre n°", "ja": "当社番号"},
    "credit": {"en": "Credit note", "de": "Gutschrift", "fr": "Avoir", "ja": "返品"},
}
"""What people write, by language."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the first member, and the row of the last one that settles it alone."""

    item: Booking
    payment: Booking

    @property
    def whole(self) -> bool:
        """Whether both state the same amount."""
        return self.item.amount == self.payment.amount

    @property
    def named(self) -> bool:
        """Whether the payment names the item by its reference."""
        return bool(self.item.text("reference")) and self.item.text(
            "reference"
        ) in self.payment.text("text")


def pairs(matter: BookingSet, *, whole: bool = False) -> list[Pair]:
    """Return the items that one row settles alone.

    Args:
        matter: The set.
        whole: Whether only those count that are settled to the cent.
    """
    if matter.first == matter.last:
        return []
    by_event: dict[str, list[Booking]] = {}
    for payment in matter.members[matter.last]:
        for event in payment.events:
            by_event.setdefault(event, []).append(payment)
    items = Counter(event for item in matter.members[matter.first] for event in item.events)
    found = []
    for item in matter.members[matter.first]:
        settling = [row for event in item.events for row in by_event.get(event, ())]
        if (
            len(settling) == len(item.of) == 1
            and settling[0].events == item.events
            and all(items[event] == 1 for event in item.events)
        ):
            pair = Pair(item, settling[0])
            if pair.whole or not whole:
                found.append(pair)
    return found


def some(those: Sequence[Pair], level: Rate, rng: Rng) -> tuple[Pair, ...]:
    """Return a share of pairs, at least one where there are any."""
    return take(those, level.rate, rng, lambda pair: pair.item.id)


def by_party(those: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Return pairs by the other side."""
    found: dict[str, list[Pair]] = {}
    for pair in those:
        found.setdefault(pair.item.party, []).append(pair)
    return found


def said(matter: BookingSet, word: str) -> str:
    """Return a word in the language of the set."""
    return WORDS[word][matter.locale.partition("_")[0]]


def without_number(text: str, number: str, instead: str) -> str:
    """Return a text without a number in it.

    Example:
        >>> without_number("Invoice 4711", "4711", "Payment")
        'Payment'
    """
    left = re.sub(r"\s+", " ", text.replace(number, " ")).strip()
    return instead if number in text else left


def cents(matter: BookingSet, count: int) -> Decimal:
    """Return so many of the smallest units that the set's amounts are written in.

    Example:
        >>> from chaosdocs.operators.links.pairs import unit_of
        >>> unit_of([])
        Decimal('1')
    """
    return count * unit_of([row for rows in matter.members.values() for row in rows])


def unit_of(rows: Sequence[Booking]) -> Decimal:
    """Return the smallest unit in which rows state their amounts."""
    places = [row.amount.amount.as_tuple().exponent for row in rows]
    return Decimal(1).scaleb(min((place for place in places if isinstance(place, int)), default=0))


def more(amount: Decimal, of: Booking) -> Money:
    """Return an amount in the currency of a row."""
    return Money(amount, of.amount.currency)
