"""The verbs of the stage Matter: what an edit does to one row, or to some rows of a member."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from chaosdocs.documents.edits import Edit, MisquoteError, Stage
from chaosdocs.documents.matter import NAMES, Booking, BookingSet, Leaf
from chaosdocs.truth.codec import wired
from chaosdocs.truth.values import Money, Value, key, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingEdit(Edit):
    """An edit of one entry of one member. Subclasses are the verbs.

    Attributes:
        member: Role of the member.
        entry: Id of the entry.
    """

    member: str
    entry: str

    def apply(self, document: BookingSet) -> BookingSet:
        """Return the set with the entry changed."""
        found = document.entry(self.member, self.entry)
        changed = self.after_edit(found)
        return document.with_entries(
            self.member,
            tuple(
                new
                for each in document.members[self.member]
                for new in (changed if each.id == self.entry else (each,))
            ),
        )

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return what stands in the entry's place."""
        raise NotImplementedError

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.member}, entry {self.entry}: {self.does()}"

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        raise NotImplementedError


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut(BookingEdit):
    """Leave an entry out: the member does not know of it."""

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return nothing."""
        del entry
        return ()

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return "is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(BookingEdit):
    """Book an entry once more, `shift` days later, under another key.

    Attributes:
        again: Id of the second entry.
        key_again: Its key.
        shift: Days between the two.
        alone: Why the second entry has no counterpart of its own; empty where it has one.
    """

    again: str
    key_again: str
    shift: int = 0
    alone: str = ""

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry and its repetition."""
        second = _shifted(replace(entry, id=self.again), "date", self.shift)
        second = replace(second, alone=self.alone)
        return entry, second.saying("key", self.key_again)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"stands again as {self.key_again}, {self.shift} days later"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Rekey(BookingEdit):
    """Write another number, or none, where an entry names an item.

    Attributes:
        leaf: ``key``, ``reference`` or ``text``.
        before: What stands there.
        after: What will stand there; empty leaves it blank.
    """

    leaf: Leaf
    before: str
    after: str

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other name."""
        if self.leaf not in NAMES or entry.text(self.leaf) != self.before:
            raise MisquoteError(
                f"{self.member}, {self.entry}: {self.leaf} is {entry.text(self.leaf)!r}, "
                f"the edit quotes {self.before!r}"
            )
        return (entry.saying(self.leaf, self.after or None),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"{self.leaf} is {self.after!r} instead of {self.before!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Deduct(BookingEdit):
    """Take something off an entry's amount, or put it on: the events behind it stay whole.

    Attributes:
        kind: What it is: ``cash_discount``, ``fee``, ``rounding``, ``credit_note``.
        amount: What the amount changes by, signed.
        event: The event that is settled with it, such as a credit note; empty for none.
    """

    kind: str
    amount: Money
    event: str = ""

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other amount."""
        was = entry.amount
        if was.currency != self.amount.currency:
            raise MisquoteError(f"{self.entry} is in {was.currency}, not {self.amount.currency}")
        of = (*entry.of, (self.event, abs(self.amount.amount))) if self.event else entry.of
        changed = replace(entry, of=of)
        return (changed.saying("amount", Money(was.amount + self.amount.amount, was.currency)),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"the amount changes by {self.amount} ({self.kind})"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Reprice(BookingEdit):
    """Let an entry, and its part of the events behind it, have another amount."""

    before: Money
    after: Money

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other amount."""
        if key(entry.amount) != key(self.before) or len(entry.of) != 1:
            raise MisquoteError(
                f"{self.member}, {self.entry} is {entry.amount}, the edit quotes {self.before}"
            )
        ((event, _),) = entry.of
        repriced = replace(entry, of=((event, abs(self.after.amount)),))
        return (repriced.saying("amount", self.after),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"the amount is {self.after} instead of {self.before}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(BookingEdit):
    """Write the amount of an entry with the other sign."""

    before: Money

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other sign."""
        if key(entry.amount) != key(self.before):
            raise MisquoteError(f"{self.entry} is {entry.amount}, the edit quotes {self.before}")
        turned = Money(-self.before.amount, self.before.currency)
        return (entry.saying("amount", turned),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"the amount {self.before} has the other sign"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(BookingEdit):
    """Move a date of an entry by some days."""

    leaf: Leaf
    days: int

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other date."""
        return (_shifted(entry, self.leaf, self.days),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"{self.leaf} is moved by {self.days} days"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Respell(BookingEdit):
    """Write the other side's name in another way."""

    before: str
    after: str

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other spelling."""
        if entry.party != self.before:
            raise MisquoteError(f"{self.entry} names {entry.party!r}, not {self.before!r}")
        return (entry.saying("party", self.after),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"{self.before!r} is written {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite(BookingEdit):
    """Write another quantity, price, code, type or foreign amount.

    Attributes:
        leaf: What is written.
        before: What stands there.
        after: What will stand there.
    """

    leaf: Leaf
    before: Value
    after: Value

    def after_edit(self, entry: Booking) -> tuple[Booking, ...]:
        """Return the entry with the other value."""
        found = entry.get(self.leaf)
        if found is None or key(found) != key(self.before):
            raise MisquoteError(
                f"{self.member}, {self.entry}: {self.leaf} is {found}, the edit quotes "
                f"{self.before}"
            )
        return (entry.saying(self.leaf, self.after),)

    def does(self) -> str:
        """Return what is done to the entry, in words."""
        return f"{self.leaf} is {self.after} instead of {self.before}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Include(Edit):
    """Put an entry into a member that no other member knows of.

    Attributes:
        member: Role of the member.
        added: The entry.
    """

    member: str
    added: Booking

    def apply(self, document: BookingSet) -> BookingSet:
        """Return the set with the entry."""
        entries = document.members.get(self.member, ())
        if any(each.id == self.added.id for each in entries):
            raise MisquoteError(f"{self.member} has an entry {self.added.id} already")
        return document.with_entries(self.member, (*entries, self.added))

    @property
    def decision(self) -> str:
        """Name of the decision: its key, or the entry."""
        return self.key or self.added.id

    def words(self) -> str:
        """Return the change in words."""
        why = f" ({self.added.alone})" if self.added.alone else ""
        return f"{self.member}: one more entry, {self.added.key} over {self.added.amount}{why}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Regroup(Edit):
    """Replace entries of a member by others that stand for the same events.

    Attributes:
        member: Role of the member.
        entries: Ids of the entries that go.
        parts: The entries that come: one for a collective payment, several for instalments.
    """

    member: str
    entries: tuple[str, ...]
    parts: tuple[Booking, ...]

    def apply(self, document: BookingSet) -> BookingSet:
        """Return the set with the parts in place of the first of the entries."""
        gone = [document.entry(self.member, each) for each in self.entries]
        if not gone or _events(gone) != _events(self.parts):
            raise MisquoteError(f"{', '.join(self.entries)}: the parts are of other events")
        kept: list[Booking] = []
        for each in document.members[self.member]:
            if each.id == self.entries[0]:
                kept += self.parts
            elif each.id not in self.entries:
                kept.append(each)
        return document.with_entries(self.member, tuple(kept))

    @property
    def decision(self) -> str:
        """Name of the decision: its key, or the first entry."""
        return self.key or self.entries[0]

    def words(self) -> str:
        """Return the change in words."""
        amounts = ", ".join(plain(part.amount.amount) for part in self.parts)
        return f"{self.member}: the entries {', '.join(self.entries)} are paid as {amounts}"


def _events(entries: tuple[Booking, ...] | list[Booking]) -> dict[str, Decimal]:
    """Event to the sum of what the entries stand for."""
    found: dict[str, Decimal] = {}
    for entry in entries:
        for event, amount in entry.of:
            found[event] = found.get(event, Decimal(0)) + amount
    return found


def _shifted(entry: Booking, leaf: Leaf, days: int) -> Booking:
    date = entry.get(leaf)
    if not isinstance(date, dt.date):
        raise MisquoteError(f"{entry.id} has no {leaf}")
    return entry.saying(leaf, date + dt.timedelta(days=days))


MATTER: Stage[BookingSet] = Stage(
    "matter",
    lambda: BookingSet,
    (LeaveOut, Repeat, Rekey, Deduct, Reprice, Turn, Shift, Respell, Rewrite, Include, Regroup),
)
