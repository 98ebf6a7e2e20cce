"""What the operators of sets choose among: an item and the one row that settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chaosdocs.authoring import (
    Booking,
    BookingSet,
    Leaf,
    Money,
    Rate,
    Rekey,
    Rng,
    Skip,
    rates,
    take,
)

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
    "document collective": {
        "en": "Collective invoice",
        "de": "Sammelrechnung",
        "fr": "Facture groupée",
        "ja": "合計請求",
    },
    "document instalment": {
        "en": "Part invoice",
        "de": "Teilrechnung",
        "fr": "Facture partielle",
        "ja": "分割請求",
    },
    "document payment": {
        "en": "As ordered",
        "de": "Wie bestellt",
        "fr": "Selon commande",
        "ja": "ご注文分",
    },
    "posting collective": {
        "en": "Summary posting",
        "de": "Sammelbuchung",
        "fr": "Écriture groupée",
        "ja": "合計仕訳",
    },
    "posting instalment": {
        "en": "Part posting",
        "de": "Teilbuchung",
        "fr": "Écriture partielle",
        "ja": "分割仕訳",
    },
    "posting payment": {"en": "Posting", "de": "Buchung", "fr": "Écriture", "ja": "仕訳"},
}
"""What people write, by language; of documents and postings in place of payments as well."""
_PARTIES: Final = 2
"""Parties of a set that settle several items at once."""
_NAMING: Final[tuple[Leaf, ...]] = ("text", "reference")
"""Leaves in which a row names an item of another system."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the first member, and the row of the last one that settles it alone.

    Attributes:
        item: The item.
        payment: The row that settles it.
        between: Role and row of what members between them have of it.
        sign: -1 where the last member's amounts have the other sign.
    """

    item: Booking
    payment: Booking
    between: tuple[tuple[str, Booking], ...] = ()
    sign: int = 1

    @property
    def whole(self) -> bool:
        """Whether both state the same amount."""
        mine, other = self.item.amount, self.payment.amount
        return (mine.currency, self.sign * mine.amount) == (other.currency, other.amount)

    @property
    def number(self) -> str:
        """What others name the item by: its reference, or its key where it has none."""
        return self.item.text("reference") or self.item.key

    @property
    def leaf(self) -> Leaf | None:
        """Where the payment names the item; None where it does not."""
        number = self.number
        return next((leaf for leaf in _NAMING if number in self.payment.text(leaf)), None)

    @property
    def named(self) -> bool:
        """Whether the payment names the item."""
        return self.leaf is not None

    def rows(self, matter: BookingSet) -> tuple[tuple[str, Booking], ...]:
        """Return role and row of all that is booked of the item."""
        return ((matter.first, self.item), *self.between, (matter.last, self.payment))


def pairs(matter: BookingSet, *, whole: bool = False) -> list[Pair]:
    """Return the items that one row settles alone.

    Args:
        matter: The set.
        whole: Whether only those count that are settled to the cent.
    """
    if matter.first == matter.last:
        return []
    by_event = _by_event(matter.members[matter.last])
    middle = [(role, _by_event(rows)) for role, rows in [*matter.members.items()][1:-1]]
    items = Counter(event for item in matter.members[matter.first] for event in item.events)
    sign = -1 if matter.last in matter.policy.turned else 1
    found = []
    for item in matter.members[matter.first]:
        settling = [row for event in item.events for row in by_event.get(event, ())]
        if (
            len(settling) == len(item.of) == 1
            and settling[0].events == item.events
            and all(items[event] == 1 for event in item.events)
        ):
            between = tuple(
                (role, row)
                for role, rows in middle
                for event in item.events
                for row in rows.get(event, ())
            )
            pair = Pair(item, settling[0], between, sign)
            if pair.whole or not whole:
                found.append(pair)
    return found


def _by_event(rows: Sequence[Booking]) -> dict[str, list[Booking]]:
    found: dict[str, list[Booking]] = {}
    for row in rows:
        for event in row.events:
            found.setdefault(event, []).append(row)
    return found


def some(those: Sequence[Pair], level: Rate, rng: Rng) -> tuple[Pair, ...]:
    """Return a share of pairs, at least one where there are any."""
    return take(those, level.rate, rng, lambda pair: pair.item.id)


def by_party(those: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Return pairs by the other side; what it is owed stands apart from what it has paid."""
    found: dict[str, list[Pair]] = {}
    for pair in those:
        as_first = (pair.item.amount.amount > 0) == (those[0].item.amount.amount > 0)
        name = pair.item.party if as_first else f"{pair.item.party}, the other way"
        found.setdefault(name, []).append(pair)
    return found


