"""Numbers without the zeros that they begin with."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    Statement,
    StatementSet,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)


@operator(
    VALUES,
    evidence="Snowflake-Labs/Excelerator#11: zeros of postcodes are lost; cont-limno/LAGOSNE#76; "
    "sdv-dev/SDV#2780",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def zeros_lost(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with identifiers without their leading zeros.

    What it does:
        Rewrites 0085888 as 85888. Severity is the share of identifiers that begin with zero.

    In the wild:
        Identifiers that went through a spreadsheet: material numbers, postcodes, account numbers.

    Effect on truth:
        Altered: the right answer is the printed number. The document does not say how many zeros
        are lost. The lure is the number with its zeros.

    Example:
        >>> show(zeros_lost, "0085888", "id")
        '0085888 → 85888'
    """
    eligible = statements_of(values, "id", where=_zeros)
    if not eligible:
        yield Skip("no identifier begins with a zero")
        return
    for statement in take_statements(eligible, level.rate, rng):
        left = statement.text.lstrip("0")
        filled = Lure(statement.text, "zeros-filled-up")
        yield retext(statement, left, readings=(left,), lures=(filled,))


def _zeros(statement: Statement) -> bool:
    text = statement.text
    return text.isdigit() and text.isascii() and text.startswith("0") and text.strip("0") != ""
