"""Columns whose number format shows less than the cells hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from chaosdocs.authoring import (
    TABLE,
    Cell,
    Claim,
    Edit,
    Lure,
    Money,
    Quantity,
    Rate,
    Rng,
    Say,
    SetCell,
    Skip,
    Statement,
    Table,
    Value,
    operator,
    rates,
    says,
    take,
    typed,
)

TWO = 2
"""Fields with so many different statements are left alone: rounding one would be a third."""


@operator(
    TABLE,
    version=2,
    evidence="pola-rs/polars#12052: read_excel reads the visible decimals only",
    ladder=rates([0.15, 0.3, 0.5, 0.75, 1.0]),
    media=("xlsx",),
    exempt={"applicable": "needs decimals: Japanese documents have none"},
)
def hidden_precision(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with columns of numbers that are displayed rounded to whole numbers.

    What it does:
        Sets the number format of a column to 0 or #,##0; the cells hold what they held. Severity
        is the share of the columns with decimals.

    In the wild:
        Management reports in whole euros; a column that was too narrow for its cents.

    Effect on truth:
        Altered on the channel of what is shown: the rounded number. The channel of the values has
        the exact one, which is the lure.

    Example:
        a cell that holds and shows 1234.56 → the same cell, showing 1235
    """
    claims: dict[str, set[Claim]] = {}
    for statement in table.statements.values():
        if statement.ref is not None:
            claims.setdefault(statement.ref, set()).add(statement.claim)
    columns: dict[str, list[tuple[str, Cell, Statement, str]]] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.statement is None or cell.formula or cell.shown_as:
                continue
            statement = table.statements[cell.statement]
            held = typed(statement, decimal=table.options.get("decimal", ""))
            if held is not None and isinstance(held.value, Decimal) and _stays(held.value):
                shape = "#,##0" if "#,##0" in held.shape else "0"
                columns.setdefault(column.id, []).append((row.id, cell, statement, shape))
    eligible = [
        name
        for name, cells in columns.items()
        if any(_whole(statement.value) != statement.value for _, _, statement, _ in cells)
        and all(len(claims.get(statement.ref or "", ())) < TWO for _, _, statement, _ in cells)
    ]
    if not eligible or table.options.get("typed") == "no":
        yield Skip("no column of numbers has decimals")
        return
    for name in take(eligible, level.rate, rng, str):
        for row_id, cell, statement, shape in columns[name]:
            after = replace(cell, shown_as=shape)
            yield SetCell(key=name, row=row_id, column=name, before=cell, after=after)
            whole = _whole(statement.value)
            if whole is not None and whole != statement.value and statement.value is not None:
                yield Say(
                    key=name,
                    statement=statement.id,
                    channel="shown",
                    claim=says(whole),
                    lures=(Lure(statement.value, "hidden-precision"),),
                )


def _stays(number: Decimal) -> bool:
    """Whether anything is left of it: programs disagree about the sign of what rounds to 0."""
    return number == 0 or _rounded(number) != 0


def _whole(value: Value | None) -> Value | None:
    """The value rounded as a spreadsheet shows it without decimals."""
    match value:
        case Money():
            return Money(_rounded(value.amount), value.currency)
        case Quantity():
            return Quantity(_rounded(value.value), value.unit)
        case Decimal():
            return _rounded(value)
        case _:
            return value


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_UP)
