"""Rules that a user states: ``due = total - paid``, read against the fields of the records.

A rule is a field, an equals sign, and an expression: names of fields, numbers, ``+ - * /``,
brackets, and ``sum(...)`` of a field of the rows. A name is a field's own or its path with points;
backticks hold a name that is no word. What the sides mean is checked: amounts are added to amounts,
days to dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, cast

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.formulas import (
    Constant,
    Expression,
    Formula,
    Named,
    Operation,
    Total,
    grids_of,
    is_additive,
    named_in,
    paths_in,
)
from chaosdocs.sources.own.flat import dotted
from chaosdocs.sources.own.shape import Shape
from chaosdocs.truth.records import Record, schema_path
from chaosdocs.truth.values import Kind, Value

LONGEST: Final = 500
"""Most characters of a rule."""
_DEEPEST: Final = 40
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*|`[^`]+`)"
    r"|(?P<sign>[-+*/()=]))"
)
_SIGNS: Final = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-"})
_MEANS: Final[dict[Kind, str]] = {
    "money": "an amount",
    "quantity": "a number",
    "number": "a number",
    "percent": "a number",
    "date": "a date",
}
"""What a field of each kind is in a rule; fields of other kinds stand in none."""
_RESULTS: Final[dict[tuple[str, str, str], str]] = {
    ("+", "an amount", "an amount"): "an amount",
    ("-", "an amount", "an amount"): "an amount",
    ("*", "an amount", "a number"): "an amount",
    ("*", "a number", "an amount"): "an amount",
    ("/", "an amount", "a number"): "an amount",
    ("/", "an amount", "an amount"): "a number",
    **{(sign, "a number", "a number"): "a number" for sign in "+-*/"},
    ("+", "a date", "a number"): "a date",
    ("+", "a number", "a date"): "a date",
    ("-", "a date", "a number"): "a date",
    ("-", "a date", "a date"): "a number",
}
_DONE: Final = {"+": "added to", "-": "taken from", "*": "multiplied by", "/": "divided by"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A rule as it was read.

    Attributes:
        where: Where it was stated.
        text: The rule, its names and signs one space apart.
        target: Schema path of its left side.
        right: Its right side.
        kinds: Schema path to kind of all its fields.
    """

    where: str
    text: str
    target: str
    right: Expression
    kinds: dict[str, Kind]

    def formula(self, records: Sequence[Record], *, enough: int) -> Formula:
        """Return the rule with the digits that `records` have.

        Args:
            records: All records.
            enough: So many records, none with a rounded result, say that no result is rounded.
        """
        return formula(self.target, self.right, self.text, self.kinds, records, enough=enough)


def formula(
    target: str,
    right: Expression,
    text: str,
    kinds: dict[str, Kind],
    records: Sequence[Record],
    *,
    enough: int,
) -> Formula:
    """Return a formula whose fields have the digits that `records` have; see `Stated.formula`."""
    values: dict[str, list[Value]] = {path: [] for path in kinds}
    for record in records:
        for ref, value in record.facts.items():
            path = schema_path(ref, record.domain.list_path)
            if path in values:
                values[path].append(value)
    made = Formula(target, right, grids_of(kinds, values), text)
    if is_additive(right):
        return Formula(target, right, made.grids, text, rounds=False)
    exact = 0
    for record in records:
        seen = False
        for row in record.rows if "*" in target else ("",):
            result = made.exactly(record.facts, row, record.rows)
            if result is not None:
                seen = True
                places = made.places(record.facts, row, record.rows)
                if (result * 10**places).denominator != 1:
                    return made
        exact += seen
    return Formula(target, right, made.grids, text, rounds=exact < enough)


def read_rules(texts: object, shape: Shape, where: str) -> tuple[Stated, ...]:
    """Return stated rules, read against the fields of the records.

    Args:
        texts: What stands where a list of texts should.
        shape: The fields.
        where: Where they are stated.

    Raises:
        UserError: A rule cannot be read: where, what, what is allowed, what was probably meant.

    Example:
        >>> from chaosdocs.sources.own.shape import shape_of
        >>> amount = {"type": "number", "x-kind": "money", "x-currency": "EUR"}
        >>> shape = shape_of({"properties": {"due": amount, "total": amount, "paid": amount}})
        >>> read_rules(["due=total-paid"], shape, "rules")[0].text
        'due = total - paid'
    """
    if not isinstance(texts, list | tuple) or not all(isinstance(each, str) for each in texts):
        raise UserError(
            "is no list of rules", where=where, hint='write ["due = total - paid", ...]'
        )
    return tuple(read_rule(text, shape, f"{where}[{at}]") for at, text in enumerate(texts))


def read_rule(text: str, shape: Shape, where: str) -> Stated:
    """Return one stated rule; see `read_rules`."""
    if len(text) > LONGEST:
        raise UserError(f"has {len(text)} characters; at most {LONGEST} are read", where=where)
    where = f"{where}: {text!r}" if where else repr(text)
    return _Reader(text.translate(_SIGNS), shape, where).rule()


