"""An honest baseline for sets: numbers in common first, then party and amount, by the stated terms.

It opens every file with a role, finds the columns by words that business systems write at their
heads, and reads tolerance, cash discounts and fees from the words of the policy. It knows no days
and no trade names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from chaosdocs.readers.builtin.ledgers import Group, Ledgers, Row, answered, sum_of

Json = Any
_NUMBER: Final = r"(\d+(?:\.\d+)?)"
_TOLERANCE: Final = re.compile(rf"Amounts may differ by {_NUMBER}(?! %)")
_DISCOUNT: Final = re.compile(rf"Cash discount: {_NUMBER} %")
_FEE: Final = re.compile(rf"Fee: the (.+?) is {_NUMBER}(?: to {_NUMBER})?, kept")
_LEADS: Final = re.compile(r"If two files disagree, (\w+) counts")
_OLDEST: Final = "the earliest entries get the earliest counterparts"
_MOST: Final = 4
"""So many rows of one party are added up."""
_MOST_OPEN: Final = 14
"""Of so many open rows of a party; of more only pairs are tried."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the words of a policy say."""

    tolerance: Decimal
    discounts: tuple[Decimal, ...]
    fees: tuple[tuple[str, Decimal, Decimal], ...]
    oldest: bool

    def reason(self, group: Group) -> str:
        """Return why the amounts of a group differ."""
        one, other = sum_of(group[0]), sum_of(group[1])
        gap = other - one
        if other == -one:
            return "sign"
        if any(-gap == sum(part) for rate in self.discounts for part in _shares(group[0], rate)):
            return "cash_discount"
        if any(least <= -gap <= most for _, least, most in self.fees):
            return "fee"
        if abs(gap) <= self.tolerance:
            return "rounding"
        return "typo" if _one_slip(one, other) else "unknown"

    def agrees(self, group: Group) -> bool:
        """Whether the amounts of a group are equal, or differ as the terms allow."""
        if sum_of(group[0]) == sum_of(group[1]):
            return True
        return self.reason(group) in {"cash_discount", "fee", "rounding"}


