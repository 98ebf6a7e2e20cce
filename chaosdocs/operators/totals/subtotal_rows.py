"""Rows inside a list that sum up the rows above them."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Edit,
    InsertRow,
    Lure,
    Number,
    Rng,
    Skip,
    Table,
    amounts_place,
    numbers,
    operator,
    row_after,
    stated_sum,
    sum_of,
    sum_row,
)

_WORDS = {"en": "Subtotal", "de": "Zwischensumme", "fr": "Sous-total", "ja": "中計"}


@operator(
    TABLE,
    evidence="frappe/frappe#9055; baserow/baserow#4700",
    ladder=numbers([1, 2, 3, 4, 6]),
    version=3,
    nested=False,
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def subtotal_rows(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with subtotal rows between the rows of a list.

    What it does:
        After some rows, adds a row with the sum of the amounts since the last such row. Severity is
        the number of added rows.

    In the wild:
        Reports of business systems; spreadsheets with SUBTOTAL(); invoices by cost centre.

    Effect on truth:
        None: a subtotal is labelled as a subtotal. The sum is a lure of the amount above it.

    Example:
        10.00, 20.00, 5.00 → 10.00, 20.00, subtotal 30.00, 5.00
    """
    lines = table.lines()
    place = amounts_place(table)
    if place is None or len(lines) < 2:  # noqa: PLR2004 - one row is its own sum
        yield Skip("the table has no list of amounts")
        return
    count = min(level.count, len(lines) // 2)
    width = len(lines) / count
    ends = sorted({max(2, round(width * (n + 1))) for n in range(count)})
    start = 0
    for number, end in enumerate(ends, 1):
        chunk = lines[start:end]
        start = end
        statements = [
            table.statements[row.cells[place].statement or ""]
            for row in chunk
            if row.cells[place].statement
        ]
        total = sum_of(statements)
        if total is None or len(chunk) < 2:  # noqa: PLR2004
            continue
        key = f"subtotal {number}"
        stated = stated_sum(total, key, statements[-1])
        yield InsertRow(
            key=key,
            row=sum_row(table, key, place, stated, _WORDS),
            before_row=row_after(table, chunk[-1]),
            statements=(stated,),
        )
        yield Bait(key=key, statement=statements[-1].id, lures=(Lure(total, "subtotal"),))