class _Reader:
    """Reads one rule, from left to right."""

    def __init__(self, text: str, shape: Shape, where: str) -> None:
        self._where = where
        self._tokens = list(self._cut(text))
        self._at = 0
        self._depth = 0
        self._list = shape.list_path
        self._known = {leaf.path: leaf.kind for leaf in shape.leaves}
        self._kinds: dict[str, Kind] = {}

    def rule(self) -> Stated:
        """Return the rule."""
        if [word for _, word in self._tokens].count("=") != 1:
            raise self._wrong("has not one equals sign", hint="write: field = expression")
        target = self._field()
        if self._next() != "=":
            raise self._wrong("its left side is not one field", hint="write: field = expression")
        right, means = self._sum()
        if self._at < len(self._tokens):
            raise self._wrong(f"{self._tokens[self._at][1]!r} is not expected there")
        wanted = self._means(target)
        if means != wanted:
            raise self._wrong(
                f"{dotted(target)} is {wanted}, and the right side gives {means}",
                hint="an amount comes from amounts: use a field with a currency in it"
                if wanted == "an amount"
                else "",
            )
        if target in paths_in(right):
            raise self._wrong(f"{dotted(target)} stands on both sides")
        self._same_rows(target, right)
        text = " ".join(word for _, word in self._tokens)
        text = re.sub(r"sum \( (\S+|`[^`]*`) \)", r"sum(\1)", text).replace("( ", "(")
        return Stated(self._where, text.replace(" )", ")"), target, right, self._kinds)

    def _cut(self, text: str) -> Iterator[tuple[str, str]]:
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._wrong(
                    f"{text[at:].strip()[:1]!r} cannot stand in a rule",
                    hint="a rule has names, numbers, + - * / ( ) = and sum(...); a name that is "
                    "no word stands in backticks",
                )
            at = found.end()
            yield str(found.lastgroup), str(found[str(found.lastgroup)])

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        word = self._peek()
        self._at += 1
        return word

    def _sum(self) -> tuple[Expression, str]:
        left, means = self._product()
        while self._peek() in {"+", "-"}:
            left, means = self._operation(left, means, self._product)
        return left, means

    def _product(self) -> tuple[Expression, str]:
        left, means = self._one()
        while self._peek() in {"*", "/"}:
            left, means = self._operation(left, means, self._one)
        return left, means

    def _operation(self, left: Expression, means: str, following: object) -> tuple[Expression, str]:
        sign = self._next()
        right, other = cast("tuple[Expression, str]", following())  # type: ignore[operator]
        result = _RESULTS.get((sign, means, other))
        if result is None:
            one, two = (other, means) if sign == "-" else (means, other)
            raise self._wrong(f"{one} cannot be {_DONE[sign]} {two}")
        return Operation(cast('Literal["+", "-", "*", "/"]', sign), left, right), result

    def _one(self) -> tuple[Expression, str]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._wrong("has too many brackets and fields")
        kind, word = self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")
        if word == "(":
            self._next()
            inner = self._sum()
            self._close()
            return inner
        if word == "-":
            self._next()
            node, means = self._one()
            if means == "a date":
                raise self._wrong("a date cannot be negative")
            return Operation("*", Constant(Fraction(-1)), node), means
        if kind == "number":
            self._next()
            return Constant(Fraction(word)), "a number"
        if (
            word == "sum"
            and self._at + 1 < len(self._tokens)
            and (self._tokens[self._at + 1][1] == "(")
        ):
            self._at += 2
            path = self._field()
            self._close()
            if "*" not in path:
                raise self._wrong(f"{dotted(path)} is not in rows: there is nothing to sum")
            if self._means(path) == "a date":
                raise self._wrong("dates cannot be summed")
            return Total(path), self._means(path)
        if kind != "name":
            where = f"{word!r} stands" if word else "the rule ends"
            raise self._wrong(f"{where} where a field or a number is expected")
        path = self._field()
        return Named(path), self._means(path)

    def _close(self) -> None:
        if self._next() != ")":
            raise self._wrong("a bracket is not closed")

    def _field(self) -> str:
        """Return the schema path of the field that stands next."""
        kind, word = self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")
        if kind != "name":
            raise self._wrong("a field is expected", hint="write: field = expression")
        self._next()
        name = word.strip("`")
        whole = [path for path in self._known if dotted(path) == name]
        ends = [path for path in self._known if dotted(path).endswith(f".{name}")]
        found = whole or ends
        if len(found) > 1:
            raise self._wrong(
                f"{name!r} can be several fields", allowed=[dotted(path) for path in found]
            )
        usable = [dotted(path) for path, kind_ in self._known.items() if kind_ in _MEANS]
        if not found:
            raise self._wrong(f"no field is called {name!r}", allowed=usable, given=name)
        (path,) = found
        if self._known[path] not in _MEANS:
            raise self._wrong(
                f"{name} is of kind {self._known[path]}, and a rule computes with amounts, "
                "numbers and dates",
                allowed=usable,
                hint="put x-kind beside the field's type if its kind is wrong",
            )
        self._kinds[path] = self._known[path]
        return path

    def _means(self, path: str) -> str:
        return _MEANS[self._known[path]]

    def _same_rows(self, target: str, right: Expression) -> None:
        """A field of the record cannot follow from one of a row: from which?"""
        inside = [path for path in named_in(right) if "*" in path]
        if "*" not in target and inside:
            raise self._wrong(
                f"{dotted(inside[0])} stands in every row, and {dotted(target)} once",
                hint=f"write sum({dotted(inside[0])}), or the field of the rows on the left",
            )

    def _wrong(
        self,
        problem: str,
        *,
        allowed: Sequence[str] = (),
        given: str | None = None,
        hint: str = "",
    ) -> UserError:
        return UserError(problem, where=self._where, allowed=allowed, given=given, hint=hint)
