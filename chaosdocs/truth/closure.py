"""The closure: every value that follows from what a document says, where all rules agree on it.

A document can contradict itself. Then two rules may give two values for one missing field, and
neither follows: the field is *contested*. What is known is never overwritten: a printed total that
is not the sum stays as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from chaosdocs.truth.records import Rule
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Quantity, Value, displays, key

Facts = Mapping[Ref, Value]
MOST_RUNS = 24
"""So many contested values are followed; beyond that nothing follows from the document."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """What follows from a document.

    Attributes:
        facts: What is known, and every value that follows from it without a second opinion.
        contested: The fields for which the rules give several values.
    """

    facts: Mapping[Ref, Value]
    contested: frozenset[Ref]


def closure(
    rules: Iterable[Rule],
    known: Facts,
    rows: Sequence[str],
    *,
    rounded: AbstractSet[Ref] = frozenset(),
) -> dict[Ref, Value]:
    """Return `known` and everything that follows from it by `rules`; see `derivation`."""
    return dict(derivation(rules, known, rows, rounded=rounded).facts)


def derivation(
    rules: Iterable[Rule],
    known: Facts,
    rows: Sequence[str],
    *,
    rounded: AbstractSet[Ref] = frozenset(),
) -> Derivation:
    """Return what follows from `known` by `rules`, and what the rules do not agree on.

    Args:
        rules: The rules of the domain.
        known: What is printed.
        rows: Keys of all rows of the document.
        rounded: The fields of `known` whose display is rounded. Such a display is an interval: no
            number follows from it, but it contradicts a number that lies outside. Texts and codes
            follow from it.
    """
    rules = tuple(rules)
    if len(known) > _MOST_FACTS:
        return _derived(rules, known, rows, rounded)
    name = (
        id(rules),
        tuple(rows),
        frozenset(rounded),
        tuple([(r, _exactly(v)) for r, v in known.items()]),
    )
    if name not in _SEEN:
        if len(_SEEN) >= _MOST_SEEN:
            _SEEN.clear()
        _SEEN[name] = rules, _derived(rules, known, rows, rounded)
    return _SEEN[name][1]


_SEEN: dict[tuple[object, ...], tuple[tuple[Rule, ...], Derivation]] = {}
"""What followed from documents that were seen: the cases of a record mostly say the same.

