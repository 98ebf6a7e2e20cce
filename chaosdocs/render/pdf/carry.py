"""Sums carried from page to page of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chaosdocs.documents.table import EMPTY, Cell, Row
from chaosdocs.render.pdf.tables import Grid
from chaosdocs.render.templates.words import word
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money


def carried(
    grid: Grid,
    rows: Sequence[Row],
    statements: Mapping[str, Statement],
    *,
    column: str,
    locale: str,
    way: str,
    number: int,
) -> Row | None:
    """Return the row with the sum of a column of amounts so far.

    Args:
        grid: The table.
        rows: The lines above the break.
        statements: Their statements.
        column: Id of the column; ``yes`` for the last column of amounts that is no balance.
        locale: Language of the words.
        way: ``carried`` at the foot of a page, ``brought`` at the head of the next.
        number: Which break it is, from 1.

    Returns:
        The row; None where there is no such column, or where an amount is not plainly stated.
    """
    amounts = [
        i
        for i, c in enumerate(grid.columns)
        if c.kind == "money" and (c.id == column or (column == "yes" and "balance" not in c.id))
    ]
    if not amounts or not rows or grid.columns[0].kind == "money":
        return None
    place = grid.places[amounts[-1]]
    convention: Convention | None = None
    total: Money | None = None
    for row in rows:
        name = row.cells[place].statement
        value = statements[name].value if name is not None else None
        if name is None or not isinstance(value, Money):
            return None
        if total is not None and total.currency != value.currency:
            return None
        convention = statements[name].convention
        total = Money(value.amount + (total.amount if total is not None else 0), value.currency)
    if total is None or convention is None:
        return None
    text = write(total, convention)
    cells = [EMPTY for _ in rows[0].cells]
    cells[grid.places[0]] = Cell(text=word(way, locale))
    cells[place] = Cell(text=text)
    return Row(id=f"{way}{number}", role="carry", cells=tuple(cells))
