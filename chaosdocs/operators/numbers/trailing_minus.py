"""The sign behind the number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    StatementSet,
    currency_of,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)
from chaosdocs.truth.conventions import write
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money


@operator(
    VALUES,
    evidence="rustledger #1473: rows silently dropped; SAP and mainframe exports",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
    exempt={"applicable": "few invoices have negative amounts"},
)
def trailing_minus(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """Write negative amounts with the sign behind the number.

    What it does:
        Rewrites -1,234.50 EUR as 1,234.50- EUR.

    In the wild:
        Exports of SAP and of mainframes; bank statements.

    Effect on truth:
        None: a careful reader sees the sign.

    Example:
        >>> show(trailing_minus, {"amount": "-1234.50", "currency": "EUR"}, "money")
        '1,234.50- EUR'
    """
    convention = values.convention
    if convention is None or convention.minus == "trailing":
        yield Skip("negative amounts are written so already")
        return
    for statement in take_statements(
        statements_of(values, "money", where=_negative), level.rate, rng
    ):
        money = statement.value
        if isinstance(money, Money):
            other = replace(convention, minus="trailing", currency=currency_of(statement))
            lost = Lure(Money(-money.amount, money.currency), "sign-lost")
            yield retext(statement, write(money, other), lures=(lost,), convention=other.spec())


def _negative(statement: Statement) -> bool:
    return isinstance(statement.value, Money) and statement.value.amount < 0
