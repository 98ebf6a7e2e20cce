"""Which groupings of a set's entries the printed rows and the policy allow.

References come first, then each other key in its order with exact agreements, then each again with
those that tolerance, discounts and fees explain. The groups that a key
allows among the entries that are still open are put together into packings: sets of groups that
share no entry and to which no group can be added. Where there is one packing it is settled; where
there are several, the entries are ambiguous; either way they are closed for the later keys.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import comb

from chaosdocs.truth.differences import agreement, equal, moved
from chaosdocs.truth.links import Entry, Link, Packing, connected, link
from chaosdocs.truth.parties import party_name
from chaosdocs.truth.policy import MatchingKey, Policy

MOST_TRIED = 200_000
MOST_PACKINGS = 120
_EDGES = ".,:;-_/()[]{}<>#*'\"?!|"
_SPACES = re.compile(r"[\s,;()\[\]{}<>\"|+]+")


@dataclass(frozen=True, slots=True)
class Groupings:
    """What a policy makes of a set.

    Attributes:
        links: What is settled.
        open: The parts for which several packings are left.
    """

    links: tuple[Link, ...]
    open: tuple[tuple[Packing, ...], ...] = ()


def groupings(entries: Sequence[Entry], policy: Policy, members: Sequence[str]) -> Groupings:
    """Return the groupings that the policy allows.

    Raises:
        ValueError: More groups or packings than can be listed.
    """
    search = _Search(entries, policy, members)
    if any(matching.by == "reference" for matching in policy.keys):
        search.by_reference()
    for exact in (True, False):
        for matching in policy.keys:
            for other in members[1:] if matching.by != "reference" else ():
                search.by_amount(matching, other, exact=exact)
    return search.found()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in which references may stand.

    Example:
        >>> words_of("Invoices RE-14, RE-15 (part).")
        ('invoices', 're-14', 're-15', 'part')
    """
    words = (word.strip(_EDGES) for word in _SPACES.split(text.casefold()))
    return tuple(word for word in words if word)


def names(text: Sequence[str], reference: Sequence[str]) -> bool:
    """Return whether the words of a text hold those of a reference, one after the other."""
    size = len(reference)
    return size > 0 and any(
        tuple(text[at : at + size]) == tuple(reference) for at in range(len(text) - size + 1)
    )


@dataclass(slots=True, eq=False)
class _Unit:
    """Entries that an earlier key has put together, or one entry."""

    entries: list[Entry]
    closed: set[str] = field(default_factory=set)

    def of(self, member: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.member == member]


