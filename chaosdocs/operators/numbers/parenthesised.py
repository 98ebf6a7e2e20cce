"""Negative numbers in parentheses."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import VALUES, Edit, Rate, Rng, Skip, StatementSet, operator, rates
from chaosdocs.operators.numbers.signs import signed


@operator(
    VALUES,
    evidence="moneymanagerex/moneymanagerex#2898; buckets/application#740; "
    "scrapinghub/price-parser#29",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
    exempt={
        "applicable": "few invoices have negative amounts",
        "distinct": "a document has few negative amounts, so small shares are one each",
    },
)
def parenthesised(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with negative amounts in parentheses, without a minus.

    What it does:
        Rewrites -1,234.50 EUR as (1,234.50) EUR.

    In the wild:
        The books of accountants; American statements.

    Effect on truth:
        None: parentheses mean a negative amount.

    Example:
        >>> show(parenthesised, {"amount": "-1234.50", "currency": "EUR"}, "money")
        '-1,234.50 EUR → (1,234.50) EUR'
    """
    yield from signed(values, "paren", level, rng)
