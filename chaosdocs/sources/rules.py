"""Sums, balances and shares: how amounts follow from other amounts.

A rule answers two questions. `derive` says what follows from the facts that are known, in every
direction in which exactly one value fits. `forward` says what the rule expects of its results,
whether they are known or not; `check` compares the two, so that every record can be tested.

A rule over rows fires only where every row has the value, or, backwards, where one row alone lacks
it and something else of that row is known: nobody can tell the amount of a row that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from chaosdocs.truth.records import Rule, row_ref
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value, covers, key

Facts = Mapping[Ref, Value]
Rows = Sequence[str]
HUNDRED = Decimal(100)


def agrees(expected: Facts, facts: Facts) -> bool | None:
    """Whether `facts` have the `expected` values; None where they have none of them.

    Example:
        >>> rule = Balance("/total", plus=("/net", "/tax"))
        >>> facts = {"/net": Decimal(100), "/tax": Decimal(19), "/total": Decimal(118)}
        >>> rule.check(facts, ())
        False
    """
    both = [(facts[ref], value) for ref, value in expected.items() if ref in facts]
    if not both:
        return None
    return all(covers(key(said), key(value)) for said, value in both)


def broken(rules: Iterable[Rule], facts: Facts, rows: Rows) -> list[str]:
    """Return the names of the rules that `facts` contradict."""
    return [rule.name for rule in rules if rule.check(facts, rows) is False]


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `leaf` over all rows.

    Args:
        total: Ref of the sum.
        leaf: Leaf of the rows that is summed.
        list_path: Path of the list.
        only: Which rows count; the sum of negative ones is written without its sign.
    """

    total: Ref
    leaf: str
    list_path: str = "/lines"
    only: Literal["all", "positive", "negative"] = "all"

    @property
    def name(self) -> str:
        """The rule in a few words."""
        which = "" if self.only == "all" else f"{self.only} "
        return f"{self.total[1:]} = sum of {which}{self.leaf}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the sum where every row has its value."""
        if not rows:
            return {}
        values: list[Value] = []
        for row in rows:
            value = facts.get(row_ref(self.list_path, row, self.leaf))
            if value is None:
                return {}
            values.append(value)
        if self.only == "all":
            total = combine((1, value) for value in values)
        else:
            ours = 1 if self.only == "positive" else -1
            total = combine((ours if _sign(v) == ours else 0, v) for v in values)
        return {} if total is None else {self.total: total}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        yield self.total, *(row_ref(self.list_path, row, self.leaf) for row in rows)

    def terms(self, rows: Rows) -> list[tuple[int, Ref]]:
        """Return sign and field of what adds up to nothing; none where some rows do not count."""
        if self.only != "all":
            return []
        return [(-1, self.total), *((1, row_ref(self.list_path, row, self.leaf)) for row in rows)]

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the sum, or the one value that is missing from it."""
        if self.total not in facts:
            return self.forward(facts, rows)
        if self.only != "all":
            return {}
        return _one_missing(facts, rows, self.list_path, self.leaf, facts[self.total])


@dataclass(frozen=True, slots=True)
class Balance:
    """`whole` is the sum of `plus` less the sum of `minus`; any one follows from the others."""

    whole: Ref
    plus: tuple[Ref, ...]
    minus: tuple[Ref, ...] = ()

    @property
    def name(self) -> str:
        """The rule in a few words."""
        less = "".join(f" - {ref[1:]}" for ref in self.minus)
        return f"{self.whole[1:]} = {' + '.join(ref[1:] for ref in self.plus)}{less}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the whole where every part is known."""
        del rows
        return self._solve(facts, self.whole)

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.whole, *self.plus, *self.minus

    def terms(self, rows: Rows) -> list[tuple[int, Ref]]:
        """Return sign and field of what adds up to nothing."""
        del rows
        parts = [(1, ref) for ref in self.plus], [(-1, ref) for ref in self.minus]
        return [(-1, self.whole), *parts[0], *parts[1]]

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the one value that is missing."""
        del rows
        missing = [ref for ref in (self.whole, *self.plus, *self.minus) if ref not in facts]
        return self._solve(facts, missing[0]) if len(missing) == 1 else {}

    def _solve(self, facts: Facts, wanted: Ref) -> dict[Ref, Value]:
        signs = {self.whole: -1, **dict.fromkeys(self.plus, 1), **dict.fromkeys(self.minus, -1)}
        turn = -signs.pop(wanted)
        if any(ref not in facts for ref in signs):
            return {}
        value = combine((turn * sign, facts[ref]) for ref, sign in signs.items())
        return {} if value is None else {wanted: value}


@dataclass(frozen=True, slots=True)
class Running:
    """Each row's `balance` is the one before it, at first `opening`, plus the row's `amount`.

    The last balance is `closing`.
    """

    opening: Ref
    closing: Ref
    amount: str = "amount"
    balance: str = "balance"
    list_path: str = "/lines"

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.balance} = {self.balance} before + {self.amount}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return each balance that the one before it and the row's amount give."""
        found: dict[Ref, Value] = {}
        for before, amount, after in self._steps(rows):
            if before in facts and amount in facts:
                value = combine(((1, facts[before]), (1, facts[amount])))
                if value is not None:
                    found[after] = value
        if rows:
            last = row_ref(self.list_path, rows[-1], self.balance)
            if last in facts:
                found[self.closing] = facts[last]
        return found

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        yield from self._steps(rows)
        if rows:
            yield row_ref(self.list_path, rows[-1], self.balance), self.closing

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return balances, and amounts that lie between two known balances."""
        found = {ref: value for ref, value in self.forward(facts, rows).items() if ref not in facts}
        for before, amount, after in self._steps(rows):
            if after not in facts:
                continue
            if amount not in facts and before in facts:
                value = combine(((1, facts[after]), (-1, facts[before])))
                found |= {} if value is None else {amount: value}
            elif amount in facts and before not in facts:
                value = combine(((1, facts[after]), (-1, facts[amount])))
                found |= {} if value is None else {before: value}
        if rows and self.closing in facts:
            last = row_ref(self.list_path, rows[-1], self.balance)
            if last not in facts and row_known(facts, self.list_path, rows[-1]):
                found[last] = facts[self.closing]
        return found

    def _steps(self, rows: Rows) -> list[tuple[Ref, Ref, Ref]]:
        balances = [self.opening, *(row_ref(self.list_path, row, self.balance) for row in rows)]
        amounts = [row_ref(self.list_path, row, self.amount) for row in rows]
        return list(zip(balances, amounts, balances[1:], strict=False))


@dataclass(frozen=True, slots=True)
class Shares:
    """The percentages of all rows and `remainder` make 100."""

    remainder: Ref
    leaf: str = "percentage"
    list_path: str = "/lines"

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"sum of {self.leaf} + {self.remainder[1:]} = 100"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the remainder where every row has its share."""
        values = [facts.get(row_ref(self.list_path, row, self.leaf)) for row in rows]
        shares = [value for value in values if isinstance(value, Decimal)]
        if not rows or len(shares) != len(values):
            return {}
        return {self.remainder: HUNDRED - sum(shares, Decimal(0))}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        yield self.remainder, *(row_ref(self.list_path, row, self.leaf) for row in rows)

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the remainder, or the one share that is missing."""
        left = facts.get(self.remainder)
        if left is None:
            return self.forward(facts, rows)
        if not isinstance(left, Decimal):
            return {}
        return _one_missing(facts, rows, self.list_path, self.leaf, HUNDRED - left)


def combine(terms: Iterable[tuple[int, Value]]) -> Value | None:
    """Return the sum of sign times value, or None where the values cannot be added.

    Example:
        >>> combine([(1, Money(Decimal("5.00"), "EUR")), (-1, Money(Decimal("2.50"), "EUR"))])
        Money(amount=Decimal('2.50'), currency='EUR')
        >>> combine([(1, Money(Decimal(5), "EUR")), (1, Money(Decimal(5), "USD"))]) is None
        True
    """
    total = Decimal(0)
    units: dict[str, None] = {}
    for sign, value in terms:
        match value:
            case Money():
                units[value.currency] = None
                total += sign * value.amount
            case Decimal():
                units[""] = None
                total += sign * value
            case _:
                return None
    if len(units) != 1:
        return None
    (unit,) = units
    return Money(total, unit) if unit else total


def _one_missing(
    facts: Facts, rows: Rows, list_path: str, leaf: str, whole: Value
) -> dict[Ref, Value]:
    """The value of the one row that lacks it, where that row is otherwise seen."""
    missing = [row for row in rows if row_ref(list_path, row, leaf) not in facts]
    if len(missing) != 1 or not row_known(facts, list_path, missing[0]):
        return {}
    others = [facts[row_ref(list_path, row, leaf)] for row in rows if row != missing[0]]
    value = combine([(1, whole), *((-1, other) for other in others)])
    return {} if value is None else {row_ref(list_path, missing[0], leaf): value}


def row_known(facts: Facts, list_path: str, row: str) -> bool:
    """Whether anything of a row is known: nobody can tell the amount of a row that is not there."""
    start = row_ref(list_path, row, "")
    return any(ref.startswith(start) for ref in facts)


def _sign(value: Value) -> int:
    amount = value.amount if isinstance(value, Money) else value
    if not isinstance(amount, Decimal) or not amount:
        return 0
    return 1 if amount > 0 else -1
