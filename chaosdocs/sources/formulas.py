"""Formulas: how one field is computed from others, and what follows backwards.

A formula is `target` = an expression of fields, numbers and the four operations, such as
``amount = quantity * price / per``. The result is rounded half up to the digits of its field. Where
a result is rounded, several values of a factor can give it: a factor follows only if one value
alone fits. Of numbers, whose digits nobody knows for sure, one alone has to fit among those of one
digit more as well, unless it has fewer digits than usual: 19 % follows, 8.88 % could be 8.875 %.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from chaosdocs.sources.rules import Facts, Rows, row_known
from chaosdocs.truth.conventions import minor_digits
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Kind, Money, Quantity, Value

Range = tuple[Fraction, Fraction]
_HALF = Fraction(1, 2)
_FACTORS = frozenset({"number", "quantity", "percent"})
"""Kinds whose digits nobody knows for sure."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of the formula itself."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Named:
    """The value of a field: of the row at hand where its path has one."""

    path: str


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a field over all rows."""

    path: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions and what is done with them."""

    sign: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


Expression: TypeAlias = Constant | Named | Total | Operation


@dataclass(frozen=True, slots=True)
class Grid:
    """The values that a field can have.

    Attributes:
        kind: Kind of the field.
        digits: Digits after the point; of money, those beyond the digits of its currency.
        unit: The unit that all its quantities are in, None where there are several.
    """

    kind: Kind
    digits: int = 0
    unit: str | None = ""

    def places(self, currency: str) -> int:
        """Return how many digits after the point a value has."""
        return self.digits + (minor_digits(currency) if self.kind == "money" else 0)


@dataclass(frozen=True, slots=True)
class Formula:
    """`target` is what `right` gives, rounded to the digits of its field.

    Attributes:
        target: Schema path of the field that is computed.
        right: How.
        grids: Schema path to grid, for the target and every field in `right`.
        text: The formula as people write it.
        rounds: Whether the result may be rounded; else every value follows exactly.
    """

    target: str
    right: Expression
    grids: tuple[tuple[str, Grid], ...]
    text: str
    rounds: bool = True

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return self.text

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the target of every row, or of the record, where all else is known."""
        found: dict[Ref, Value] = {}
        for row in self._scopes(rows):
            value = self._computed(facts, row, rows)
            if value is not None:
                found[at_row(self.target, row)] = value
        return found

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        said: set[bool] = set()
        for row in self._scopes(rows):
            if all(ref in facts for ref in self._refs(row, rows)):
                exact = self.exactly(facts, row, rows)
                told = facts[at_row(self.target, row)]
                said.add(exact is not None and self._shows(exact, told))
        return None if not said else False not in said

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        for row in self._scopes(rows):
            yield self._refs(row, rows)

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return targets, and other fields that one value alone fits."""
        found: dict[Ref, Value] = {}
        for row in self._scopes(rows):
            refs = self._refs(row, rows)
            missing = [ref for ref in refs if ref not in facts]
            if len(missing) != 1:
                continue
            (ref,) = missing
            if ref == at_row(self.target, row):
                value = self._computed(facts, row, rows)
            else:
                value = self._solved(ref, facts, row, rows)
            if value is not None:
                found[ref] = value
        return found

    def gap(self, facts: Facts, rows: Rows) -> str:
        """Return in words what the first row says that breaks the rule, and what is computed."""
        for row in self._scopes(rows):
            refs = self._refs(row, rows)
            ref = at_row(self.target, row)
            if all(each in facts for each in refs):
                exact = self.exactly(facts, row, rows)
                if exact is None:
                    return f"{ref} is {facts[ref]}, and nothing can be computed for it"
                if not self._shows(exact, facts[ref]):
                    given = self._computed({k: v for k, v in facts.items() if k != ref}, row, rows)
                    return f"{ref} is {facts[ref]}, and {given} is computed"
        return ""

    def exactly(self, facts: Facts, row: str, rows: Rows) -> Fraction | None:
        """Return the result before it is rounded, None where it is not known."""
        if len(self._currencies(facts, self._refs(row, rows))) > 1:
            return None
        return _value(self.right, facts, row, rows)

    def places(self, facts: Facts, row: str, rows: Rows) -> int:
        """Return how many digits after the point the target has."""
        return self._grid(self.target).places(self._currency(facts, row, rows))

    def _scopes(self, rows: Rows) -> Sequence[str]:
        return rows if any("*" in path for path in (self.target, *named_in(self.right))) else ("",)

    def _refs(self, row: str, rows: Rows) -> tuple[Ref, ...]:
        inside = (at_row(path, row) for path in named_in(self.right))
        summed = (at_row(path, each) for path in _totals(self.right) for each in rows)
        return tuple(dict.fromkeys((at_row(self.target, row), *inside, *summed)))

    def _grid(self, path: str) -> Grid:
        return dict(self.grids)[path]

    @staticmethod
    def _currencies(facts: Facts, refs: Sequence[Ref]) -> set[str]:
        values = (facts.get(ref) for ref in refs)
        return {value.currency for value in values if isinstance(value, Money)}

    def _currency(self, facts: Facts, row: str, rows: Rows) -> str:
        found = self._currencies(facts, self._refs(row, rows))
        return found.pop() if len(found) == 1 else ""

    def _computed(self, facts: Facts, row: str, rows: Rows) -> Value | None:
        exact = self.exactly(facts, row, rows)
        if exact is None:
            return None
        grid, currency = self._grid(self.target), self._currency(facts, row, rows)
        return _made(rounded_half_up(exact, grid.places(currency)), grid, currency)

    def _shows(self, exact: Fraction, told: Value) -> bool:
        """Whether a value is what the field shows of an exact result."""
        number = _number(told)
        currency = told.currency if isinstance(told, Money) else ""
        places = self._grid(self.target).places(currency)
        return number is not None and rounded_half_up(exact, places) == number

    def _solved(self, ref: Ref, facts: Facts, row: str, rows: Rows) -> Value | None:
        """Return the one value of `ref` that gives the target, None where none or several do."""
        told = _number(facts[at_row(self.target, row)])
        path = self._path(ref, row)
        known = [each for each in self._refs(row, rows) if each in facts]
        if told is None or path is None or len(self._currencies(facts, known)) > 1:
            return None
        currency = self._currency(facts, row, rows)
        half = _HALF / 10 ** self._grid(self.target).places(currency) if self.rounds else 0
        within = _inverted(self.right, (told - half, told + half), ref, facts, row=row, rows=rows)
        if within is None:
            return None
        grid = self._grid(path)
        places = grid.places(currency)
        fits = self._fitting(within, places, ref, facts, row=row, rows=rows)
        usual = len(fits) == 1 and (places > 0 and rounded_half_up(fits[0], places - 1) == fits[0])
        if self.rounds and grid.kind in _FACTORS and not usual:
            fits = self._fitting(within, places + 1, ref, facts, row=row, rows=rows)
        if len(fits) != 1 or rounded_half_up(fits[0], places) != fits[0]:
            return None
        return _made(fits[0], grid, currency)

    def _fitting(
        self, within: Range, places: int, ref: Ref, facts: Facts, *, row: str, rows: Rows
    ) -> list[Fraction]:
        """Return the numbers of so many digits that give the target; three may stand for more."""
        tried = _multiples(within, places)
        return [n for n in tried if self._gives(n, ref, facts, row=row, rows=rows)]

    def _gives(self, number: Fraction, ref: Ref, facts: Facts, *, row: str, rows: Rows) -> bool:
        """Whether the target is what follows if `ref` is `number`."""
        tried = {**facts, ref: _decimal(number)}
        exact = _value(self.right, tried, row, rows)
        return exact is not None and self._shows(exact, facts[at_row(self.target, row)])

    def _path(self, ref: Ref, row: str) -> str | None:
        """Return the schema path of a field that stands in the formula once, else None."""
        once = [path for path in named_in(self.right) if at_row(path, row) == ref]
        start = [(path, path.partition("*")) for path in _totals(self.right)]
        once += [p for p, (head, _, tail) in start if ref.startswith(head) and ref.endswith(tail)]
        return once[0] if len(once) == 1 else None


