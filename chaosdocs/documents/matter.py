"""The stage Matter: what several systems have booked of the same events, row by row.

A booking is one row of one member (one file) of a set. It knows the events of the world behind it
and how much of each it stands for. Two rows are of one thing where they share an event. An edit
(`documents/matter_verbs.py`) changes rows; what belongs together, what differs and what has no
counterpart is folded from the rows afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal, Self, TypeAlias

from chaosdocs.documents.edits import Draft, MisquoteError
from chaosdocs.truth.codec import wired
from chaosdocs.truth.policy import Policy
from chaosdocs.truth.statements import Ref, Statement
from chaosdocs.truth.values import Money, Quantity, Value

Leaf = Literal[
    "key", "date", "due", "value_date", "party", "reference", "text", "type", "amount",
    "quantity", "price", "foreign", "code",
]  # fmt: skip
"""What an entry can say. All views use these names, so entries of any two can be compared."""
NAMES: tuple[Leaf, ...] = ("key", "reference", "text")
"""The leaves that can name an item."""
Part: TypeAlias = tuple[str, Decimal]
"""An event and the amount of it that an entry stands for."""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One row of one member.

    Attributes:
        id: Key of its row, stable through all edits.
        values: What it says: leaf and value; a leaf that is missing is blank.
        of: The events behind it, each with the amount that the entry stands for.
        alone: Why it has no counterpart, where it has none: ``fee``, ``interest``, ``open`` ...
    """

    id: str
    values: tuple[tuple[Leaf, Value], ...]
    of: tuple[Part, ...] = ()
    alone: str = ""

    def get(self, leaf: Leaf) -> Value | None:
        """Return what the entry says at a leaf, or None."""
        for name, value in self.values:
            if name == leaf:
                return value
        return None

    def text(self, leaf: Leaf) -> str:
        """Return the text at a leaf; empty where it is blank."""
        value = self.get(leaf)
        return value if isinstance(value, str) else ""

    @property
    def key(self) -> str:
        """Its key in its own system."""
        return self.text("key")

    @property
    def party(self) -> str:
        """The other side's name."""
        return self.text("party")

    @property
    def amount(self) -> Money:
        """Its amount; positive where money comes in."""
        value = self.get("amount")
        assert isinstance(value, Money)  # noqa: S101 - every entry has an amount
        return value

    @property
    def date(self) -> dt.date:
        """The day on which it is booked."""
        value = self.get("date")
        assert isinstance(value, dt.date)  # noqa: S101 - every entry has a date
        return value

    @property
    def quantity(self) -> Quantity | None:
        """How many units it is of, None where it says nothing of units."""
        value = self.get("quantity")
        return value if isinstance(value, Quantity) else None

    @property
    def events(self) -> frozenset[str]:
        """The events behind it."""
        return frozenset(event for event, _ in self.of)

    def saying(self, leaf: Leaf, value: Value | None) -> Booking:
        """Return this entry with another value at a leaf; None leaves it blank."""
        if value is None:
            return replace(self, values=tuple(pair for pair in self.values if pair[0] != leaf))
        if self.get(leaf) is None:
            return replace(self, values=(*self.values, (leaf, value)))
        return replace(
            self, values=tuple((n, value if n == leaf else old) for n, old in self.values)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingSet:
    """The entries of all members of a set.

    Attributes:
        id: ``book-00017``: the book of the world that the set is taken from.
        pairing: Name of the pairing: which members there are.
        members: Role of a member to its entries. The last member settles what the others hold.
        policy: What decides which entries belong together.
        currency: The currency of all amounts, an ISO 4217 code.
        period: First and last day of the files.
        locale: Language of all texts.
        settles: What a row of the last member is: ``payment``, ``document`` or ``posting``.
        focus: Always None: operators of this stage are not aimed at a field.
    """

    id: str
    pairing: str
    members: Mapping[str, tuple[Booking, ...]]
    policy: Policy
    currency: str
    period: tuple[dt.date, dt.date]
    locale: str
    settles: str = "payment"
    focus: Ref | None = field(default=None)

    @property
    def statements(self) -> Mapping[str, Statement]:
        """No statements: a member states its facts at its own first stage."""
        return {}

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return a set of empty members: nothing is stated of any entry."""
        del statements
        return replace(self, members=dict.fromkeys(self.members, ()))

    def draft(self) -> Draft[Self]:
        """Return a draft of this set."""
        return Draft(self)

    @property
    def first(self) -> str:
        """The role of the first member, which holds the items."""
        return next(iter(self.members))

    @property
    def last(self) -> str:
        """The role of the last member, which settles them."""
        return [*self.members][-1]

    def entry(self, member: str, entry: str) -> Booking:
        """Return an entry of a member.

        Raises:
            MisquoteError: There is none.
        """
        for each in self.members.get(member, ()):
            if each.id == entry:
                return each
        raise MisquoteError(f"{member} has no entry {entry}")

    def others(self, member: str, entry: Booking) -> tuple[Booking, ...]:
        """Return the entries of the other members that share an event with `entry`."""
        return tuple(
            each
            for role, entries in self.members.items()
            if role != member
            for each in entries
            if each.events & entry.events
        )

    def with_entries(self, member: str, entries: tuple[Booking, ...]) -> Self:
        """Return this set with other entries in a member."""
        if member not in self.members:
            raise MisquoteError(f"the set has no member {member}")
        return replace(self, members={**self.members, member: entries})

    def changed(self, before: Self) -> Iterator[Ref]:
        """Yield what stands otherwise than in `before`, as member and entry: ``bank:k3``."""
        for role, entries in self.members.items():
            old = {each.id: each for each in before.members.get(role, ())}
            new = {each.id: each for each in entries}
            for name in dict.fromkeys((*old, *new)):
                if old.get(name) != new.get(name):
                    yield f"{role}:{name}"