An entry keeps its rules, so that no others can have their id."""
_MOST_SEEN = 64
_MOST_FACTS = 256
"""What follows from more is not kept."""


def _exactly(value: Value) -> tuple[object, ...]:
    """Return a name that only the same value has: amounts that are equal may be written apart."""
    match value:
        case Money():
            return Money, str(value.amount), value.currency
        case Quantity():
            return Quantity, str(value.value), value.unit
        case Decimal():
            return Decimal, str(value)
        case _:
            return type(value), value


def _derived(
    rules: tuple[Rule, ...], known: Facts, rows: Sequence[str], rounded: AbstractSet[Ref]
) -> Derivation:
    exact = {ref: value for ref, value in known.items() if ref not in rounded}
    search = _Search(rules, exact, {ref: known[ref] for ref in known.keys() & rounded}, rows)
    first = search.run({})
    if first.keys() == exact.keys():
        return Derivation(dict(known), frozenset())
    runs, values = _every_value(search, first)
    many = {ref for ref, found in values.items() if len(found) > 1}
    agreed = {
        ref: value
        for ref, value in runs[0].items()
        if ref not in many and all(ref in run for run in runs)
    }
    if len(runs) > MOST_RUNS:
        many, agreed = {*values}, {}
    return Derivation({**agreed, **known}, frozenset(many - known.keys()))


def _every_value(
    search: _Search, first: dict[Ref, Value]
) -> tuple[list[dict[Ref, Value]], dict[Ref, dict[str, Value]]]:
    """Return what follows with each contested value in turn, and all values of every field."""
    values: dict[Ref, dict[str, Value]] = {}
    runs = [first]
    pins: set[tuple[Ref, str]] = set()
    for run in runs:  # grows while it is gone through
        for ref, value in search.opinions(run):
            values.setdefault(ref, {})[key(value)] = value
            if key(run[ref]) != key(value) and (ref, key(value)) not in pins:
                pins.add((ref, key(value)))
                runs.append(search.run({ref: value}))
                if len(runs) > MOST_RUNS:
                    break
        if len(runs) > MOST_RUNS:
            values.update((ref, {}) for ref in run if ref not in search.exact and ref not in values)
            break
    return runs, values


@dataclass(frozen=True, slots=True)
class _Search:
    """Asks the rules.

    Attributes:
        rules: The rules.
        exact: What is printed to its last digit.
        shown: What is printed rounded.
        rows: Keys of all rows.
    """

    rules: tuple[Rule, ...]
    exact: Facts
    shown: Facts
    rows: Sequence[str]

    def run(self, pinned: Facts) -> dict[Ref, Value]:
        """Return all that follows from what is printed and `pinned`, to the fixpoint."""
        facts = {**self.exact, **pinned}
        while True:
            new: dict[Ref, Value] = {}
            for ref, value in self._given(facts):
                if ref not in facts:
                    new.setdefault(ref, value)
            if not new:
                return facts
            facts.update(new)

    def opinions(self, facts: Facts) -> Iterator[tuple[Ref, Value]]:
        """Yield every value that a rule gives for a field of `facts` that is not printed.

        A rule that `facts` keep gives the value that they have. Only the others need be asked.
        """
        derived = [ref for ref in facts if ref not in self.exact]
        for ref in derived:
            yield ref, facts[ref]
            if ref in self.shown and not displays(self.shown[ref], facts[ref]):
                yield ref, self.shown[ref]
        broken = [rule for rule in self.rules if rule.check(facts, self.rows) is False]
        near = _Near(facts, self.rows) if broken else None
        for rule in broken:
            for ref, said, rows in near.of(rule, derived) if near is not None else ():
                given = rule.derive(said, rows).get(ref)
                if given is not None:
                    yield ref, given
            yield from self._apart(rule, facts)

    def _apart(self, rule: Rule, facts: Facts) -> Iterator[tuple[Ref, Value]]:
        """Yield what each bond of a rule gives: a balance follows from both of its neighbours."""
        places = {row: place for place, row in enumerate(self.rows)}
        for bond in rule.bonds(self.rows):
            said = {ref: facts[ref] for ref in bond if ref in facts}
            if said.keys() <= self.exact.keys():
                continue
            rows = [self.rows[place] for place in _placed(bond, places)]
            for ref in (name for name in said if name not in self.exact):
                others = {name: value for name, value in said.items() if name != ref}
                given = rule.derive(others, rows).get(ref)
                if given is not None:
                    yield ref, given

    def _given(self, facts: Facts) -> Iterator[tuple[Ref, Value]]:
        for rule in self.rules:
            yield from rule.derive(facts, self.rows).items()
            if self.shown:
                for ref, value in rule.derive({**self.shown, **facts}, self.rows).items():
                    if isinstance(value, str):
                        yield ref, value


class _Near:
    """What a rule has to be told to give one field: the fields and rows that it binds to it.

    Args:
        facts: What is known.
        rows: Keys of all rows of the document.
    """

    def __init__(self, facts: Facts, rows: Sequence[str]) -> None:
        self._facts = facts
        self._rows = rows
        self._places = {row: place for place, row in enumerate(rows)}
        self._by_row: dict[int, list[Ref]] = {}
        for ref in facts:
            for place in _placed((ref,), self._places):
                self._by_row.setdefault(place, []).append(ref)

    def of(self, rule: Rule, wanted: Iterable[Ref]) -> Iterator[tuple[Ref, Facts, Sequence[str]]]:
        """Yield each wanted field that the rule binds, with the facts and rows it is bound to."""
        sought = dict.fromkeys(wanted)
        bonds: dict[Ref, list[tuple[Ref, ...]]] = {}
        for bond in rule.bonds(self._rows):
            for ref in bond:
                if ref in sought:
                    bonds.setdefault(ref, []).append(bond)
        for ref in sought:
            if ref not in bonds:
                continue
            bound = {each: None for bond in bonds[ref] for each in bond}
            places = _placed(bound, self._places)
            if len(places) == len(self._rows):
                said = dict(self._facts)
            else:
                bound.update((each, None) for at in places for each in self._by_row.get(at, ()))
                said = {each: self._facts[each] for each in bound if each in self._facts}
            said.pop(ref, None)
            yield ref, said, [self._rows[place] for place in places]


def _placed(refs: Iterable[Ref], places: Mapping[str, int]) -> list[int]:
    """The places of the rows that refs name, in order."""
    return sorted({places[part] for ref in refs for part in ref.split("/")[1:-1] if part in places})
