"""Two columns under one head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Final

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Column,
    Edit,
    Lure,
    Money,
    Number,
    Quantity,
    Rng,
    SetColumn,
    Skip,
    Statement,
    Table,
    in_language,
    key,
    numbers,
    operator,
)

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Amount", "Sum", "Value"), "de": ("Betrag", "Summe", "Wert"),
    "fr": ("Montant", "Somme", "Valeur"), "ja": ("金額", "計", "価額"),
}  # fmt: skip
"""Language to heads that fit any column of amounts."""
_DATES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("Date", "Day"), "de": ("Datum", "Tag"), "fr": ("Date", "Jour"), "ja": ("日付", "日"),
}  # fmt: skip
_IN_ORDER: Final = (
    ("/issue_date", "/due_date"),
    ("/period_start", "/period_end"),
    ("/company/incorporation_date", "/review_date"),
)
"""Dates of which the first is never the later one."""
_Pair = tuple[int, int]


@operator(
    TABLE,
    evidence="pandas-dev/pandas#9424: of columns with one name, the values of the last are kept; "
    "pandas-dev/pandas#19383",
    ladder=numbers([1, 2, 3]),
    media=("csv",),
    nested=False,
)
def doubled_heads(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with two columns that have the same head.

    What it does:
        Writes "Amount" above two columns that the sums tell apart: price and amount beside the
        quantity, amount and running balance, tax and total beside the net amount. Or "Date" above
        two dates of which one is never the later: of issue and due, first and last day of a period.
        Severity is how many pairs.

    In the wild:
        Short names of fields in business systems, such as "Betrag" for the amount in the
        document's and in the company's currency; heads that were cut to the width of a column.

    Effect on truth:
        None: only one way to read the columns fits the sums or the calendar. The value in the other
        column is the lure: a reader that keeps columns by their names has one of the two.

    Example:
        Quantity;Price;Amount / 3;2.00;6.00 → Quantity;Amount;Amount / 3;2.00;6.00
    """
    heads = {column.header for column in table.columns}
    found = [
        (rng.at("pair", name).pick(sorted(pairs)), word)
        for name, words, nth, pairs in (
            ("list", _WORDS, 0, _in_list(table)),
            ("dates", _DATES, 0, _dates(table)),
            ("fields", _WORDS, 1, _beside(table)),
        )
        if pairs and (word := _free(words, heads, table.locale, nth))
    ]
    if not found:
        yield Skip("no two columns can be told apart by their values alone")
        return
    for pair, word in found[: level.count]:
        columns = [table.columns[place] for place in pair]
        name = " ".join(column.id for column in columns)
        refs = tuple(dict.fromkeys(str(each.ref) for p in pair for each in _said(table, p)))
        for column in columns:
            after = replace(column, header=word)
            yield SetColumn(key=name, touches=refs, column=column.id, before=column, after=after)
        for one, other in (pair, pair[::-1]):
            yield from _baits(table, one, other, name)


def _free(words: Mapping[str, Sequence[str]], heads: Collection[str], locale: str, nth: int) -> str:
    """The word at place `nth` of those that are no head yet, or an empty text."""
    free = [word for word in in_language(words, locale) if word not in heads]
    return free[nth] if nth < len(free) else ""


def _baits(table: Table, one: int, other: int, name: str) -> Iterator[Bait]:
    for row in table.rows:
        mine = table.statements.get(row.cells[one].statement or "")
        theirs = table.statements.get(row.cells[other].statement or "")
        if mine is None or theirs is None or mine.value is None or theirs.value is None:
            continue
        if key(mine.value) != key(theirs.value):
            lure = Lure(theirs.value, "other-column")
            yield Bait(key=name, statement=mine.id, lures=(lure,))


def _said(table: Table, place: int) -> list[Statement]:
    """The statements of a column, from top to bottom."""
    cells = (row.cells[place] for row in table.rows)
    return [table.statements[cell.statement] for cell in cells if cell.statement is not None]


def _amounts(table: Table, column: Column, place: int) -> list[Decimal]:
    """The amounts of a column; none where one of them is not plain."""
    said = _said(table, place)
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


def _in_list(table: Table) -> set[_Pair]:
    """The pairs of columns of the list that fit the sums one way alone."""
    lines, amounts = len(table.lines()), _columns(table, listed=True)
    full = {place: its for place, its in amounts.items() if len(its) == lines}
    counts = [
        [value.value for each in said if isinstance(value := each.value, Quantity)]
        for place, column in enumerate(table.columns)
        if column.kind == "quantity" and len(said := _said(table, place)) == lines
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


def _dates(table: Table) -> set[_Pair]:
    """The pairs of dates beside the list whose order tells them apart."""
    days = {}
    for place, column in enumerate(table.columns):
        values = [each.value for each in _said(table, place)]
        dates = [each for each in values if isinstance(each, dt.date)]
        if dates and column.kind == "date" and len(dates) == len(values):
            days[column.path] = place, dates[0]
    return {
        (days[first][0], days[last][0])
        for first, last in _IN_ORDER
        if first in days and last in days and days[first][1] < days[last][1]
    }


def _beside(table: Table) -> set[_Pair]:
    """The pairs of fields beside the list of which one is the other and a third field."""
    amounts = _columns(table, listed=False)
    single = {place: its[0] for place, its in amounts.items() if len(set(its)) == 1}
    return {
        (part, whole)
        for whole, part, rest in permutations(single, 3)
        if single[part] + single[rest] == single[whole] and single[rest] and single[part]
    }
