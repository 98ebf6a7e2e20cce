"""Every grouping of the rows of a set that a policy allows: a bounded search of its own.

It does what the words of the policy say, by other means than the truth: sums in fractions by
party, packings by branching on a group and its rivals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from chaosdocs.proof.sets.amounts import Amounts
from chaosdocs.proof.sets.names import flat_words, one_party
from chaosdocs.proof.sets.rows import At, Row
from chaosdocs.truth.policy import MatchingKey, Policy

Group = frozenset[int]
"""Numbers of the pieces that belong together."""
MOST_TRIED = 300_000
"""Groups that are tried for one key."""
MOST_WAYS = 120
"""Packings of one part."""
MOST_STEPS = 100_000


class EndlessError(ValueError):
    """There are more groupings than can be listed."""


@dataclass(slots=True)
class Found:
    """What the search has found.

    Attributes:
        links: The groups that are settled, rows by member and key.
        open: The parts with several groupings, each a set of groups.
        doubles: Rows that are equal to one before them which has the counterpart.
    """

    links: set[frozenset[At]] = field(default_factory=set)
    open: list[list[frozenset[frozenset[At]]]] = field(default_factory=list)


def search(rows: Sequence[Row], policy: Policy, members: Sequence[str]) -> Found:
    """Return every grouping that the policy allows.

    Raises:
        EndlessError: There are too many.
    """
    return _Search(rows, policy, members).run()


@dataclass(slots=True, eq=False)
class _Piece:
    """Rows that stay together; closed for the members with which they cannot be matched again."""

    rows: list[Row]
    closed: set[str] = field(default_factory=set)
    gaps: dict[str, Fraction | None] = field(default_factory=dict)

    def of(self, member: str) -> list[Row]:
        return [row for row in self.rows if row.member == member]


class _Search:
    def __init__(self, rows: Sequence[Row], policy: Policy, members: Sequence[str]) -> None:
        self.rows = list(rows)
        self.policy = policy
        self.members = list(members)
        self.amounts = Amounts(policy)
        self.pieces: dict[int, _Piece] = {n: _Piece([row]) for n, row in enumerate(rows)}
        self.found = Found()
        self.texts = {
            id(row): [flat_words(text) for text in (*row.references, *row.texts)] for row in rows
        }
        self.numbers = {
            id(row): [flat_words(text) for text in (row.key, *row.references)] for row in rows
        }

    def run(self) -> Found:
        if any(each.by == "reference" for each in self.policy.keys):
            self._tie()
        others = [each for each in self.policy.keys if each.by != "reference"]
        for level in ("exact", "explained"):
            for key in others:
                for member in self.members[1:]:
                    self._match(key, member, level)
        unsure = {at for part in self.found.open for way in part for group in way for at in group}
        for piece in self.pieces.values():
            ats = frozenset(row.at for row in piece.rows)
            if len({member for member, _ in ats}) > 1 and not ats & unsure:
                self.found.links.add(ats)
        return self.found

    def _tie(self) -> None:
        """Put the rows together that name each other."""
        boss = {id(row): row for row in self.rows}

        def top(row: Row) -> Row:
            while boss[id(row)] is not row:
                boss[id(row)] = boss[id(boss[id(row)])]
                row = boss[id(row)]
            return row

        whole = {id(row): "\n".join(self.texts[id(row)]) for row in self.rows}
        for named in self.rows:
            for n, number in enumerate(self.numbers[id(named)]):
                if not number.strip():
                    continue
                for row in self.rows:
                    allowed = row is not named and (n == 0 or row.member != named.member)
                    if allowed and number in whole[id(row)]:
                        boss[id(top(row))] = top(named)
        groups: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            groups[id(top(row))].append(row)
        self.pieces = {}
        for group in groups.values():
            kept = self._single(group)
            self._add(_Piece(kept))
            for row in group:
                if row not in kept:
                    self._add(_Piece([row], set(self.members)))

    def _add(self, piece: _Piece) -> None:
        self.pieces[max(self.pieces, default=-1) + 1] = piece

    def _single(self, group: list[Row]) -> list[Row]:
        """The rows of a group without those that are booked twice, if it agrees then."""
        if not self.policy.duplicates or self._agrees(group):
            return group
        for member in self.members:
            kept: list[Row] = []
            for row in group:
                if row.member != member or not any(row.like(other) for other in kept):
                    kept.append(row)
            if len(kept) < len(group) and self._agrees(kept):
                return kept
        return group

    def _agrees(self, rows: Sequence[Row]) -> bool:
        sides = [[row for row in rows if row.member == member] for member in self.members]
        first, *others = [side for side in sides if side]
        return bool(others) and all(self.amounts.agree(first, other) for other in others)

    def _match(self, key: MatchingKey, member: str, level: str) -> None:
        first = self.members[0]
        left, right, both = [], [], []
        for n, piece in self.pieces.items():
            mine, theirs = piece.of(first), piece.of(member)
            if mine and not theirs and member not in piece.closed:
                left.append(n)
            elif theirs and not mine and first not in piece.closed:
                right.append(n)
            elif (
                mine
                and theirs
                and member not in piece.closed
                and not self.amounts.agree(mine, theirs)
            ):
                both.append(n)
        groups = {
            group
            for group in self._tried(key, left, right, both)
            if self._fits(group, key, member, level)
        }
        if key.by != "amount":
            groups = {group for group in groups if not self._inner(group, key, member, level)}
        for part in _parts(groups):
            self._settle(part, member)

    def _tried(
        self, key: MatchingKey, left: Sequence[int], right: Sequence[int], both: Sequence[int]
    ) -> Iterator[Group]:
        if key.by == "amount":
            yield from (frozenset((a, b)) for a in left for b in right)
            return
        if key.by == "cut_reference":
            pairs = {
                frozenset((a, b))
                for a, b in combinations((*both, *left, *right), 2)
                if self._cut(self.pieces[a], self.pieces[b], key.least)
            }
            yield from pairs
            yield from (frozenset().union(*part) for part in _parts(pairs) if len(part) > 1)
            return
        tried = 0
        for some, others, least in (
            (both, left, 1), (both, right, 1), (left, right, 2), (right, left, 2),
        ):  # fmt: skip
            for one in some:
                near = [n for n in others if self._near((one, n))]
                for size in range(least, key.most + 1):
                    for chosen in combinations(near, size):
                        tried += 1
                        if tried > MOST_TRIED:
                            raise EndlessError(f"more than {MOST_TRIED} sums to try")
                        yield frozenset((one, *chosen))
        if key.both:
            for size in range(2, key.most + 1):
                for some_left in combinations(left, size):
                    near = [n for n in right if self._near((*some_left, n))]
                    for many in range(2, key.most + 1):
                        for some_right in combinations(near, many):
                            tried += 1
                            if tried > MOST_TRIED:
                                raise EndlessError(f"more than {MOST_TRIED} sums to try")
                            yield frozenset((*some_left, *some_right))

    def _near(self, numbers: Sequence[int]) -> bool:
        group = frozenset(numbers)
        return self._same_party(group, named=True) and self._dated(group)

    def _rows(self, group: Iterable[int]) -> list[Row]:
        return [row for n in sorted(group) for row in self.pieces[n].rows]

    def _same_party(self, group: Group, *, named: bool) -> bool:
        parties = [[row.party for row in self.pieces[n].rows if row.party] for n in group]
        if named and not all(parties):
            return False
        return one_party((name for each in parties for name in each), self.policy.names)

    def _dated(self, group: Group) -> bool:
        rows = self._rows(group)
        first = self.members[0]
        return self.amounts.near(
            [row for row in rows if row.member == first],
            [row for row in rows if row.member != first],
        )

    def _fits(self, group: Group, key: MatchingKey, member: str, level: str) -> bool:
        if level == "exact" and not self._balanced(group, member):
            return False
        rows = self._rows(group)
        left = [row for row in rows if row.member == self.members[0]]
        right = [row for row in rows if row.member == member]
        if not left or not right:
            return False
        how = self.amounts.agree(left, right)
        if not how or (level == "exact" and how != "exact"):
            return False
        return self._same_party(group, named=key.by != "cut_reference") and self._dated(group)

    def _balanced(self, group: Group, member: str) -> bool:
        """Whether the amounts of both sides may be equal: their difference is 0 or unknown."""
        gap = Fraction(0)
        for n in group:
            piece = self.pieces[n]
            if member not in piece.gaps:
                sides = [self.amounts.total(piece.of(name)) for name in (self.members[0], member)]
                said = [
                    total is not None or not piece.of(name)
                    for name, total in zip((self.members[0], member), sides, strict=True)
                ]
                numbers = [Fraction(0) if total is None else total[0] for total in sides]
                piece.gaps[member] = numbers[1] - numbers[0] if all(said) else None
            known = piece.gaps[member]
            if known is None:
                return True
            gap += known
        return not gap

    def _inner(self, group: Group, key: MatchingKey, member: str, level: str) -> bool:
        """Whether a smaller part of a group agrees by itself."""
        for size in range(1, len(group)):
            for some in combinations(sorted(group), size):
                piece = self.pieces[some[0]]
                tied = size == 1 and piece.of(self.members[0]) and piece.of(member)
                if not tied and self._fits(frozenset(some), key, member, level):
                    return True
        return False

    def _cut(self, one: _Piece, other: _Piece, least: int) -> bool:
        return any(
            self._prints_part(a, b, least) or self._prints_part(b, a, least)
            for a in one.rows
            for b in other.rows
            if a.member != b.member
        )

    def _prints_part(self, row: Row, of: Row, least: int) -> bool:
        wholes = [each.strip() for each in self.numbers[id(of)] if " " not in each.strip()]
        return any(
            len(whole) > len(word) >= least and (whole[: len(word)] == word
                                                 or whole[-len(word) :] == word)
            for text in self.texts[id(row)]
            for word in text.split()
            for whole in wholes
        )  # fmt: skip

    def _settle(self, part: Sequence[Group], member: str) -> None:
        ways = self._oldest(part, member) if self.policy.oldest_first else _ways(part)
        if self.policy.duplicates and len(ways) > 1:
            ways = self._first_of_equals(ways)
        if len(ways) == 1:
            for group in ways[0]:
                whole = _Piece(self._rows(group))
                whole.closed = {name for n in group for name in self.pieces[n].closed}
                for n in group:
                    del self.pieces[n]
                self._add(whole)
            return
        self.found.open.append(
            [
                frozenset(frozenset(row.at for row in self._rows(group)) for group in way)
                for way in ways
            ]
        )
        for group in part:
            for n in group:
                self.pieces[n].closed |= {self.members[0], member}

    def _oldest(self, part: Sequence[Group], member: str) -> list[frozenset[Group]]:
        """The one grouping in which early rows have early counterparts."""
        waiting = sorted(
            (row for group in part for row in self._rows(group) if row.member == member),
            key=self._age,
        )
        left = list(part)
        chosen: list[Group] = []
        for row in waiting:
            mine = [group for group in left if any(each is row for each in self._rows(group))]
            if mine:
                best = min(mine, key=lambda group: (self._ages(group, self.members[0]),
                                                    self._ages(group, member)))  # fmt: skip
                chosen.append(best)
                left = [group for group in left if not group & best]
        return [frozenset(chosen)]

    def _ages(self, group: Group, member: str) -> list[tuple[str, int]]:
        return sorted(self._age(row) for row in self._rows(group) if row.member == member)

    def _age(self, row: Row) -> tuple[str, int]:
        return ("9999-12-31" if row.date is None else row.date.isoformat(), row.place)

    def _first_of_equals(self, ways: list[frozenset[Group]]) -> list[frozenset[Group]]:
        """The ways that leave out no row while they use an equal one that stands after it."""
        single = {
            n: self.pieces[n].rows[0]
            for way in ways
            for group in way
            for n in group
            if len(self.pieces[n].rows) == 1
        }
        kept = []
        for way in ways:
            used = {n for group in way for n in group}
            skipped = any(
                a not in used and b in used and single[a].like(single[b])
                and single[a].place < single[b].place
                for a in single
                for b in single
                if a != b
            )  # fmt: skip
            if not skipped:
                kept.append(way)
        return kept


def _parts(groups: Iterable[Group]) -> list[list[Group]]:
    """Groups that share a piece stand in one part."""
    parts: list[tuple[set[int], list[Group]]] = []
    for group in sorted(groups, key=sorted):
        near = [part for part in parts if part[0] & group]
        parts = [part for part in parts if not part[0] & group]
        inside = set(group).union(*(part[0] for part in near))
        parts.append((inside, [*(each for part in near for each in part[1]), group]))
    return [part for _, part in parts]


def _ways(part: Sequence[Group]) -> list[frozenset[Group]]:
    """Every choice of groups that share nothing, to which none can be added.

    Such a choice holds a given group, or one of those that share a piece with it.
    """
    found: set[frozenset[Group]] = set()
    steps = 0

    def choose(chosen: frozenset[Group], left: tuple[Group, ...]) -> None:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS or len(found) > MOST_WAYS:
            raise EndlessError(f"more than {MOST_WAYS} ways to group {len(part)} groups")
        if not left:
            found.add(chosen)
            return
        rivals: Mapping[Group, int] = {
            group: sum(1 for other in left if other & group) for group in left
        }
        pivot = min(left, key=lambda group: (rivals[group], sorted(group)))
        for group in [other for other in left if other & pivot]:
            choose(chosen | {group}, tuple(other for other in left if not other & group))

    choose(frozenset(), tuple(part))
    return sorted(found, key=lambda way: sorted(sorted(group) for group in way))
