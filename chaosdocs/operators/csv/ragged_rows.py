"""Rows with one cell more than there are column headers."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Edit,
    Lure,
    Once,
    Rng,
    Row,
    SetOption,
    Skip,
    Statement,
    Table,
    key,
    operator,
)
from chaosdocs.operators.csv.levels import refs_of


@operator(
    TABLE,
    evidence="https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html: index_col=False "
    "for files with delimiters at the end of each line; pola-rs/polars#10585; "
    "https://github.com/HPI-Information-Systems/Pollock: rows of unequal width in 28 % of 3,712 "
    "files",
    media=("csv",),
)
def ragged_rows(table: Table, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with rows that have one cell more than there are columns.

    What it does:
        Ends every row with a delimiter, except the row of column headers.

    In the wild:
        Programs that write a delimiter after each value, but write the column headers by another
        rule.

    Effect on truth:
        None: the last cell is empty, and each value stands below its column header. A reader that
        takes the first cell as the name of the row moves all other values by one column. The lure
        is the value of the next column.

    Example:
        no;name;city / 17;Metz;Kiel → no;name;city / 17;Metz;Kiel;
    """
    before = table.options.get("trailing", "")
    if before or not table.lines():
        yield Skip("the table has no row, or its rows end with a delimiter already")
        return
    yield SetOption(
        key="width", touches=refs_of(table), option="trailing", before=before, after="yes"
    )
    for row in table.lines():
        for statement, wrong in _moved(table, row):
            yield Bait(key="width", statement=statement.id, lures=(wrong,))


def _moved(table: Table, row: Row) -> Iterator[tuple[Statement, Lure]]:
    """Yield each statement with the value of the cell behind it, where both are of one kind."""
    for cell, behind in zip(row.cells, row.cells[1:], strict=False):
        mine = table.statements.get(cell.statement or "")
        theirs = table.statements.get(behind.statement or "")
        if mine is None or theirs is None or mine.kind != theirs.kind:
            continue
        right, wrong = mine.value, theirs.value
        if right is not None and wrong is not None and key(right) != key(wrong):
            yield mine, Lure(wrong, "columns-shifted")
