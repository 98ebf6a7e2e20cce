"""What is left of several readings when fields have to fit each other.

04/09 and 04/10 can each be read in two ways; with a term of 30 days only one pair fits. A *world*
is a choice of one reading for every open field that breaks no rule; a reading that stands in no
world is not possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from chaosdocs.truth.records import Domain, Rule, in_row
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value

Readings = Mapping[Ref, tuple[Value, ...]]
MOST_CHOICES = 4096
"""Choices looked through for one bond, or steps for one reading: beyond that nobody counts."""


@dataclass(frozen=True, slots=True)
class _Bond:
    """Fields that one rule binds, and how it is asked about them alone."""

    rule: Rule
    refs: tuple[Ref, ...]
    rows: tuple[str, ...]
    known: Mapping[Ref, Value]
    open: tuple[Ref, ...]

    def holds(self, chosen: Mapping[Ref, Value]) -> bool:
        """Whether the rule is not broken; `chosen` has a reading for every open field."""
        facts = {**self.known, **{ref: chosen[ref] for ref in self.open}}
        return self.rule.check(facts, self.rows) is not False


def possible(
    domain: Domain, readings: Readings, known: Mapping[Ref, Value], rows: Sequence[str]
) -> dict[Ref, tuple[Value, ...]]:
    """Return of every open field the readings that stand in some world.

    Where no choice of readings keeps a rule, the document contradicts itself there: that settles
    none of the fields that the rule binds.

    Args:
        domain: Whose rules bind the fields.
        readings: Every open field and all ways to read it.
        known: The fields that can be read in one way.
        rows: Keys of all rows of the document.
    """
    kept: list[_Bond] = []
    torn: set[Ref] = set()
    for bond in _bonds(domain, readings, known, rows):
        if _keepable(bond, readings):
            kept.append(bond)
        else:
            torn.update(bond.open)
    search = _Search(readings, [bond for bond in kept if torn.isdisjoint(bond.open)])
    left = {ref: search.left(ref) for ref in sorted(readings)}  # in one order, whoever asks
    return {ref: left[ref] for ref in readings}


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
                yield _Bond(rule, refs, tuple(sorted(there, key=order.__getitem__)), said, free)


def _keepable(bond: _Bond, readings: Readings) -> bool:
    choices = product(*(readings[ref] for ref in bond.open))
    return any(
        bond.holds(dict(zip(bond.open, choice, strict=True)))
        for choice in islice(choices, MOST_CHOICES)
    ) or (prod(len(readings[ref]) for ref in bond.open) > MOST_CHOICES)


class _Search:
    """Looks for worlds, and remembers every reading that stood in one."""

    def __init__(self, readings: Readings, bonds: Iterable[_Bond]) -> None:
        self._readings = readings
        self._by_ref: dict[Ref, list[_Bond]] = {ref: [] for ref in readings}
        for bond in bonds:
            for ref in bond.open:
                self._by_ref[ref].append(bond)
        self._stood: set[tuple[Ref, int]] = set()
        self._given_up: set[Ref] = set()
        self._steps = 0

    def left(self, ref: Ref) -> tuple[Value, ...]:
        """Return the readings of `ref` that stand in a world."""
        order = self._near(ref)
        found = [
            value for at, value in enumerate(self._readings[ref]) if self._stands(order, ref, at)
        ]
        if self._given_up.isdisjoint(order):
            return tuple(found) or self._readings[ref]
        return self._readings[ref]

    def _near(self, ref: Ref) -> list[Ref]:
        """The fields that `ref` is bound to, over others as well, the nearest first."""
        order, seen = [ref], {ref}
        for each in order:  # grows while it is gone through
            for bond in self._by_ref[each]:
                order += [other for other in bond.open if other not in seen]
                seen.update(bond.open)
        return order

    def _stands(self, order: Sequence[Ref], ref: Ref, at: int) -> bool:
        if (ref, at) in self._stood or ref in self._given_up:
            return True
        self._steps = 0
        chosen = {ref: at}
        if not self._fits(ref, chosen):
            return False
        if not self._filled(order, 1, chosen, at):
            if self._steps > MOST_CHOICES:
                self._given_up.update(order)
            return self._steps > MOST_CHOICES
        self._stood.update(chosen.items())
        return True

    def _filled(self, order: Sequence[Ref], place: int, chosen: dict[Ref, int], like: int) -> bool:
        """Choose readings from `place` on; the same turn as the first field's is tried first."""
        if place == len(order):
            return True
        ref = order[place]
        for at in sorted(range(len(self._readings[ref])), key=lambda n: n != like):
            self._steps += 1
            if self._steps > MOST_CHOICES:
                return False
            chosen[ref] = at
            if self._fits(ref, chosen) and self._filled(order, place + 1, chosen, like):
                return True
            del chosen[ref]
        return False

    def _fits(self, ref: Ref, chosen: Mapping[Ref, int]) -> bool:
        for bond in self._by_ref[ref]:
            if all(each in chosen for each in bond.open):
                values = {each: self._readings[each][chosen[each]] for each in bond.open}
                if not bond.holds(values):
                    return False
        return True