class _Search:
    def __init__(self, entries: Sequence[Entry], policy: Policy, members: Sequence[str]) -> None:
        self.entries = list(entries)
        self.policy = policy
        self.members = tuple(members)
        self.units = [_Unit([entry]) for entry in entries]
        self.open: list[tuple[Packing, ...]] = []
        self.parties: dict[str, str] = {}
        self.place = {entry.at: n for n, entry in enumerate(entries)}
        self.said = {e.at: [words_of(text) for text in (*e.references, *e.texts)] for e in entries}
        self.numbers = {e.at: [words_of(text) for text in (e.key, *e.references)] for e in entries}

    def found(self) -> Groupings:
        unsettled = {
            e for part in self.open for packing in part for g in packing for e in g.entries
        }
        links = [
            link([entry.at for entry in unit.entries], self.members)
            for unit in self.units
            if len({entry.member for entry in unit.entries}) > 1
            and not any(entry.at in unsettled for entry in unit.entries)
        ]
        return Groupings(tuple(sorted(links)), tuple(self.open))

    def by_reference(self) -> None:
        rows = {entry.at: entry for entry in self.entries}
        edges = list(self._edges(rows))
        units: list[_Unit] = []
        for group in connected(rows, edges):
            together = [rows[at] for at in group]
            kept = self._without_duplicates(together)
            units.append(_Unit(kept))
            units.extend(
                _Unit([entry], closed=set(self.members)) for entry in together if entry not in kept
            )
        self.units = units

    def _edges(
        self, rows: Mapping[tuple[str, str], Entry]
    ) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
        """Which entry prints a number of which; within one member only its key counts."""
        starting: dict[str, list[tuple[tuple[str, str], tuple[str, ...], bool]]] = {}
        for at, numbers in self.numbers.items():
            for n, number in enumerate(numbers):
                if number:
                    starting.setdefault(number[0], []).append((at, number, n == 0))
        for at in rows:
            for text in self.said[at]:
                for word in dict.fromkeys(text):
                    for other, number, is_key in starting.get(word, ()):
                        near = is_key or other[0] != at[0]
                        if near and other != at and names(text, number):
                            yield at, other

    def _without_duplicates(self, together: list[Entry]) -> list[Entry]:
        if not self.policy.duplicates or self._agree(together):
            return together
        for member in self.members:
            kept = [
                entry
                for n, entry in enumerate(together)
                if entry.member != member or not any(equal(e, entry) for e in together[:n])
            ]
            if len(kept) < len(together) and self._agree(kept):
                return kept
        return together

    def _agree(self, together: Sequence[Entry]) -> bool:
        sides = [[e for e in together if e.member == member] for member in self.members]
        present = [side for side in sides if side]
        return len(present) > 1 and all(
            agreement(present[0], side, self.policy) is not None for side in present[1:]
        )

    def by_amount(self, matching: MatchingKey, other: str, *, exact: bool) -> None:
        """Settle what one key allows between the first member and another one."""
        first = self.members[0]
        left = [u for u in self.units if u.of(first) and not u.of(other) and other not in u.closed]
        right = [u for u in self.units if u.of(other) and not u.of(first) and first not in u.closed]
        both = [
            u
            for u in self.units
            if u.of(first) and u.of(other) and other not in u.closed
            and agreement(u.of(first), u.of(other), self.policy) is None
        ]  # fmt: skip
        groups = [
            group
            for group in self._candidates(matching, left, right, both)
            if self._allowed(group, other, matching, exact=exact)
        ]
        if matching.by != "amount":
            groups = [g for g in groups if not self._splits(g, other, matching, exact=exact)]
        for part in _parts(groups):
            packings = self._chosen(part, other)
            if len(packings) == 1:
                for group in packings[0]:
                    self._join(group)
                continue
            self.open.append(
                tuple(tuple(sorted(self._link(group) for group in packing)) for packing in packings)
            )
            for group in part:
                for unit in group:
                    unit.closed |= {first, other}

    def _candidates(
        self,
        matching: MatchingKey,
        left: Sequence[_Unit],
        right: Sequence[_Unit],
        both: Sequence[_Unit],
    ) -> Iterator[tuple[_Unit, ...]]:
        match matching.by:
            case "amount":
                yield from ((one, other) for one in left for other in right)
            case "cut_reference":
                pairs = [
                    (one, other)
                    for one, other in combinations((*both, *left, *right), 2)
                    if self._cut(one, other, matching.least)
                ]
                yield from pairs
                for group in _reached(pairs):
                    if len(group) > 2:  # noqa: PLR2004 - more than a pair
                        yield group
            case _:
                yield from self._sums(matching, left, right, both)

    def _sums(
        self,
        matching: MatchingKey,
        left: Sequence[_Unit],
        right: Sequence[_Unit],
        both: Sequence[_Unit],
    ) -> Iterator[tuple[_Unit, ...]]:
        """Units of one party, one on one side, or a few on both sides if the key says so."""
        tried = 0
        parties = {party for unit in (*left, *right, *both) if (party := self._party_of(unit))}
        for party in sorted(parties):
            lefts, rights, boths = (
                [unit for unit in side if self._party_of(unit) == party]
                for side in (left, right, both)
            )
            for ones, side, least in (
                (boths, rights, 1), (boths, lefts, 1), (lefts, rights, 2), (rights, lefts, 2),
            ):  # fmt: skip
                for one in ones:
                    near = [unit for unit in side if self._in_window((one, unit))]
                    for size in range(least, min(matching.most, len(near)) + 1):
                        tried += comb(len(near), size)
                        _bounded(tried)
                        yield from ((one, *others) for others in combinations(near, size))
            several = range(2, matching.most + 1) if matching.both else ()
            for size in several:
                for some in combinations(lefts, size):
                    near = [u for u in rights if all(self._in_window((one, u)) for one in some)]
                    for many in several:
                        tried += comb(len(near), many)
                        _bounded(tried)
                        yield from ((*some, *others) for others in combinations(near, many))

    def _allowed(
        self, group: Sequence[_Unit], other: str, matching: MatchingKey, *, exact: bool
    ) -> bool:
        left = [entry for unit in group for entry in unit.of(self.members[0])]
        right = [entry for unit in group for entry in unit.of(other)]
        if not left or not right:
            return False
        how = agreement(left, right, self.policy)
        if how is None or (exact and how != "exact"):
            return False
        named = matching.by != "cut_reference"
        return self._one_party(group, named=named) and self._in_window(group)

    def _splits(
        self, group: Sequence[_Unit], other: str, matching: MatchingKey, *, exact: bool
    ) -> bool:
        return any(
            self._allowed(part, other, matching, exact=exact)
            for size in range(1, len(group))
            for part in combinations(group, size)
            if not (size == 1 and part[0].of(self.members[0]) and part[0].of(other))
        )

    def _one_party(self, group: Sequence[_Unit], *, named: bool) -> bool:
        """Whether no two parties are named, and, if `named`, every unit names one."""
        parties = [{self._party(e.party) for e in unit.entries if e.party} for unit in group]
        return len(set().union(*parties)) <= 1 and (all(parties) or not named)

    def _party_of(self, unit: _Unit) -> str:
        """The one party that a unit names; empty if it names none, or several."""
        named = {self._party(entry.party) for entry in unit.entries if entry.party}
        return named.pop() if len(named) == 1 else ""

    def _party(self, name: str) -> str:
        found = self.parties.get(name)
        if found is None:
            found = party_name(name)
            for same in self.policy.names:
                if found in map(party_name, same):
                    found = party_name(same[0])
                    break
            self.parties[name] = found
        return found

    def _in_window(self, group: Sequence[_Unit]) -> bool:
        first = self.members[0]
        left = [e.date for u in group for e in u.entries if e.member == first and e.date]
        right = [e.date for u in group for e in u.entries if e.member != first and e.date]
        if not left or not right:
            return True
        earliest = moved(max(left), -self.policy.before, self.policy)
        return earliest <= min(right) and max(right) <= moved(
            min(left), self.policy.after, self.policy
        )

    def _cut(self, one: _Unit, other: _Unit, least: int) -> bool:
        """Whether an entry of one prints the beginning or the end of a number of the other."""
        return any(
            self._cut_from(a, b, least) or self._cut_from(b, a, least)
            for a in one.entries
            for b in other.entries
            if a.member != b.member
        )

    def _cut_from(self, one: Entry, other: Entry, least: int) -> bool:
        numbers = [number[0] for number in self.numbers[other.at] if len(number) == 1]
        return any(
            len(word) >= least
            and len(word) < len(number)
            and (number.startswith(word) or number.endswith(word))
            for text in self.said[one.at]
            for word in text
            for number in numbers
        )

    def _chosen(
        self, part: Sequence[tuple[_Unit, ...]], other: str
    ) -> list[tuple[tuple[_Unit, ...], ...]]:
        if self.policy.oldest_first:
            return [tuple(self._oldest(part, other))]
        packings = list(_packings(part))
        if self.policy.duplicates and len(packings) > 1:
            return [p for p in packings if not self._skips_a_twin(p, packings)]
        return packings

    def _oldest(self, part: Sequence[tuple[_Unit, ...]], other: str) -> Iterator[tuple[_Unit, ...]]:
        """The groups that the other member's entries take, one after the other by their dates."""
        left = sorted(part, key=lambda group: (self._ages(group, self.members[0]),
                                               self._ages(group, other)))  # fmt: skip
        entries = {e.at: e for group in part for unit in group for e in unit.of(other)}
        for entry in sorted(entries.values(), key=self._when):
            mine = next((g for g in left if any(entry in unit.entries for unit in g)), None)
            if mine is not None:
                yield mine
                used = set(map(id, mine))
                left = [group for group in left if not used & set(map(id, group))]

    def _ages(self, group: Sequence[_Unit], member: str) -> list[tuple[dt.date, int]]:
        return sorted(self._when(entry) for unit in group for entry in unit.of(member))

    def _skips_a_twin(
        self,
        packing: tuple[tuple[_Unit, ...], ...],
        packings: Sequence[tuple[tuple[_Unit, ...], ...]],
    ) -> bool:
        """Whether it uses an entry while an equal one before it is left out."""
        used = {id(unit) for group in packing for unit in group}
        units = {id(u): u for p in packings for group in p for u in group if len(u.entries) == 1}
        alone = [unit.entries[0] for unit in units.values() if id(unit) not in used]
        inside = [unit.entries[0] for unit in units.values() if id(unit) in used]
        return any(
            equal(one, other) and self.place[one.at] < self.place[other.at]
            for one in alone
            for other in inside
        )

    def _when(self, entry: Entry) -> tuple[dt.date, int]:
        return entry.date or dt.date.max, self.place[entry.at]

    def _join(self, group: Sequence[_Unit]) -> None:
        together = _Unit(
            [entry for unit in group for entry in unit.entries],
            closed=set().union(*(unit.closed for unit in group)),
        )
        self.units = [u for u in self.units if not any(u is each for each in group)]
        self.units.append(together)

    def _link(self, group: Sequence[_Unit]) -> Link:
        return link([entry.at for unit in group for entry in unit.entries], self.members)


