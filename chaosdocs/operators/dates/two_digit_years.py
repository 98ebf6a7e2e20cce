"""Years of two digits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    VALUES,
    Edit,
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
    write,
)

OUR_TIME = range(2000, 2030)
"""Years that two digits cannot be taken for those of another century."""


@operator(
    VALUES,
    evidence="portfolio-performance/portfolio#5199; marlanperumal/pdf_statement_reader#71",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
    exempt={
        "applicable": "systems and Japanese documents write the year first",
        "distinct": "a document has few dates, so small shares are one date each",
    },
)
def two_digit_years(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with dates with two-digit years.

    What it does:
        Rewrites 04.03.2024 as 04.03.24, and dates with the name of a month as 4 Mar 24.

    In the wild:
        Bank statements and delivery notes that save a column's width.

    Effect on truth:
        None: records are of this century, and a careful reader reads them so.

    Example:
        >>> show(two_digit_years, "2024-03-04", "date")
        'March 4, 2024 → 4 Mar 24'
    """
    convention = values.convention
    if convention is None or "yyyy" not in convention.date or convention.date.startswith("yyyy"):
        yield Skip("dates are not written with the year at the end")
        return
    named = "MMM" in convention.date
    pattern = "d MMM yy" if named else convention.date.replace("yyyy", "yy")
    short = replace(convention, date=pattern)
    for statement in take_statements(
        statements_of(values, "date", where=_of_our_time), level.rate, rng
    ):
        if statement.value is not None:
            yield retext(statement, write(statement.value, short), convention=short)


def _of_our_time(statement: Statement) -> bool:
    """Whether two digits leave no doubt about the century."""
    return isinstance(statement.value, dt.date) and statement.value.year in OUR_TIME
