"""Rows of a report that sum up the whole list."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Cell,
    Edit,
    InsertRow,
    Lure,
    Number,
    Ref,
    Rng,
    Row,
    Skip,
    Statement,
    Table,
    amounts_place,
    in_language,
    numbers,
    operator,
    stated_sum,
    sum_of,
    sum_row,
)

_TOTAL = {"en": "Report total", "de": "Summe Liste", "fr": "Total de la liste", "ja": "一覧合計"}
_COUNT = {"en": "Number of rows", "de": "Anzahl Zeilen", "fr": "Nombre de lignes", "ja": "行数"}
_FIRST = {"en": "Brought forward", "de": "Vortrag", "fr": "Report", "ja": "前頁繰越"}


@operator(
    TABLE,
    evidence="wpninjas/ninja-forms#2404: a row of totals is exported as a record; "
    "frappe/frappe#9055",
    ladder=numbers([1, 2, 3]),
    version=2,
    media=("xlsx", "csv"),
)
def total_rows(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with rows that are no records above and below a list: a total, a count.

    What it does:
        Adds the sum of all amounts below the list. From severity 2 on, adds the number of rows
        below the list. At severity 3, adds an empty opening row above the list. For a list without
        amounts, the number of rows comes first.

    In the wild:
        Reports of business systems that were saved as a file.

    Effect on truth:
        None: the added rows are labelled. The sum is the lure of the last amount.

    Example:
        10.00, 20.00 → 10.00, 20.00, Report total 30.00
    """
    del rng  # the ends of a list are where they are
    lines = table.lines()
    if len(lines) < 2:  # noqa: PLR2004 - one row is its own sum
        yield Skip("the table has no list of two rows")
        return
    touches = tuple(dict.fromkeys(each for row in lines for each in _refs(table, row)))
    place = amounts_place(table)
    there = [] if place is None else _amounts(table, place)
    total = sum_of(there)
    if place is not None and total is not None:
        stated = stated_sum(total, "list total", there[-1])
        row = sum_row(table, "list total", place, stated, _TOTAL)
        yield InsertRow(key="1 total", touches=touches, row=row, statements=(stated,))
        yield Bait(key="1 total", statement=there[-1].id, lures=(Lure(total, "list-total"),))
    counted = Cell(text=f"{in_language(_COUNT, table.locale)}: {len(lines)}")
    opening = Cell(text=in_language(_FIRST, table.locale))
    for number, (name, cell, before) in enumerate(
        (("list count", counted, ""), ("list opening", opening, lines[0].id)), 2
    ):
        if number <= level.count or (total is None and name == "list count"):
            cells = (cell, *(Cell() for _ in table.columns[1:]))
            other = Row(id=name, role="subtotal", cells=cells)
            yield InsertRow(key=f"{number} {name}", touches=touches, row=other, before_row=before)


def _amounts(table: Table, place: int) -> list[Statement]:
    cells = [row.cells[place] for row in table.lines()]
    return [table.statements[cell.statement] for cell in cells if cell.statement is not None]


def _refs(table: Table, row: Row) -> Iterator[Ref]:
    """Yield the fields that a row of the list states."""
    for cell in row.cells:
        statement = table.statements.get(cell.statement or "")
        if statement is not None and statement.ref is not None and statement.row == row.id:
            yield statement.ref