def whole_pairs(matter: BookingSet) -> dict[str, list[Pair]]:
    """Return by party what is settled to the cent, of parties with several such items."""
    found = sorted(by_party(pairs(matter, whole=True)).items())
    return {party: them for party, them in found if len(them) > 1}


def settled_at_once(
    groups: Mapping[str, Sequence[Pair]], count: int, rng: Rng
) -> Iterator[tuple[str, tuple[Pair, ...]]]:
    """Yield a few parties, and of each the items that one payment run settles.

    Args:
        groups: Party to its items, at least two each.
        count: Items of a party, or all where it has fewer; at least two.
        rng: The operator's stream.
    """
    for party in take(groups, _PARTIES / len(groups), rng, str):
        them = groups[party]
        yield party, take(them, max(2, count) / len(them), rng, lambda pair: pair.item.id)


def said(matter: BookingSet, word: str) -> str:
    """Return a word in the language of the set."""
    words = WORDS[word if matter.settles == "payment" else f"{matter.settles} {word}"]
    return words[matter.locale.partition("_")[0]]


def unnamed(matter: BookingSet, pair: Pair, *, but: Leaf | None = None) -> Iterator[Rekey]:
    """Yield the edits that take each number of the item out of its payment.

    Args:
        matter: The set.
        pair: The item and its payment.
        but: A leaf that is left as it is.
    """
    numbers = [text for text in (pair.item.text("reference"), pair.item.key) if text]
    for leaf in _NAMING:
        text = pair.payment.text(leaf)
        if leaf != but and any(number in text for number in numbers):
            yield Rekey(
                key=pair.item.id,
                member=matter.last,
                entry=pair.payment.id,
                leaf=leaf,
                before=text,
                after=said(matter, "payment") if leaf == "text" else "",
            )


def named_as(matter: BookingSet, pair: Pair, number: str) -> Iterator[Rekey]:
    """Yield the edits by which the payment names the item by another number, and by no more."""
    leaf = pair.leaf
    if leaf is None:
        return
    text = pair.payment.text(leaf)
    yield Rekey(
        key=pair.item.id,
        member=matter.last,
        entry=pair.payment.id,
        leaf=leaf,
        before=text,
        after=text.replace(pair.number, number),
    )
    yield from unnamed(matter, pair, but=leaf)


def renumbered(matter: BookingSet, pair: Pair, number: str) -> Iterator[Rekey]:
    """Yield the edits that give the item another number wherever the set prints it."""
    before = pair.number
    own: Leaf = "reference" if pair.item.text("reference") else "key"
    for role, row in pair.rows(matter):
        for leaf in (own, "text") if row is pair.item else _NAMING:
            text = row.text(leaf)
            if before in text:
                yield Rekey(
                    key=pair.item.id,
                    member=role,
                    entry=row.id,
                    leaf=leaf,
                    before=text,
                    after=text.replace(before, number),
                )


def unmeasured(row: Booking) -> Booking:
    """Return a row that names nothing, and says nothing of units and foreign money."""
    for leaf in ("reference", "quantity", "price", "foreign"):
        row = row.saying(leaf, None)
    return row


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