def at_row(path: str, row: str) -> Ref:
    """Return the field of a schema path in a row.

    Example:
        >>> at_row("/lines/*/amount", "k1"), at_row("/total", "k1")
        ('/lines/k1/amount', '/total')
    """
    return path.replace("/*/", f"/{row}/", 1)


def rounded_half_up(number: Fraction, places: int) -> Fraction:
    """Return `number` with so many digits after the point, halves away from zero.

    Example:
        >>> rounded_half_up(Fraction(-1, 8), 2)
        Fraction(-13, 100)
    """
    scaled = abs(number) * 10**places
    whole = Fraction(math.floor(scaled + _HALF), 10**places)
    return whole if number >= 0 else -whole


def paths_in(node: Expression) -> tuple[str, ...]:
    """Return the schema paths of all fields in an expression, those of sums included."""
    return (*named_in(node), *_totals(node))


def is_additive(node: Expression) -> bool:
    """Whether fields are only added and subtracted, so that nothing is ever rounded."""
    match node:
        case Operation("+" | "-", left, right):
            return is_additive(left) and is_additive(right)
        case Constant():
            return node.value.denominator == 1
        case _:
            return isinstance(node, Named | Total)


def named_in(node: Expression) -> Iterator[str]:
    """Yield the schema paths of the fields in an expression that stand outside of sums."""
    match node:
        case Named(path):
            yield path
        case Operation(_, left, right):
            yield from named_in(left)
            yield from named_in(right)
        case _:
            return


def _totals(node: Expression) -> Iterator[str]:
    match node:
        case Total(path):
            yield path
        case Operation(_, left, right):
            yield from _totals(left)
            yield from _totals(right)
        case _:
            return


