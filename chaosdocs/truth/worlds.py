"""What is left of several readings when fields have to fit each other.

04/09 and 04/10 can each be read in two ways; with a term of 30 days only one pair fits. A *world*
is a choice of one reading for every open field that breaks no rule; a reading that stands in no
world is not possible.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from chaosdocs.truth.records import Domain, Rule, SumRule, in_row
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value, key

Readings = Mapping[Ref, tuple[Value, ...]]
MOST_CHOICES = 4096
"""Steps of a search for one reading: beyond that nobody counts."""
_MOST_FOLLOWED = 64
"""Choices whose value for a field that is not printed is worked out."""


@dataclass(frozen=True, slots=True, eq=False)
class _Bond:
    """Fields that one rule binds, and how it is asked about them alone."""

    rule: Rule
    refs: tuple[Ref, ...]
    rows: tuple[str, ...]
    known: Mapping[Ref, Value]
    open: tuple[Ref, ...]
    terms: Mapping[Ref, int]
    """Field to sign of what adds up to nothing, all known or open; none for other rules."""

    def holds(self, chosen: Mapping[Ref, Value]) -> bool:
        """Whether the rule is not broken; `chosen` has a reading for every open field."""
        facts = {**self.known, **{ref: chosen[ref] for ref in self.open}}
        return self.rule.check(facts, self.rows) is not False

    def reach(self, readings: Readings) -> tuple[Decimal, Decimal]:
        """Return the least and the most that its terms add up to, whatever is chosen."""
        low = high = Decimal(0)
        for ref, sign in self.terms.items():
            amounts = [sign * _amount(value) for value in _said(ref, self.known, readings)]
            low += min(amounts)
            high += max(amounts)
        return low, high


def _said(ref: Ref, known: Mapping[Ref, Value], readings: Readings) -> tuple[Value, ...]:
    return (known[ref],) if ref in known else readings[ref]


def possible(
    domain: Domain,
    readings: Readings,
    known: Mapping[Ref, Value],
    rows: Sequence[str],
    *,
    rounded: AbstractSet[Ref] = frozenset(),
) -> dict[Ref, tuple[Value, ...]]:
    """Return of every open field the readings that stand in some world.

    Where no choice of readings keeps a rule, the document contradicts itself there: that settles
    none of the fields that the rule binds.

    A field that is not printed takes part where another rule gives its value for every choice:
    total and tax give a net amount, and with it the rate that the tax has to fit.

    Args:
        domain: Whose rules bind the fields.
        readings: Every open field and all ways to read it.
        known: The fields that can be read in one way.
        rows: Keys of all rows of the document.
        rounded: The fields of `known` that are printed rounded: no number follows from them.
    """
    exact = {ref: value for ref, value in known.items() if ref not in rounded}
    open_ = {**readings, **_unprinted(domain, readings, exact, known.keys(), rows)}
    kept: list[_Bond] = []
    torn: set[Ref] = set()
    for bond in _bonds(domain, open_, known, rows):
        if _keepable(bond, open_):
            kept.append(bond)
        else:
            torn.update(bond.open)
    search = _Search(open_, [bond for bond in kept if torn.isdisjoint(bond.open)])
    left = {ref: search.left(ref) for ref in sorted(readings)}  # in one order, whoever asks
    return {ref: left[ref] for ref in readings}


def _unprinted(
    domain: Domain,
    readings: Readings,
    exact: Mapping[Ref, Value],
    known: AbstractSet[Ref],
    rows: Sequence[str],
) -> dict[Ref, tuple[Value, ...]]:
    """The fields that are not printed and have a value by some rule whatever is chosen."""
    bound = [(rule, refs) for rule in domain.rules for refs in rule.bonds(rows)]
    times = Counter(ref for _, refs in bound for ref in dict.fromkeys(refs))
    found: dict[Ref, tuple[Value, ...]] = {}
    for rule, refs in bound:
        missing = [r for r in dict.fromkeys(refs) if r not in known and r not in readings]
        free = [ref for ref in dict.fromkeys(refs) if ref in readings]
        if len(missing) != 1 or missing[0] in found or times[missing[0]] == 1 or not free:
            continue
        if prod(len(readings[ref]) for ref in free) > _MOST_FOLLOWED:
            continue
        facts = {ref: exact[ref] for ref in refs if ref in exact}
        values = [
            rule.derive({**facts, **dict(zip(free, choice, strict=True))}, rows).get(missing[0])
            for choice in product(*(readings[ref] for ref in free))
        ]
        if None not in values:
            found[missing[0]] = tuple({key(v): v for v in values if v is not None}.values())
    return found


def _bonds(
    domain: Domain, readings: Readings, known: Mapping[Ref, Value], rows: Sequence[str]
) -> Iterator[_Bond]:
    order = {row: at for at, row in enumerate(rows)}
    for rule in domain.rules:
        for refs in rule.bonds(rows):
            free = tuple(ref for ref in dict.fromkeys(refs) if ref in readings)
            if free:
                inside = (in_row(ref, domain.list_path) for ref in refs)
                there = {row[0] for row in inside if row is not None} & order.keys()
                said = {ref: known[ref] for ref in refs if ref in known and ref not in readings}
                own = tuple(sorted(there, key=order.__getitem__))
                yield _Bond(rule, refs, own, said, free, _terms(rule, own, {**readings, **said}))


def _terms(
    rule: Rule, rows: Sequence[str], said: Mapping[Ref, Value | tuple[Value, ...]]
) -> dict[Ref, int]:
    """What adds up to nothing by the rule, where all of it is said, in numbers of one unit."""
    terms = {ref: sign for sign, ref in rule.terms(rows)} if isinstance(rule, SumRule) else {}
    if not terms.keys() <= said.keys():
        return {}
    units = {unit for ref in terms for unit in _units(said[ref])}
    return terms if len(units) == 1 and None not in units else {}


def _units(said: Value | tuple[Value, ...]) -> Iterator[str | None]:
    """The currency of each amount, "" for a plain number, None for what is no number."""
    for value in said if isinstance(said, tuple) else (said,):
        match value:
            case Money():
                yield value.currency
            case Decimal():
                yield ""
            case _:
                yield None


def _amount(value: Value) -> Decimal:
    match value:
        case Money():
            return value.amount
        case Decimal():
            return value
        case _:
            raise TypeError(f"{value!r} is no number")


def _keepable(bond: _Bond, readings: Readings) -> bool:
    """Whether some choice of readings keeps a rule; also where nobody could look at all of them."""
    return _Search(readings, [bond]).keeps(bond.open[0])


class _World:
    """Readings chosen so far; a choice is refused where a rule cannot be kept any more."""

    def __init__(
        self,
        readings: Readings,
        by_ref: Mapping[Ref, Sequence[_Bond]],
        reach: dict[_Bond, tuple[Decimal, Decimal]],
    ) -> None:
        self.chosen: dict[Ref, int] = {}
        self._readings = readings
        self._by_ref = by_ref
        self._open: dict[_Bond, int] = {}
        self._reach = ChainMap({}, reach)

    def choose(self, ref: Ref, at: int) -> bool:
        """Choose a reading, and say whether the rules that bind the field can still be kept."""
        self.chosen[ref] = at
        for bond in self._by_ref[ref]:
            self._open[bond] = self._open.get(bond, len(bond.open)) - 1
            self._narrow(bond, ref, at, 1)
        return all(self._can_hold(bond) for bond in self._by_ref[ref])

    def undo(self, ref: Ref) -> None:
        """Take the choice for a field back."""
        at = self.chosen.pop(ref)
        for bond in self._by_ref[ref]:
            self._open[bond] += 1
            self._narrow(bond, ref, at, -1)

    def _narrow(self, bond: _Bond, ref: Ref, at: int, turn: int) -> None:
        if ref not in bond.terms:
            return
        amounts = [bond.terms[ref] * _amount(value) for value in self._readings[ref]]
        low, high = self._reach[bond]
        low += turn * (amounts[at] - min(amounts))
        high += turn * (amounts[at] - max(amounts))
        self._reach[bond] = low, high

    def _can_hold(self, bond: _Bond) -> bool:
        if not self._open[bond]:
            return bond.holds({ref: self._readings[ref][self.chosen[ref]] for ref in bond.open})
        low, high = self._reach[bond]
        return low <= 0 <= high


class _Search:
    """Looks for worlds, and remembers every reading that stood in one."""

    def __init__(self, readings: Readings, bonds: Iterable[_Bond]) -> None:
        self._readings = readings
        self._by_ref: dict[Ref, list[_Bond]] = {ref: [] for ref in readings}
        self._reach = {}
        for bond in bonds:
            self._reach[bond] = bond.reach(readings)
            for ref in bond.open:
                self._by_ref[ref].append(bond)
        self._stood: set[tuple[Ref, int]] = set()
        self._given_up: set[Ref] = set()

    def keeps(self, ref: Ref) -> bool:
        """Whether any reading of `ref` stands in a world, or nobody could tell."""
        return any(self._stands(ref, at) for at in range(len(self._readings[ref])))

    def left(self, ref: Ref) -> tuple[Value, ...]:
        """Return the readings of `ref` that stand in a world."""
        readings = self._readings[ref]
        found = tuple(value for at, value in enumerate(readings) if self._stands(ref, at))
        return readings if ref in self._given_up or not found else found

    def _near(self, ref: Ref) -> list[Ref]:
        """The fields that `ref` is bound to, over others as well, the nearest first."""
        order = {ref: None}
        followed: set[_Bond] = set()
        waiting = [ref]
        for each in waiting:  # grows while it is gone through
            for bond in self._by_ref[each]:
                if bond not in followed:
                    followed.add(bond)
                    waiting += [other for other in bond.open if other not in order]
                    order.update(dict.fromkeys(bond.open))
        return list(order)

    def _stands(self, ref: Ref, at: int) -> bool:
        if (ref, at) in self._stood or ref in self._given_up:
            return True
        world = _World(self._readings, self._by_ref, self._reach)
        if not world.choose(ref, at):
            return False
        order = self._near(ref)
        stands = self._filled(world, order[1:], at)
        if stands is None:
            self._given_up.update(order)
        elif stands:
            self._stood.update(world.chosen.items())
        return stands is not False

    def _filled(self, world: _World, order: Sequence[Ref], like: int) -> bool | None:
        """Choose readings for all of `order`; None where that takes too long.

        The same turn as the first field's is tried first.
        """
        turns: list[Iterator[int]] = []
        steps = 0
        while len(turns) < len(order):
            ref = order[len(turns)]
            turns.append(iter(sorted(range(len(self._readings[ref])), key=lambda n: n != like)))
            while turns and not self._moved_on(world, order[len(turns) - 1], turns[-1]):
                steps += 1
                if steps > MOST_CHOICES:
                    return None
                turns.pop()
            if not turns:
                return False
        return True

    def _moved_on(self, world: _World, ref: Ref, turns: Iterator[int]) -> bool:
        """Choose the next reading of a field that fits what is chosen before it."""
        if ref in world.chosen:
            world.undo(ref)
        for at in turns:
            if world.choose(ref, at):
                return True
            world.undo(ref)
        return False
