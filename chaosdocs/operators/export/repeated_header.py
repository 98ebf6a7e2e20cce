"""Header rows that come again in the middle of the data."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Cell,
    Edit,
    InsertRow,
    Number,
    Rng,
    Row,
    Skip,
    Table,
    numbers,
    operator,
    take,
)


@operator(
    TABLE,
    evidence="cal-itp/data-infra#5210: a second header is read as a row; "
    "manybabies/mb2-analysis#89",
    ladder=numbers([1, 2, 3, 5, 8]),
    media=("xlsx", "csv"),
)
def repeated_header(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the header row repeated between the lines.

    What it does:
        Repeats the row of column headers before some rows. Severity is the number of repetitions.

    In the wild:
        Reports that were printed into a file, with a header row for each page; files that were
        appended to one another.

    Effect on truth:
        None: a header row is not a record.

    Example:
        header, row 1 ... row 9 → header, row 1 ... row 4, header, row 5 ... row 9
    """
    later = table.lines()[1:]
    if not later:
        yield Skip("the table has no second line that a header could stand before")
        return
    cells = tuple(Cell(text=column.header) for column in table.columns)
    for row in take(later, level.count / len(later), rng, lambda line: line.id):
        statements = (
            table.statements[cell.statement] for cell in row.cells if cell.statement is not None
        )
        yield InsertRow(
            key=row.id,
            touches=tuple(s.ref for s in statements if s.ref is not None and s.row == row.id),
            row=Row(id=f"header before {row.id}", role="header", cells=cells),
            before_row=row.id,
        )
