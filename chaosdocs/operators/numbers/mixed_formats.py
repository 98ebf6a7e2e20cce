"""Numbers of one list that are written in several ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from chaosdocs.authoring import (
    VALUES,
    Convention,
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

_WAYS: Final = ((".", ""), (",", ""), (".", ","), (",", "."), (".", "'"), (",", " "))
"""Pairs of decimal and group mark."""
_CENTS: Final = -2


@operator(
    VALUES,
    evidence="pola-rs/polars#10544: a column of numbers in two formats",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    media=("pdf", "xlsx", "csv"),
    exempt={"applicable": "needs a list of amounts with cents: yen and owners have none"},
)
def mixed_formats(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts in one list written in the formats of several countries.

    What it does:
        Writes amounts of the list as 1234.50, 1234,50, 1,234.50, 1.234,50, 1'234.50 or 1 234,50.
        Severity is the share of amounts.

    In the wild:
        Lists that several people keep; files put together from several countries.

    Effect on truth:
        None: two digits after the last separator leave one reading of each amount. The lures are
        the part before a foreign separator, and the digits without it.

    Example:
        >>> show(mixed_formats, {"amount": "1234.50", "currency": "EUR"}, "money")
        '1,234.50 EUR → 1234.50 EUR'
    """
    convention = values.convention
    if convention is None:
        yield Skip("the values are not written yet")
        return
    hands = (s.convention for s in values.statements.values())
    if any(hand is not None and not hand.settled for hand in hands):
        yield Skip("the marks of another number are open, and these would settle them")
        return
    listed = values.record.domain.list_path is not None
    eligible = statements_of(
        values, "money", where=lambda s: _has_cents(s) and (s.row is not None or not listed)
    )
    for statement in take_statements(eligible, level.rate, rng):
        money = statement.value
        if not isinstance(money, Money):
            continue
        ways = {
            text: hand
            for decimal, group in _WAYS
            if (hand := _hand(convention, statement, decimal, group)) is not None
            if (text := write(money, hand)) != statement.text
        }
        text = rng.at(statement.id).pick(tuple(ways))
        lures = tuple(_misread(money, ways[text], convention))
        yield retext(statement, text, lures=lures, convention=ways[text])


def _hand(own: Convention, statement: Statement, decimal: str, group: str) -> Convention | None:
    """Return the document's convention with other marks, or None where they are its own."""
    if (decimal, group) == (own.decimal, own.group):
        return None
    return replace(own, decimal=decimal, group=group, currency=currency_of(statement))


def _has_cents(statement: Statement) -> bool:
    money = statement.value
    return isinstance(money, Money) and money.amount.as_tuple().exponent == _CENTS


def _misread(money: Money, hand: Convention, own: Convention) -> Iterator[Lure]:
    """What a reader makes of it who goes by the marks of the document."""
    size = f"{abs(money.amount):.2f}"
    if hand.decimal != own.decimal:
        digits = Decimal(size.replace(".", "")).copy_sign(money.amount)
        yield Lure(Money(digits, money.currency), "marks-lost")
    number = write(abs(money.amount), replace(hand, currency="none"))
    first, mark, _ = number.partition(hand.group or "'")
    if mark and mark in {" ", "'"}:
        yield Lure(Money(Decimal(first).copy_sign(money.amount), money.currency), "cut-at-mark")
