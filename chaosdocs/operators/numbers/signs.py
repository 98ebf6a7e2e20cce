"""Negative amounts, written with another sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from chaosdocs.authoring import (
    Edit,
    Lure,
    Money,
    Rate,
    Rng,
    Skip,
    Statement,
    StatementSet,
    currency_of,
    retext,
    statements_of,
    take_statements,
    write,
)


def signed(
    values: StatementSet, minus: Literal["paren", "trailing"], level: Rate, rng: Rng
) -> Iterator[Edit | Skip]:
    """Yield the edits that write a share of the negative amounts with the sign `minus`.

    The amount without its sign is the lure.
    """
    convention = values.convention
    if convention is None or convention.minus == minus:
        yield Skip("negative amounts are written so already")
        return
    if convention.signs:
        yield Skip("a mark beside the number gives its sign")
        return
    for statement in take_statements(
        statements_of(values, "money", where=_negative), level.rate, rng
    ):
        money = statement.value
        if isinstance(money, Money):
            other = replace(convention, minus=minus, currency=currency_of(statement))
            lost = Lure(Money(-money.amount, money.currency), "sign-lost")
            yield retext(statement, write(money, other), lures=(lost,), convention=other)


def _negative(statement: Statement) -> bool:
    return isinstance(statement.value, Money) and statement.value.amount < 0
