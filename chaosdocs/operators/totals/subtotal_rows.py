"""Rows inside a list that sum up the rows above them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Cell,
    Column,
    Convention,
    Edit,
    InsertRow,
    Lure,
    Money,
    Number,
    Rng,
    Row,
    Skip,
    Statement,
    Table,
    in_language,
    numbers,
    operator,
    says,
    write,
)

_WORDS = {"en": "Subtotal", "de": "Zwischensumme", "fr": "Sous-total", "ja": "中計"}


@operator(
    TABLE,
    evidence="frappe/frappe#9055; baserow/baserow#4700",
    ladder=numbers([1, 2, 3, 4, 6]),
    version=2,
    nested=False,
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def subtotal_rows(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with subtotal rows between the rows of a list.

    What it does:
        After some lines, adds a row with the sum of the amounts since the last one.

    In the wild:
        Reports of business systems; spreadsheets with SUBTOTAL(); invoices by cost centre.

    Effect on truth:
        None: a subtotal is labelled as one. Its sum is a lure of the amount above it.

    Example:
        10.00, 20.00, 5.00 → 10.00, 20.00, subtotal 30.00, 5.00
    """
    lines = table.lines()
    place = _amounts(table)
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
        total = _sum(statements)
        if total is None or len(chunk) < 2:  # noqa: PLR2004
            continue
        key = f"subtotal {number}"
        stated = _stated(total, key, statements[-1])
        yield InsertRow(
            key=key,
            row=_row(table, key, place, stated),
            before_row=_after(table, chunk[-1]),
            statements=(stated,),
        )
        yield Bait(key=key, statement=statements[-1].id, lures=(Lure(total, "subtotal"),))


def _amounts(table: Table) -> int | None:
    """Place of the last column of amounts of the list that is no running balance of another."""
    columns = {
        place: [_money(table, row, place) for row in table.lines()]
        for place in range(len(table.columns))
        if table.lines() and _money(table, table.lines()[0], place) is not None
    }
    balances = {
        place
        for place, values in columns.items()
        for other, moved in columns.items()
        if other != place and _runs(values, moved)
    }
    return max(columns.keys() - balances, default=None)


def _money(table: Table, row: Row, place: int) -> Decimal | None:
    statement = table.statements.get(row.cells[place].statement or "")
    if statement is None or statement.row is None or not isinstance(statement.value, Money):
        return None
    return statement.value.amount


def _runs(balances: list[Decimal | None], moved: list[Decimal | None]) -> bool:
    """Whether most balances are the one before and what was moved."""
    steps = [
        after == before + amount
        for before, after, amount in zip(balances, balances[1:], moved[1:], strict=False)
        if before is not None and after is not None and amount is not None
    ]
    return bool(steps) and 2 * sum(steps) > len(steps)


def _sum(statements: list[Statement]) -> Money | None:
    monies = [statement.value for statement in statements if isinstance(statement.value, Money)]
    if len(monies) != len(statements) or not monies:
        return None
    return Money(sum((m.amount for m in monies), Decimal(0)), monies[0].currency)


def _stated(total: Money, key: str, like: Statement) -> Statement:
    """The sum, written and typed as the amount above it; no fact stands behind it."""
    convention = like.convention
    if convention is None or not convention.settled:
        convention = Convention(name="plain", group="")
    return Statement(
        id=key,
        ref=None,
        kind=like.kind,
        text=write(total, convention),
        claim=says(total),
        convention=convention,
        imitates=like.ref,
    )


def _row(table: Table, key: str, place: int, stated: Statement) -> Row:
    words = next((i for i, c in enumerate(table.columns) if _is_text(c)), 0)
    cells = [Cell() for _ in table.columns]
    cells[words if words != place else 0] = Cell(text=in_language(_WORDS, table.locale))
    cells[place] = Cell(statement=stated.id)
    return Row(id=key, role="subtotal", cells=tuple(cells))


def _is_text(column: Column) -> bool:
    return column.kind == "text"


def _after(table: Table, row: Row) -> str:
    rows = list(table.rows)
    at = rows.index(row) + 1
    return rows[at].id if at < len(rows) else ""
