"""A lone mark before three digits: a thousand, or a decimal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Money,
    Quantity,
    Rate,
    Ref,
    Rng,
    Skip,
    Statement,
    StatementSet,
    Value,
    closure,
    currency_of,
    key,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)

THOUSAND, MILLION = 1_000, 1_000_000
_TELLING = re.compile(r"[.,](\d{1,2}|\d{4,})(?!\d)|\d[.,]\d+[.,]\d")


@operator(
    VALUES,
    evidence="ambassify/parse-js#42: 1.234 can be 1234 or 1.234; Azure/azure-sdk-for-net#37431",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=3,
    exempt={"applicable": "needs whole thousands that a rule settles"},
)
def ambiguous_thousands(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with whole thousands whose group mark can also be a decimal mark.

    What it does:
        Rewrites 1,234.00 as 1.234 or 1,234.

    In the wild:
        Weights and amounts copied between German and American documents.

    Effect on truth:
        Ambiguous, with both readings, unless a sum or a product settles it.

    Example:
        >>> show(ambiguous_thousands, {"value": "1234", "unit": "KGM"}, "quantity")
        '1,234 KGM → 1.234 KGM'
    """
    convention = values.convention
    if convention is None:
        yield Skip("the values are not written yet")
        return
    mark = rng.at("mark").pick([".", ","])
    both = replace(convention, decimal=".|,", group=",|.")
    eligible = _open(values, statements_of(values, "money", "quantity", where=_whole))
    for statement in take_statements(eligible, level.rate, rng):
        number = _number(statement.value)
        small = _like(statement.value, number / THOUSAND)
        if statement.value is None or small is None:
            continue
        after = _around(statement, f"{number / THOUSAND:.3f}".replace(".", mark))
        if after == statement.text:  # it is written so already, plainly
            after = _around(
                statement, f"{number / THOUSAND:.3f}".replace(".", "," if mark == "." else ".")
            )
        yield retext(
            statement,
            after,
            readings=(statement.value, small),
            lures=(Lure(statement.value, "thousand"), Lure(small, "decimal")),
            convention=replace(both, currency=currency_of(statement)),
        )


def _open(values: StatementSet, candidates: Sequence[Statement]) -> list[Statement]:
    """The candidates that a rule settles, or all where no other number tells the marks.

    Any other number with a telling mark would settle the rest: the document would not be
    ambiguous, and to write one number against all others is another fault.
    """
    names = {statement.id for statement in candidates}
    others = [statement for statement in values.statements.values() if statement.id not in names]
    numbers = ("money", "quantity", "number", "percent")
    if not any(s.kind in numbers and _TELLING.search(s.text) for s in others):
        return list(candidates)
    known, rules, rows = _agreed(others), values.record.domain.rules, values.record.rows
    facts = {**_agreed(candidates), **known}
    if any(rule.check(facts, rows) is False for rule in rules):
        return []
    derived = closure(rules, known, rows)
    return [
        statement
        for statement in candidates
        if statement.ref in derived
        and statement.value is not None
        and key(derived[statement.ref]) == key(statement.value)
    ]


def _agreed(statements: Iterable[Statement]) -> dict[Ref, Value]:
    """What all statements of a field say."""
    said: dict[Ref, dict[str, Value]] = {}
    for statement in statements:
        if statement.ref is not None and statement.value is not None:
            said.setdefault(statement.ref, {})[key(statement.value)] = statement.value
    return {ref: next(iter(found.values())) for ref, found in said.items() if len(found) == 1}


def _whole(statement: Statement) -> bool:
    number = _number(statement.value)
    return number == number.to_integral_value() and THOUSAND <= number < MILLION


def _number(value: Value | None) -> Decimal:
    match value:
        case Money():
            return value.amount
        case Quantity():
            return value.value
        case _:
            return Decimal(0)


def _like(value: Value | None, number: Decimal) -> Value | None:
    match value:
        case Money():
            return Money(number, value.currency)
        case Quantity():
            return Quantity(number, value.unit)
        case _:
            return None


def _around(statement: Statement, shown: str) -> str:
    """`shown` with the currency or unit that stands beside the statement's number."""
    first = next(i for i, c in enumerate(statement.text) if c.isdigit())
    last = max(i for i, c in enumerate(statement.text) if c.isdigit())
    return statement.text[:first] + shown + statement.text[last + 1 :]
