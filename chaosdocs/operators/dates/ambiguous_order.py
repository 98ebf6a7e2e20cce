"""Day and month in an order that the document does not state."""

from __future__ import annotations

import datetime as dt
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
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)

DECEMBER = 12
_ORDERS = {"en_US": ("%m/%d/%Y", "%m/%d/%Y", "%d/%m/%Y")}
"""Locale to the orders that its documents are written in; elsewhere the day stands first."""


@operator(
    VALUES,
    evidence="Azure/azure-sdk-for-net#42833; akoumjian/datefinder#141",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
)
def ambiguous_order(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with dates whose day and month can be exchanged.

    What it does:
        Rewrites 2024-03-04 as 04/03/2024 where both numbers could be a month. Two of three
        American documents have the month first: 03/04/2024.

    In the wild:
        An export from one desktop pasted into a report on another.

    Effect on truth:
        Ambiguous, with both readings, unless the document settles the order: by the terms of
        payment, a period, or another statement of one of these dates.

    Example:
        >>> show(ambiguous_order, "2024-03-04", "date")
        'March 4, 2024 → 03/04/2024'
    """
    eligible = [
        statement for statement in statements_of(values, "date") if _two_ways(statement.value)
    ]
    order = rng.at("order").pick(_ORDERS.get(values.record.locale, ("%d/%m/%Y",)))
    names = ("day-month", "month-day") if order.startswith("%d") else ("month-day", "day-month")
    for statement in take_statements(eligible, level.rate, rng):
        date = statement.value
        if isinstance(date, dt.date) and values.convention is not None:
            swapped = date.replace(month=date.day, day=date.month)
            both = replace(values.convention, date="dd/MM/yyyy|MM/dd/yyyy")
            yield retext(
                statement,
                date.strftime(order),
                readings=(date, swapped),
                lures=(Lure(date, names[0]), Lure(swapped, names[1])),
                convention=both,
            )


def _two_ways(date: object) -> bool:
    return isinstance(date, dt.date) and date.day <= DECEMBER and date.day != date.month