def _value(node: Expression, facts: Facts, row: str, rows: Rows) -> Fraction | None:
    match node:
        case Constant(value):
            return value
        case Named(path):
            return _number(facts.get(at_row(path, row)))
        case Total(path):
            numbers = [_number(facts.get(at_row(path, each))) for each in rows]
            known = [number for number in numbers if number is not None]
            return sum(known, Fraction(0)) if rows and len(known) == len(numbers) else None
        case Operation(sign, left, right):
            one, other = _value(left, facts, row, rows), _value(right, facts, row, rows)
            return None if one is None or other is None else _done(sign, one, other)
        case _:
            assert_never(node)


def _done(sign: Literal["+", "-", "*", "/"], one: Fraction, other: Fraction) -> Fraction | None:
    match sign:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
        case "/":
            return one / other if other else None
        case _:
            assert_never(sign)


def _inverted(
    node: Expression, within: Range, ref: Ref, facts: Facts, *, row: str, rows: Rows
) -> Range | None:
    """Return between which numbers `ref` lies if the expression lies `within` some."""
    match node:
        case Named():
            return within
        case Total(path):
            others = [at_row(path, each) for each in rows if at_row(path, each) != ref]
            lost = next((each for each in rows if at_row(path, each) == ref), None)
            if lost is None or not row_known(facts, path.partition("/*/")[0], lost):
                return None
            rest = sum((_number(facts[each]) or Fraction(0) for each in others), Fraction(0))
            return within[0] - rest, within[1] - rest
        case Operation(sign, left, right):
            in_left = _holds(left, ref, row, rows)
            known = _value(right if in_left else left, facts, row, rows)
            if known is None:
                return None
            range_ = _undone(sign, within, known, in_left=in_left)
            if range_ is None:
                return None
            inner = left if in_left else right
            return _inverted(inner, range_, ref, facts, row=row, rows=rows)
        case _:
            return None


def _undone(
    sign: Literal["+", "-", "*", "/"], within: Range, known: Fraction, *, in_left: bool
) -> Range | None:
    low, high = within
    match sign:
        case "+":
            return low - known, high - known
        case "-" if in_left:
            return low + known, high + known
        case "-":
            return known - high, known - low
        case "*":
            return _ordered(low / known, high / known) if known else None
        case "/" if in_left:
            return _ordered(low * known, high * known) if known else None
        case "/":
            return None if low <= 0 <= high else _ordered(known / low, known / high)
        case _:
            assert_never(sign)


def _ordered(one: Fraction, other: Fraction) -> Range:
    return (one, other) if one <= other else (other, one)


def _holds(node: Expression, ref: Ref, row: str, rows: Rows) -> bool:
    return any(at_row(path, row) == ref for path in named_in(node)) or any(
        at_row(path, each) == ref for path in _totals(node) for each in rows
    )


def _multiples(within: Range, places: int) -> list[Fraction]:
    """The numbers of so many digits that lie within, three at most: more are too many."""
    scale = 10**places
    first, last = math.ceil(within[0] * scale), math.floor(within[1] * scale)
    return [Fraction(n, scale) for n in range(first, min(last, first + 2) + 1)]


def _number(value: Value | None) -> Fraction | None:
    match value:
        case Money():
            return Fraction(value.amount)
        case Quantity():
            return Fraction(value.value)
        case Decimal():
            return Fraction(value)
        case dt.date():
            return Fraction(value.toordinal())
        case _:
            return None


def _decimal(number: Fraction) -> Decimal:
    """Return a number of finitely many digits exactly."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    return Decimal(int(number * 10**places)).scaleb(-places)


def _made(number: Fraction, grid: Grid, currency: str) -> Value | None:
    match grid.kind:
        case "money":
            return Money(_decimal(number), currency) if currency else None
        case "quantity":
            return None if grid.unit is None else Quantity(_decimal(number), grid.unit)
        case "date":
            if number.denominator != 1 or not 1 <= number <= dt.date.max.toordinal():
                return None
            return dt.date.fromordinal(int(number))
        case _:
            return _decimal(number)


def grids_of(
    paths: Mapping[str, Kind], values: Mapping[str, Sequence[Value]]
) -> tuple[tuple[str, Grid], ...]:
    """Return the grid of each field, by the values that records have.

    Args:
        paths: Schema path to kind.
        values: Schema path to all values of the field.

    Example:
        >>> prices = [Money(Decimal("0.125"), "EUR"), Money(Decimal("3.50"), "EUR")]
        >>> grids_of({"/price": "money"}, {"/price": prices})[0][1].places("EUR")
        3
    """
    found = []
    for path, kind in paths.items():
        known = values.get(path, ())
        digits = max((_digits(value) for value in known), default=0)
        units = {value.unit for value in known if isinstance(value, Quantity)}
        least = 2 if kind == "percent" else 0
        unit = "" if units <= {""} else None
        found.append((path, Grid(kind, max(digits, least), unit)))
    return tuple(found)


def _digits(value: Value) -> int:
    """Digits after the point; of money, those beyond the digits of its currency."""
    number = _number(value)
    if number is None or isinstance(value, dt.date):
        return 0
    exponent = _decimal(number).normalize().as_tuple().exponent
    own = max(0, -exponent) if isinstance(exponent, int) else 0
    return max(0, own - minor_digits(value.currency)) if isinstance(value, Money) else own
