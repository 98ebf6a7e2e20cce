"""Rules that the user's own records turn out to keep.

A rule is proposed by the kinds and names of fields and taken where every record keeps it and
enough records could have broken it: a rule that is true by accident would make wrong truths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from chaosdocs.sources.order import NotBefore
from chaosdocs.sources.own.shape import Leaf, Shape
from chaosdocs.sources.own.words import words
from chaosdocs.sources.rates import Product, Rate
from chaosdocs.sources.relations import CurrencyOf, DueDate
from chaosdocs.sources.rules import Balance, Sum
from chaosdocs.truth.records import Record, Rule
from chaosdocs.truth.values import Money

ENOUGH = 5
"""How many records must bear a rule out in a way that is no accident."""
_WHOLES = frozenset({"total", "due", "gross", "payable"})
_BASES = frozenset({"net", "subtotal", "sub"})
_TAKEN_OFF = frozenset({
    "prepaid", "prepayment", "paid", "deposit", "discount", "rebate", "allowance", "deduction",
    "withheld", "credit",
})  # fmt: skip
"""Words of amounts that lessen a sum."""
_MOST_PARTS = 6


def rules_of(shape: Shape, records: Sequence[Record]) -> tuple[Rule, ...]:
    """Return the rules that all `records` keep and at least `ENOUGH` of them bear out.

    Args:
        shape: Fields of a record.
        records: All records, with or without rules of their own.
    """
    return tuple(rule for rule in _proposed(shape, records) if _kept(rule, records))


def _proposed(shape: Shape, records: Sequence[Record]) -> Iterator[Rule]:
    everywhere = [leaf for leaf in shape.leaves if _is_everywhere(leaf, records)]
    amounts = [leaf for leaf in everywhere if leaf.kind == "money" and "*" not in leaf.path]
    rows = [leaf for leaf in everywhere if "*" in leaf.path]
    if shape.list_path is not None:
        yield from _row_rules(shape.list_path, rows, amounts, records)
    wholes = [leaf.path for leaf in amounts if set(words(leaf.path)) & _WHOLES]
    for whole in wholes:
        parts = [leaf.path for leaf in amounts if leaf.path != whole][:_MOST_PARTS]
        yield from _balances(whole, parts)
    rates = [leaf.path for leaf in everywhere if leaf.kind == "percent" and "*" not in leaf.path]
    for rate in rates:
        for share in (leaf.path for leaf in amounts if "tax" in words(leaf.path)):
            for base in (leaf.path for leaf in amounts if set(words(leaf.path)) & _BASES):
                yield Rate(share, base, rate, _rate_digits(rate, records))
    yield from _terms(everywhere)
    for leaf in everywhere:
        if leaf.kind in {"id", "enum", "text"} and "currency" in words(leaf.path):
            yield CurrencyOf(leaf.path)


def _balances(whole: str, parts: Sequence[str]) -> Iterator[Rule]:
    """Sums of two or three parts; one of them is a sum or a base itself, and some are taken off."""
    for count in (2, 3):
        for some in combinations(parts, count):
            if any(set(words(part)) & (_BASES | _WHOLES) for part in some):
                yield Balance(whole, plus=some)
                less = tuple(part for part in some if set(words(part)) & _TAKEN_OFF)
                more = tuple(part for part in some if part not in less)
                if less and more:
                    yield Balance(whole, plus=more, minus=less)


def _row_rules(
    list_path: str, rows: Sequence[Leaf], amounts: Sequence[Leaf], records: Sequence[Record]
) -> Iterator[Rule]:
    own = {leaf.path.partition("/*/")[2]: leaf for leaf in rows}
    counts = [name for name, leaf in own.items() if leaf.kind in {"quantity", "number"}]
    prices = [n for n, leaf in own.items() if leaf.kind == "money" and "price" in words(f"/{n}")]
    sums = [name for name, leaf in own.items() if leaf.kind == "money" and name not in prices]
    digits = _digits(records)
    for count in counts:
        for price in prices:
            for amount in sums:
                yield Product(
                    count, price, amount, list_path, whole_prices=digits is None, digits=digits
                )
    for total in amounts:
        for name in sums:
            yield Sum(total.path, name, list_path)


def _terms(leaves: Sequence[Leaf]) -> Iterator[Rule]:
    dates = [leaf.path for leaf in leaves if leaf.kind == "date" and "*" not in leaf.path]
    ends = [path for path in dates if "due" in words(path)]
    days = [leaf.path for leaf in leaves if leaf.kind == "number" and "days" in words(leaf.path)]
    for end in ends:
        for start in dates:
            if start == end:
                continue
            for term in days:
                yield DueDate(end, start, term)
            if {"issue", "invoice"} & set(words(start)):
                yield NotBefore(end, start)


def _is_everywhere(leaf: Leaf, records: Sequence[Record]) -> bool:
    """Whether no record lacks it: a rule must not derive what was never there."""
    if "*" not in leaf.path:
        return all(leaf.path in record.facts for record in records)
    return all(
        leaf.path.replace("*", row, 1) in record.facts for record in records for row in record.rows
    )


def _digits(records: Sequence[Record]) -> int | None:
    """Digits after the point of amounts that have more of them than their currency."""
    most = max(
        (
            -exponent
            for record in records
            for value in record.facts.values()
            if isinstance(value, Money)
            and isinstance(exponent := value.amount.normalize().as_tuple().exponent, int)
        ),
        default=0,
    )
    return most if most > 3 else None  # noqa: PLR2004 - no currency has more


def _rate_digits(rate: str, records: Sequence[Record]) -> int:
    """Most digits after the point that the rates of the records have, two at least."""
    exponents = (
        value.normalize().as_tuple().exponent
        for record in records
        if isinstance(value := record.facts.get(rate), Decimal)
    )
    return max((2, *(-exponent for exponent in exponents if isinstance(exponent, int))))


def _kept(rule: Rule, records: Sequence[Record]) -> bool:
    borne_out = 0
    for record in records:
        said = rule.check(record.facts, record.rows)
        if said is False:
            return False
        borne_out += said is True and _telling(rule, record)
    return borne_out >= ENOUGH


def _telling(rule: Rule, record: Record) -> bool:
    """Whether this record could have broken the rule: one row, or a part of 0, proves nothing."""
    match rule:
        case Sum():
            return len(record.rows) > 1
        case Balance():
            return all(
                isinstance(value := record.facts[part], Money) and bool(value.amount)
                for part in (*rule.plus, *rule.minus)
            )
        case _:
            return True
