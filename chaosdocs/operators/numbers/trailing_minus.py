"""The sign behind the number."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import VALUES, Edit, Rate, Rng, Skip, StatementSet, operator, rates
from chaosdocs.operators.numbers.signs import signed


@operator(
    VALUES,
    evidence="rustledger/rustledger#1473: such rows are dropped in silence",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
    exempt={
        "applicable": "few invoices have negative amounts",
        "distinct": "a document has few negative amounts, so small shares are one each",
    },
)
def trailing_minus(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with negative amounts with the minus behind the number.

    What it does:
        Rewrites -1,234.50 EUR as 1,234.50- EUR.

    In the wild:
        Exports of SAP and of mainframes; bank statements.

    Effect on truth:
        None: the minus after the number is still a minus.

    Example:
        >>> show(trailing_minus, {"amount": "-1234.50", "currency": "EUR"}, "money")
        '-1,234.50 EUR → 1,234.50- EUR'
    """
    yield from signed(values, "trailing", level, rng)