def matching(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Match the rows of a set by numbers in common, then by party and amount.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Returns:
        An answer line without its case.
    """
    return answered(case, files, _matched)


def _matched(found: Ledgers) -> dict[str, Json]:
    terms = _terms(found.terms)
    groups = [_without_doubles(group, terms) for group in by_number(found.left, found.right)]
    groups += _by_amount(found, groups, terms)
    linked = {id(row) for group in groups for side in group for row in side}

    def alone(role: str, row: Row) -> str:
        side = found.left if role == found.roles[0] else found.right
        same = [each for each in side if id(each) in linked and _equal(each, row)]
        if same and same[0].place < row.place:
            return "duplicate"
        named = any(name.casefold() in row.text.casefold() for name, _, _ in terms.fees)
        return "fee" if named else "unknown"

    leads = _LEADS.search(found.terms)
    leading = "" if leads is None else leads[1]
    return found.answer(groups, reason=terms.reason, alone=alone, leading=leading)


def by_number(left: Sequence[Row], right: Sequence[Row]) -> Iterator[Group]:
    """Yield the groups of rows of which one prints a number of the other."""
    beside: dict[int, list[Row]] = {}
    for one in left:
        for other in right:
            if one.numbers & other.words or other.numbers & one.words:
                beside.setdefault(id(one), []).append(other)
                beside.setdefault(id(other), []).append(one)
    mine = {id(row) for row in left}
    seen: set[int] = set()
    for row in left:
        if id(row) in seen or id(row) not in beside:
            continue
        reached, at = [row], 0
        seen.add(id(row))
        while at < len(reached):
            for other in beside[id(reached[at])]:
                if id(other) not in seen:
                    seen.add(id(other))
                    reached.append(other)
            at += 1
        yield (
            [each for each in reached if id(each) in mine],
            [each for each in reached if id(each) not in mine],
        )


def _terms(words: str) -> Terms:
    tolerance = _TOLERANCE.search(words)
    return Terms(
        tolerance=Decimal(tolerance[1]) if tolerance else Decimal(0),
        discounts=tuple(Decimal(found[1]) for found in _DISCOUNT.finditer(words)),
        fees=tuple(
            (found[1], Decimal(found[2]), Decimal(found[3] or found[2]))
            for found in _FEE.finditer(words)
        ),
        oldest=_OLDEST in words,
    )


def _without_doubles(group: Group, terms: Terms) -> Group:
    """The group without the rows that are booked twice, if its amounts agree then."""
    if terms.agrees(group):
        return group
    for side in (0, 1):
        kept: list[Row] = []
        for row in sorted(group[side], key=lambda each: each.place):
            if not any(_equal(row, other) for other in kept):
                kept.append(row)
        less = (kept, group[1]) if side == 0 else (group[0], kept)
        if len(kept) < len(group[side]) and terms.agrees(less):
            return less
    return group


def _by_amount(found: Ledgers, groups: Sequence[Group], terms: Terms) -> list[Group]:
    """Pairs and sums of one party, exact ones first; what fits several is left open."""
    taken = {id(row) for group in groups for side in group for row in side}
    made: list[Group] = []

    def free(rows: Sequence[Row], party: str) -> list[Row]:
        return [r for r in rows if r.party == party and r.party and id(r) not in taken]

    def take(group: Group) -> None:
        made.append(group)
        taken.update(id(row) for side in group for row in side)

    for exact in (True, False):
        for row in sorted(found.right, key=lambda each: (each.date, each.place)):
            if id(row) in taken or not row.party:
                continue
            same = [
                other
                for other in sorted(free(found.left, row.party), key=lambda r: (r.date, r.place))
                if (other.amount == row.amount if exact else terms.agrees(([other], [row])))
            ]
            if len(same) == 1 or (same and terms.oldest):
                take(([same[0]], [row]))
            elif same:
                found.open.append((row, same))
                taken.update({id(row), *(id(each) for each in same)})
        if exact:
            for group in _sums(found, free):
                if not any(id(row) in taken for side in group for row in side):
                    take(group)
    return made


def _sums(found: Ledgers, free: Any) -> Iterator[Group]:  # noqa: ANN401 - a function
    """One row of one file and several of the other, of one party, whose sum is its amount."""
    for one, many, turned in ((found.right, found.left, False), (found.left, found.right, True)):
        for row in one:
            near = free(many, row.party)
            for size in range(2, _MOST + 1 if len(near) <= _MOST_OPEN else 3):
                some = next((c for c in combinations(near, size) if sum_of(c) == row.amount), None)
                if some is not None and row in free(one, row.party):
                    yield ([row], [*some]) if turned else ([*some], [row])
                    break


def _equal(one: Row, other: Row) -> bool:
    return one is not other and (one.amount, one.party, one.text) == (
        other.amount, other.party, other.text,
    )  # fmt: skip


def _shares(rows: Sequence[Row], rate: Decimal) -> Iterator[tuple[Decimal, ...]]:
    """The discounts on every choice of a few rows."""
    each = [(abs(row.amount) * rate / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
            for row in rows[:6]]  # fmt: skip
    for size in range(1, len(each) + 1):
        yield from combinations(each, size)


def _one_slip(one: Decimal, other: Decimal) -> bool:
    a, b = f"{one:.2f}", f"{other:.2f}"
    unlike = [n for n in range(min(len(a), len(b))) if a[n] != b[n]]
    if len(a) != len(b) or not unlike:
        return False
    pair = [a[n] for n in unlike] == [b[n] for n in reversed(unlike)]
    return len(unlike) == 1 or (len(unlike) == 2 and pair and unlike[1] - unlike[0] == 1)  # noqa: PLR2004


READER = matching
