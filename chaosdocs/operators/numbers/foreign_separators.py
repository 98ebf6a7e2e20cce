"""Decimal and group marks of another country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Money,
    Rate,
    Rng,
    Skip,
    Statement,
    StatementSet,
    currency_of,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
    write,
)


@operator(
    VALUES,
    evidence="ex-money/money#112: 1.127,54 is not read; nocodb/nocodb#13836",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=3,
    renamed_from="numbers.foreign_marks",
    exempt={"applicable": "a beneficial-ownership file and Japanese documents have no cents"},
)
def foreign_separators(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts with the decimal and group marks of another convention.

    What it does:
        Rewrites 1,234.56 as 1.234,56 in an American document, and the other way round in other
        documents.

    In the wild:
        A line pasted from a foreign supplier's invoice; an export under other regional settings.

    Effect on truth:
        None: two digits after the last separator leave one reading. Amounts with two possible
        readings are not changed here; `numbers.ambiguous_thousands` writes them.

    Example:
        >>> show(foreign_separators, {"amount": "1234.56", "currency": "EUR"}, "money")
        '1,234.56 EUR → 1.234,56 EUR'
    """
    convention = values.convention
    if convention is None:
        yield Skip("the values are not written yet")
        return
    hands = (s.convention for s in values.statements.values())
    if any(hand is not None and hand.decimal == ".|," for hand in hands):
        yield Skip("the marks of another number are open, and these would settle them")
        return
    marks = (",", ".") if convention.decimal == "." else (".", ",")
    foreign = replace(convention, decimal=marks[0], group=marks[1])
    eligible = statements_of(values, "money", where=_has_cents)
    for statement in take_statements(eligible, level.rate, rng):
        money = statement.value
        if isinstance(money, Money):
            own = replace(foreign, currency=currency_of(statement))
            yield retext(
                statement,
                write(money, own),
                convention=own,
                lures=(_misread(money),),
            )


def _has_cents(statement: Statement) -> bool:
    money = statement.value
    exponent = money.amount.as_tuple().exponent if isinstance(money, Money) else 0
    return isinstance(exponent, int) and exponent == -2  # noqa: PLR2004 - cents


def _misread(money: Money) -> Lure:
    """What a reader makes of it who goes by the document's own marks.

    5,540.30 in a German document is read up to its comma as 5.5403; 540.30, whose point is a group
    mark there, as 54030.
    """
    digits = f"{abs(money.amount):.2f}".replace(".", "")
    whole = digits[:-2]
    if len(whole) <= 3:  # noqa: PLR2004 - no group mark
        name, wrong = "marks-lost", Decimal(digits)
    else:
        name, wrong = "decimal-comma", Decimal(f"{whole[:-3]}.{whole[-3:]}{digits[-2:]}")
    return Lure(Money(wrong.copy_sign(money.amount), money.currency), name)