def _bounded(tried: int) -> None:
    if tried > MOST_TRIED:
        raise ValueError(f"more than {MOST_TRIED} sums of entries to try")


def _reached(pairs: Sequence[tuple[_Unit, _Unit]]) -> Iterator[tuple[_Unit, ...]]:
    """The connected groups of units that `pairs` make."""
    units = {id(unit): unit for pair in pairs for unit in pair}
    nodes = [("", str(name)) for name in units]
    edges = [(("", str(id(one))), ("", str(id(other)))) for one, other in pairs]
    for group in connected(nodes, edges):
        yield tuple(units[int(name)] for _, name in group)


def _parts(groups: Sequence[tuple[_Unit, ...]]) -> Iterator[list[tuple[_Unit, ...]]]:
    """Groups that share a unit, directly or over others, stand in one part."""
    left = list({frozenset(map(id, group)): group for group in groups}.values())
    while left:
        part = [left.pop(0)]
        units = set(map(id, part[0]))
        grown = True
        while grown:
            near = [group for group in left if units & set(map(id, group))]
            grown = bool(near)
            part += near
            units |= {id(unit) for group in near for unit in group}
            left = [group for group in left if group not in near]
        yield part


def _packings(part: Sequence[tuple[_Unit, ...]]) -> Iterator[tuple[tuple[_Unit, ...], ...]]:
    """Every set of groups that share no unit, to which no other group can be added."""
    sets = [frozenset(map(id, group)) for group in part]

    def grow(
        chosen: tuple[int, ...], allowed: Sequence[int], passed: Sequence[int]
    ) -> Iterator[tuple[int, ...]]:
        if not allowed:
            if not passed:
                yield chosen
            return
        # Bron and Kerbosch on the groups that go together, with a pivot
        pivot = max((*allowed, *passed), key=lambda n: sum(not sets[n] & sets[m] for m in allowed))
        for n in [m for m in allowed if m == pivot or sets[m] & sets[pivot]]:
            yield from grow(
                (*chosen, n),
                [m for m in allowed if not sets[m] & sets[n]],
                [m for m in passed if not sets[m] & sets[n]],
            )
            allowed = [m for m in allowed if m != n]
            passed = [*passed, n]

    for found, chosen in enumerate(grow((), list(range(len(part))), [])):
        if found == MOST_PACKINGS:
            raise ValueError(f"more than {MOST_PACKINGS} ways to group {len(part)} groups")
        yield tuple(part[n] for n in sorted(chosen))
