"""Day and month in an order that the document does not state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Rate,
    Ref,
    Rng,
    Skip,
    Statement,
    StatementSet,
    Value,
    closure,
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
    version=3,
)
def ambiguous_order(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with dates whose day and month can be swapped.

    What it does:
        Rewrites 2024-03-04 as 04/03/2024, if both numbers could be a month. Two of three American
        documents have the month first: 03/04/2024. Dates whose order nothing in the document
        settles are chosen first.

    In the wild:
        An export from a computer with one date format, pasted into a report with another.

    Effect on truth:
        Ambiguous, with both readings, unless something in the document settles the order: the terms
        of payment, a period, or another statement of the same date.

    Example:
        >>> show(ambiguous_order, "2024-03-04", "date")
        'March 4, 2024 → 03/04/2024'
    """
    eligible = [
        statement for statement in statements_of(values, "date") if _two_ways(statement.value)
    ]
    eligible = _unsettled(values, eligible) or eligible
    order = rng.at("order").pick(_ORDERS.get(values.record.locale, ("%d/%m/%Y",)))
    names = ("day-month", "month-day") if order.startswith("%d") else ("month-day", "day-month")
    for statement in take_statements(eligible, level.rate, rng):
        date = statement.value
        if isinstance(date, dt.date) and values.convention is not None:
            swapped = _exchanged(date)
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


def _unsettled(values: StatementSet, candidates: Sequence[Statement]) -> list[Statement]:
    """Return the candidates that can be read in both ways whatever else the document says.

    They can be so alone, and all of them together: one hand wrote them.
    """
    domain, rows = values.record.domain, values.record.rows
    said: dict[Ref, list[Statement]] = {}
    for statement in values.statements.values():
        if statement.ref is not None and statement.value is not None:
            said.setdefault(statement.ref, []).append(statement)
    facts = {ref: each[0].value for ref, each in said.items() if each[0].value is not None}
    found: list[Statement] = []
    swapped: dict[Ref, Value] = {}

    def breaks(more: Mapping[Ref, Value]) -> bool:
        read = {**facts, **more}
        return any(rule.check(read, rows) is False for rule in domain.rules)

    for statement in candidates:
        ref, date = statement.ref, statement.value
        if ref is None or not isinstance(date, dt.date) or len(said[ref]) > 1:
            continue
        other = {ref: _exchanged(date)}
        if breaks(other) or breaks({**swapped, **other}):
            continue
        known = {name: value for name, value in facts.items() if name != ref}
        if ref not in closure(domain.rules, known, rows):
            found.append(statement)
            swapped |= other
    return found


def _exchanged(date: dt.date) -> dt.date:
    return date.replace(month=date.day, day=date.month)
