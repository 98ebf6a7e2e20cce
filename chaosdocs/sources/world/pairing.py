"""What a pairing is: the members of a set, and how each of them sees a book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from chaosdocs.documents.matter import Booking, BookingSet
from chaosdocs.sources.world.days import months_before
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import Policy
from chaosdocs.truth.records import Domain, Record

Settles: TypeAlias = Literal["payment", "document", "posting"]
"""What the rows of the last member are."""
CASH_SIGNS = "Amounts have the sign of their effect on the company's cash in every file."
"""What the signs of amounts mean where files agree on them."""


def own_policy(book: Book) -> Policy:
    """Return the policy that a book brings along: that of payments."""
    return book.policy


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one system knows of a book.

    Attributes:
        domain: What its records have in common.
        bookings: A book to the rows that the system has of it.
        record: A book and such rows to the record of the file.
        months: How many months before the month of the book its rows begin.
    """

    domain: Domain
    bookings: Callable[[Book], tuple[Booking, ...]]
    record: Callable[[Book, tuple[Booking, ...]], Record]
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a set.

    Attributes:
        role: What readers know it by: ``books``.
        view: What it knows.
        rendering: How it is rendered where a recipe does not say.
        about: What it is, in a few words for the reader.
    """

    role: str
    view: View
    rendering: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The members of a set, the one with the items first, the one that settles them last.

    Attributes:
        summary: What is compared, in a line.
        members: The members.
        policy: A book to the policy by which its rows are matched.
        signs: What the signs of amounts mean, in a sentence for the reader.
        settles: What the rows of the last member are: payments, documents or postings.
    """

    summary: str
    members: tuple[Member, ...]
    policy: Callable[[Book], Policy] = own_policy
    signs: str = CASH_SIGNS
    settles: Settles = "payment"

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of all members."""
        return tuple(member.role for member in self.members)

    def member(self, role: str) -> Member:
        """Return the member with this role.

        Raises:
            KeyError: There is none.
        """
        for member in self.members:
            if member.role == role:
                return member
        raise KeyError(role)

    def page(self) -> str:
        """Return all about the pairing, in Markdown: its members and their fields."""
        lines = [f"{'-'.join(self.roles)}: {self.summary}.", "", f"{self.signs}", ""]
        for member in self.members:
            lines += [f"## {member.role}: {member.about}", "", f"Usually {member.rendering}.", ""]
            lines += ["| field | kind | meaning |", "| --- | --- | --- |"]
            lines += [
                f"| `{f.path}` | {f.kind} | {f.description} |" for f in member.view.domain.fields
            ]
            lines.append("")
        return "\n".join(lines)


def open_set(book: Book, name: str, pairing: Pairing) -> BookingSet:
    """Return the clean rows that the members of a pairing have of a book."""
    months = pairing.members[-1].view.months
    return BookingSet(
        id=book.id,
        pairing=name,
        members={member.role: member.view.bookings(book) for member in pairing.members},
        policy=pairing.policy(book),
        currency=book.currency,
        period=(months_before(book.start, months), book.end),
        locale=book.locale,
        settles=pairing.settles,
    )
