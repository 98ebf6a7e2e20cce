"""Columns of one kind that only their values can tell apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Final

from chaosdocs.authoring import Column, Money, Quantity, Statement, Table

_IN_ORDER: Final = (
    ("/issue_date", "/due_date"),
    ("/period_start", "/period_end"),
    ("/company/incorporation_date", "/review_date"),
)
"""Dates of which the first is never the later one."""
Pair = tuple[int, int]
"""The places of two columns."""


def said_in(table: Table, place: int) -> list[Statement]:
    """Return the statements of a column, from top to bottom."""
    cells = (row.cells[place] for row in table.rows)
    return [table.statements[cell.statement] for cell in cells if cell.statement is not None]


def _amounts(table: Table, column: Column, place: int) -> list[Decimal]:
    """The amounts of a column; none where one of them is not plain."""
    said = said_in(table, place)
    cells = [row.cells[place] for row in table.rows if row.cells[place].statement is not None]
    plain = not any(cell.part or cell.context for cell in cells) and column.kind == "money"
    values = [each.value for each in said if each.convention and each.convention.settled]
    found = [value.amount for value in values if isinstance(value, Money)]
    return found if plain and len(found) == len(said) else []


def _columns(table: Table, *, listed: bool) -> dict[int, list[Decimal]]:
    """Place to amounts of the columns of the list, or of the fields beside it."""
    found = {}
    for place, column in enumerate(table.columns):
        if column.path is not None and ("*" in column.path) == listed:
            amounts = _amounts(table, column, place)
            if amounts:
                found[place] = amounts
    return found


def in_list(table: Table) -> set[Pair]:
    """Return the pairs of columns of the list that fit the sums one way alone."""
    lines, amounts = len(table.lines()), _columns(table, listed=True)
    full = {place: its for place, its in amounts.items() if len(its) == lines}
    counts = [
        [value.value for each in said if isinstance(value := each.value, Quantity)]
        for place, column in enumerate(table.columns)
        if column.kind == "quantity" and len(said := said_in(table, place)) == lines
    ]
    return {
        (one, other)
        for one, other in permutations(full, 2)
        if any(
            len(count) == lines
            and _are_products(count, full[one], full[other])
            and not _are_products(count, full[other], full[one])
            for count in counts
        )
        or (_runs(full[one], full[other]) and not _runs(full[other], full[one]))
    }


def _are_products(
    counts: Sequence[Decimal], prices: Sequence[Decimal], sums: Sequence[Decimal]
) -> bool:
    return all(c * p == s for c, p, s in zip(counts, prices, sums, strict=True))


def _runs(moved: Sequence[Decimal], balances: Sequence[Decimal]) -> bool:
    """Whether each balance is the one above it and what was moved."""
    steps = list(zip(balances, balances[1:], moved[1:], strict=False))
    return bool(steps) and all(after == before + amount for before, after, amount in steps)


def dates_in_order(table: Table) -> set[Pair]:
    """Return the pairs of dates beside the list whose order tells them apart."""
    days = {}
    for place, column in enumerate(table.columns):
        values = [each.value for each in said_in(table, place)]
        dates = [each for each in values if isinstance(each, dt.date)]
        if dates and column.kind == "date" and len(dates) == len(values):
            days[column.path] = place, dates[0]
    return {
        (days[first][0], days[last][0])
        for first, last in _IN_ORDER
        if first in days and last in days and days[first][1] < days[last][1]
    }


def beside_the_list(table: Table) -> set[Pair]:
    """Return the pairs of fields beside the list of which one is the other and a third field."""
    amounts = _columns(table, listed=False)
    single = {place: its[0] for place, its in amounts.items() if len(set(its)) == 1}
    return {
        (part, whole)
        for whole, part, rest in permutations(single, 3)
        if single[part] + single[rest] == single[whole] and single[rest] and single[part]
    }
