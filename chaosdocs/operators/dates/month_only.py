"""Dates without their day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Month,
    Rate,
    Ref,
    Rng,
    Skip,
    StatementSet,
    in_row,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
    write_date,
)

_DAY = re.compile(r"^d+\W+|\W?d+[日,]?")
"""The day in a date pattern, with what parts it from the rest."""


@operator(
    VALUES,
    evidence="https://www.gov.uk/guidance/people-with-significant-control-pscs: the register shows "
    "month and year of birth",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def month_only(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a date without its day.

    What it does:
        Rewrites 04.03.2024 as 03.2024, in the date pattern of the document.

    In the wild:
        Registers that protect dates of birth; invoices for the services of a month.

    Effect on truth:
        The right answer is the month. A reader that gives a day has invented it, unless a rule of
        the document states the day.

    Example:
        >>> show(month_only, "2024-03-04", "date")
        'March 4, 2024 → March 2024'
    """
    convention = values.convention
    if convention is None or "d" not in convention.date:
        yield Skip("dates are not written yet, or without a day")
        return
    pattern = _DAY.sub("", convention.date, count=1)
    coarse = replace(convention, date=pattern)
    ordered = _in_order(values)
    loose = statements_of(values, "date", where=lambda statement: statement.ref not in ordered)
    for statement in take_statements(loose, level.rate, rng):
        if isinstance(statement.value, dt.date):
            yield retext(
                statement,
                write_date(statement.value, pattern, convention.name),
                readings=(Month(statement.value.year, statement.value.month),),
                convention=coarse,
            )


def _in_order(values: StatementSet) -> frozenset[Ref]:
    """Return the fields of rows whose dates a rule binds: nobody prints bookings without a day."""
    domain, rows = values.record.domain, values.record.rows
    bound = {ref for rule in domain.rules for bond in rule.bonds(rows) for ref in bond}
    return frozenset(ref for ref in bound if in_row(ref, domain.list_path) is not None)
