"""Formulas whose values the file does not keep."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    GONE,
    TABLE,
    Cell,
    Edit,
    Money,
    Rate,
    Rng,
    Say,
    SetCell,
    Skip,
    Table,
    operator,
    rates,
    take,
)


@operator(
    TABLE,
    evidence="onyx-dot-app/onyx#13354: 63 % of sampled chunks held formula strings",
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    media=("xlsx",),
    exempt={"applicable": "only invoices have quantity, price and amount in a row"},
)
def uncached_formulas(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts of the list replaced by formulas without a cached value.

    What it does:
        Writes a formula such as =B2*C2 in place of an amount. No program has computed the sheet
        since, so the cell has no value.

    In the wild:
        Workbooks made by a library and never opened in a spreadsheet program.

    Effect on truth:
        The sheet shows no amount and holds none. Where quantity and price stand in the same row,
        the amount follows from them.

    Example:
        a cell with 30.00 → a cell with =B2*C2 and no value
    """
    products = list(_products(table))
    if not products:
        yield Skip("no line has an amount with its quantity and price beside it")
        return
    for row, place, formula in take(products, level.rate, rng, lambda p: p[0]):
        before = table.row(row).cells[place]
        if before.statement is None:
            continue
        after = Cell(statement=before.statement, formula=formula, cached=False)
        column = table.columns[place].id
        key = f"{row}/{column}"
        yield SetCell(key=key, row=row, column=column, before=before, after=after)
        yield Say(key=key, statement=before.statement, channel="value", claim=GONE)
        yield Say(key=key, statement=before.statement, channel="shown", claim=GONE)


def _products(table: Table) -> Iterator[tuple[str, int, str]]:
    """Row, place of the amount, and the formula that computes it."""
    for row in table.lines():
        places = {
            (table.statements[cell.statement].ref or "").rpartition("/")[2]: place
            for place, cell in enumerate(row.cells)
            if cell.statement is not None and table.statements[cell.statement].row is not None
        }
        if not {"quantity", "unit_price", "amount"} <= places.keys():
            continue
        amount = row.cells[places["amount"]].statement or ""
        if isinstance(table.statements[amount].value, Money):
            quantity, price = (_letters(places[name]) for name in ("quantity", "unit_price"))
            yield row.id, places["amount"], f"={quantity}{{row}}*{price}{{row}}"


def _letters(place: int) -> str:
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
