"""Links: which entries of several systems are about the same thing, and what differs in them.

An *entry* is one row of one member of a set. Two entries belong together where the world events
behind them meet; a *link* is a connected group of entries of two members or more; an entry in no
link is an *orphan*. No operator sets a link: links, differences, orphans and states are folded from
what the finished rows of the entries print and from the policy (`truth/sets.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from chaosdocs.truth.field_truth import State
from chaosdocs.truth.policy import Compared
from chaosdocs.truth.values import Money

Reason = Literal[
    "cash_discount",
    "fee",
    "rounding",
    "fx",
    "cut_off",
    "quantity",
    "price",
    "tax",
    "sign",
    "typo",
    "unknown",
]
REASONS: tuple[Reason, ...] = get_args(Reason)
EXPLAINED: frozenset[Reason] = frozenset({"cash_discount", "fee", "rounding", "fx", "cut_off"})
"""Reasons that leave both values right: of any other difference only one side can be."""
OrphanReason = Literal["duplicate", "fee", "cut_off", "unknown"]
ORPHAN_REASONS: tuple[OrphanReason, ...] = get_args(OrphanReason)
By: TypeAlias = Money | Decimal
"""How much larger a value is in the other member: money, days, units or a price."""


@dataclass(frozen=True, slots=True)
class Share:
    """A world event behind an entry, and how much of the entry's amount is of it."""

    event: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of one member.

    Attributes:
        member: ``books``.
        key: What identifies the row, as the file prints it. No two rows of a member share it.
        date: The date that the policy counts from, None where the row prints none.
        amount: The amount with the sign that is printed, None where the row prints none.
        party: The other party's name as it is printed; empty where the row names none.
        references: Numbers of documents, each a field of its own.
        texts: Texts in which such a number may stand: purpose, remittance information.
        of: The world events behind the row; empty for an event of its own.
        foreign: The amount in the currency of the transaction, where the row prints both.
        tax: The tax within `amount`.
        quantity: How many units.
        price: The price of a unit.
        unit: The unit of both, as it is printed.
    """

    member: str
    key: str
    date: dt.date | None = None
    amount: Money | None = None
    party: str = ""
    references: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    of: tuple[Share, ...] = ()
    foreign: Money | None = None
    tax: Money | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    unit: str = ""

    @property
    def at(self) -> tuple[str, str]:
        """Member and key: what names the entry within its set."""
        return self.member, self.key


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A group of entries: each member's keys, in the order of the members, keys sorted.

    Example:
        >>> link([("bank", "B1"), ("books", "52"), ("books", "51")], ("books", "bank"))
        Link(sides=(('books', ('51', '52')), ('bank', ('B1',))))
    """

    sides: tuple[tuple[str, tuple[str, ...]], ...]

    def keys(self, member: str) -> tuple[str, ...]:
        """Return the keys of one member; none where it has no entry in the link."""
        return dict(self.sides).get(member, ())

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Member and key of every entry."""
        return tuple((member, key) for member, keys in self.sides for key in keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the finished rows of a link print differently.

    Attributes:
        link: The entries of the first and of the other member.
        field: What is compared.
        left: The first member's value: the sum over its entries, or its latest date.
        right: The other member's.
        by: `right` less `left`; for dates the number of days.
        reason: Why, by the evidence and the policy.
    """

    link: Link
    field: Compared
    left: Money | Decimal | dt.date
    right: Money | Decimal | dt.date
    by: By
    reason: Reason


@dataclass(frozen=True, slots=True, order=True)
class Orphan:
    """An entry that belongs to none of another member."""

    member: str
    key: str
    reason: OrphanReason = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTruth:
    """What a careful reader can say of one link.

    Attributes:
        state: ``answerable`` or ``ambiguous``.
        link: The link, where it is answerable.
        readings: The groups that are possible, where it is ambiguous. A reading with entries of
            one member only says that these have no counterpart.
    """

    state: State
    link: Link | None = None
    readings: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTruth:
    """What a careful reader can say of a set.

    Attributes:
        members: Their names, in the order of the case.
        links: Every link, ambiguous ones included.
        differences: Of the answerable links.
        orphans: The entries that are in no reading of any link.
        open: The entries of ambiguous links: nothing is asked of them in differences and orphans.
        disputed: Differences that no term explains, while no policy says whose value counts.
        leading: The member whose value counts, None where nobody says.
        misfits: Links that the rows show and the events behind them contradict: an accident, which
            makes the set unfit for a corpus.
        lost: Links by events that nobody can see; their entries are orphans or in smaller links.
    """

    members: tuple[str, ...]
    links: tuple[LinkTruth, ...]
    differences: tuple[Difference, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    open: frozenset[tuple[str, str]] = frozenset()
    disputed: tuple[Difference, ...] = ()
    leading: str | None = None
    misfits: tuple[Link, ...] = ()
    lost: tuple[Link, ...] = ()


Packing: TypeAlias = tuple[Link, ...]
"""One way to group the entries of an ambiguous part of a set."""


def link(entries: Iterable[tuple[str, str]], members: Sequence[str]) -> Link:
    """Return the link of these entries, named by member and key."""
    keys: dict[str, set[str]] = {}
    for member, key in entries:
        keys.setdefault(member, set()).add(key)
    return Link(tuple((m, tuple(sorted(keys[m]))) for m in members if m in keys))


def joined(entries: Sequence[Entry], members: Sequence[str]) -> tuple[Link, ...]:
    """Return the links of entries by the events behind them, ordered.

    Raises:
        ValueError: Two rows of a member share a key, or an entry is of no member.

    Example:
        >>> paid = (Share("inv:1", Decimal(5)),)
        >>> joined([Entry(member="a", key="1", of=paid), Entry(member="b", key="9", of=paid)], "ab")
        (Link(sides=(('a', ('1',)), ('b', ('9',)))),)
    """
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        if entry.at in seen:
            raise ValueError(f"two rows of {entry.member} have the key {entry.key!r}")
        if entry.member not in members:
            raise ValueError(f"{entry.member!r} is no member of this set: {', '.join(members)}")
        seen.add(entry.at)
    groups = connected(
        [entry.at for entry in entries],
        [(entry.at, ("", share.event)) for entry in entries for share in entry.of],
    )
    several = [group for group in groups if len({member for member, _ in group}) > 1]
    return tuple(sorted(link(group, members) for group in several))


def connected(
    nodes: Iterable[tuple[str, str]],
    edges: Iterable[tuple[tuple[str, str], tuple[str, str]]],
) -> list[list[tuple[str, str]]]:
    """Return the connected groups of `nodes`. An edge may run over something that is no node.

    Example:
        >>> connected([("a", "1"), ("b", "2"), ("b", "3")], [(("a", "1"), ("b", "3"))])
        [[('a', '1'), ('b', '3')], [('b', '2')]]
    """
    nodes = list(nodes)
    beside: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one, other in edges:
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    seen: set[tuple[str, str]] = set()
    groups: list[list[tuple[str, str]]] = []
    for node in nodes:
        if node in seen:
            continue
        seen.add(node)
        reached, at = [node], 0
        while at < len(reached):
            for other in beside.get(reached[at], ()):
                if other not in seen:
                    seen.add(other)
                    reached.append(other)
            at += 1
        inside = set(reached)
        groups.append([each for each in nodes if each in inside])
    return groups
