"""Percentages that cells hold as fractions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Cell,
    Edit,
    Lure,
    Rng,
    Say,
    SetCell,
    Skip,
    Statement,
    Table,
    operator,
    says,
    statements_of,
    typed,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How many decimals the percent format shows at most."""

    places: Annotated[int, "decimals"]


@operator(
    TABLE,
    evidence="dilshod/xlsx2csv#309: the fraction or the percentage comes out, by the version; "
    "firecrawl/anydoc#64: the format of the cell is dropped",
    ladder=(Shown(2), Shown(0)),
    media=("xlsx",),
    nested=False,
    exempt={
        "applicable": "needs percentages: statements of accounts have none",
    },
)
def percent_as_fraction(table: Table, level: Shown, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with percentages stored as fractions and displayed as percent.

    What it does:
        Holds 19 per cent as 0.19 and shows it as 19%. Severity is how few decimals are shown.

    In the wild:
        Every workbook that a person made: a rate is typed in as 19%, and the program keeps 0.19.

    Effect on truth:
        None for the value. Where decimals are not shown, the channel of what is shown has the
        rounded percentage. The fraction is the lure.

    Example:
        a cell that holds and shows 5.75 → a cell that holds 0.0575 and shows 5.8%
    """
    del rng  # a program holds all percentages in the same way
    rates = {each.id: each for each in statements_of(table, "percent")}
    if not rates or table.options.get("typed") == "no":
        yield Skip("the table has no percentages in typed cells")
        return
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            statement = rates.get(cell.statement or "")
            if statement is not None and not cell.formula and not cell.shown_as:
                yield from _held(table, row.id, column.id, cell, statement, level.places)


def _held(  # noqa: PLR0917 - a cell and where it stands
    table: Table, row: str, column: str, cell: Cell, statement: Statement, places: int
) -> Iterator[Edit]:
    value = statement.value
    if not isinstance(value, Decimal):
        return
    exponent = value.normalize().as_tuple().exponent
    shown = min(places, max(0, -exponent)) if isinstance(exponent, int) else 0
    shape = f"0.{'0' * shown}%" if shown else "0%"
    held = typed(statement, shape, table.options.get("decimal", ""))
    if held is None:
        return
    key = str(statement.ref)
    after = replace(cell, shown_as=shape)
    yield SetCell(key=key, touches=(key,), row=row, column=column, before=cell, after=after)
    if value:
        fraction = Lure(value.scaleb(-2).normalize(), "fraction-for-percent")
        yield Bait(key=key, statement=statement.id, lures=(fraction,))
    rounded = value.quantize(Decimal(1).scaleb(-shown), ROUND_HALF_UP)
    if rounded != value:
        yield Say(
            key=key,
            statement=statement.id,
            channel="shown",
            claim=says(rounded),
            lures=(Lure(value, "hidden-precision"),),
        )
