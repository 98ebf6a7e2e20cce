"""A minus sign that is no hyphen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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

MINUS = "\N{MINUS SIGN}"


@operator(
    VALUES,
    evidence="python/cpython#144095: U+2212 is refused as a sign; kermitt2/grobid#980",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    media=("pdf", "xlsx", "csv", "json", "xml"),
    exempt={"applicable": "few invoices have negative amounts"},
)
def unicode_minus(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with negative amounts with the typographic minus, U+2212.

    What it does:
        Rewrites -1,234.50 EUR (hyphen, U+002D) as −1,234.50 EUR (U+2212). Severity is the share of
        negative amounts.

    In the wild:
        Web pages and reports that follow Unicode; tables copied out of them; Swedish and
        Norwegian number formats of operating systems.

    Effect on truth:
        None: U+2212 is a minus sign.

    Example:
        >>> show(unicode_minus, {"amount": "-1234.50", "currency": "EUR"}, "money")
        '-1,234.50 EUR → −1,234.50 EUR'
    """
    negative = statements_of(values, "money", where=_negative)
    if not negative:
        yield Skip("no amount is negative")
        return
    for statement in take_statements(negative, level.rate, rng):
        money = statement.value
        if not isinstance(money, Money) or values.convention is None:
            continue
        plain = replace(values.convention, minus="lead", currency=currency_of(statement))
        lost = Lure(Money(-money.amount, money.currency), "sign-lost")
        text = write(money, plain).replace("-", MINUS, 1)
        yield retext(statement, text, lures=(lost,), convention=plain)


def _negative(statement: Statement) -> bool:
    return isinstance(statement.value, Money) and statement.value.amount < 0
