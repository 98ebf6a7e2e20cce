"""Rows of a report that sum up the whole list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Cell,
    Edit,
    InsertRow,
    Lure,
    Number,
    Rng,
    Skip,
    Table,
    in_language,
    numbers,
    operator,
)
from chaosdocs.operators.totals.listed import amounts_place, stated_sum, sum_of, sum_row

_TOTAL = {"en": "Report total", "de": "Summe Liste", "fr": "Total de la liste", "ja": "一覧合計"}
_COUNT = {"en": "Number of rows", "de": "Anzahl Zeilen", "fr": "Nombre de lignes", "ja": "行数"}
_FIRST = {"en": "Opening", "de": "Vortrag", "fr": "Report", "ja": "前頁繰越"}


@operator(
    TABLE,
    evidence="wpninjas/ninja-forms#2404: a row of totals is exported as a record; "
    "frappe/frappe#9055",
    ladder=numbers([1, 2, 3]),
    media=("xlsx", "csv"),
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def total_rows(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with rows at the ends of its list that are no records: a total, a count.

    What it does:
        Adds the sum of all amounts below the list; from severity 2 on the number of rows below it;
        at severity 3 an opening row with nothing in it above the list.

    In the wild:
        Reports of business systems that were saved as a file.

    Effect on truth:
        None: the rows name themselves. The sum is the lure of the last amount.

    Example:
        10.00, 20.00 → 10.00, 20.00, Report total 30.00
    """
    del rng  # the ends of a list are where they are
    lines, place = table.lines(), amounts_place(table)
    if place is None or len(lines) < 2:  # noqa: PLR2004 - one row is its own sum
        yield Skip("the table has no list of amounts")
        return
    there = [
        table.statements[row.cells[place].statement or ""]
        for row in lines
        if row.cells[place].statement
    ]
    total = sum_of(there)
    if total is None:
        yield Skip("the amounts of the list are not all there, or of several currencies")
        return
    touches = tuple(dict.fromkeys(filter(None, (each.ref for each in there))))
    stated = stated_sum(total, "list total", there[-1])
    row = sum_row(table, "list total", place, stated, _TOTAL)
    yield InsertRow(key="1 total", touches=touches, row=row, statements=(stated,))
    yield Bait(key="1 total", statement=there[-1].id, lures=(Lure(total, "list-total"),))
    counted = Cell(text=f"{in_language(_COUNT, table.locale)}: {len(lines)}")
    opening = Cell(text=in_language(_FIRST, table.locale))
    for number, (name, cell, before) in enumerate(
        (("count", counted, ""), ("opening", opening, lines[0].id)), 2
    ):
        if number <= level.count:
            rest = tuple(Cell() for _ in table.columns[1:])
            other = replace(row, id=name, cells=(cell, *rest))
            yield InsertRow(key=f"{number} {name}", touches=touches, row=other, before_row=before)
