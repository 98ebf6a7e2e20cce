"""Dates without their day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.kernel import (
    VALUES,
    Edit,
    Rate,
    Rng,
    Skip,
    Spot,
    Statements,
    operator,
    rates,
    retext,
    spots_of,
    take_spots,
)
from chaosdocs.truth.conventions import write_date
from chaosdocs.truth.records import in_row
from chaosdocs.truth.values import Month

_DAY = re.compile(r"^d+\W+|\W?d+[日,]?")
"""The day in a date pattern, with what parts it from the rest."""


@operator(
    VALUES,
    origin="UK register of persons with significant control: month and year of birth alone; BODS",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def month_only(values: Statements, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """Write a date to the month: its day is nowhere.

    What it does:
        Rewrites 04.03.2024 as 03.2024, in the document's own pattern.

    In the wild:
        Registers that protect dates of birth; invoices for services of a month.

    Effect on truth:
        The month is the answer, and whoever gives a day has made it up, unless a rule tells it.

    Example:
        >>> show(month_only, "2024-03-04", "date")
        'March 2024'
    """
    convention = values.convention
    if convention is None or "d" not in convention.date:
        yield Skip("dates are not written yet, or without a day")
        return
    pattern = _DAY.sub("", convention.date, count=1)
    coarse = replace(convention, date=pattern)
    loose = spots_of(values, "date", where=lambda spot: not _in_order(values, spot))
    for spot in take_spots(loose, level.rate, rng):
        if isinstance(spot.value, dt.date):
            yield retext(
                spot,
                write_date(spot.value, pattern, convention.name),
                readings=(Month(spot.value.year, spot.value.month),),
                convention=coarse.spec(),
            )


def _in_order(values: Statements, spot: Spot) -> bool:
    """Whether a rule binds the dates of a list: nobody prints bookings without their day."""
    domain, rows = values.record.domain, values.record.rows
    if spot.ref is None or in_row(spot.ref, domain.list_path) is None:
        return False
    return any(spot.ref in bond for rule in domain.rules for bond in rule.bonds(rows))
