"""Sums of a list: its column of amounts, what it adds up to, and the row that says so."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from chaosdocs.authoring.wording import in_language
from chaosdocs.documents.table import Cell, Column, Row, Table
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money


def amounts_place(table: Table) -> int | None:
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


def sum_of(statements: list[Statement]) -> Money | None:
    """Return the sum of amounts, or None where one of them states no amount."""
    monies = [statement.value for statement in statements if isinstance(statement.value, Money)]
    if len(monies) != len(statements) or not monies:
        return None
    return Money(sum((m.amount for m in monies), Decimal(0)), monies[0].currency)


def stated_sum(total: Money, key: str, like: Statement) -> Statement:
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


def sum_row(table: Table, key: str, place: int, stated: Statement, label: Mapping[str, str]) -> Row:
    """Return the row of a sum with its label in the language of the table."""
    words = next((i for i, c in enumerate(table.columns) if _is_text(c)), 0)
    cells = [Cell() for _ in table.columns]
    cells[words if words != place else 0] = Cell(text=in_language(label, table.locale))
    cells[place] = Cell(statement=stated.id)
    return Row(id=key, role="subtotal", cells=tuple(cells))


def _is_text(column: Column) -> bool:
    return column.kind == "text"


def row_after(table: Table, row: Row) -> str:
    """Return the id of the row after `row`, or an empty text where it is the last."""
    rows = list(table.rows)
    at = rows.index(row) + 1
    return rows[at].id if at < len(rows) else ""
