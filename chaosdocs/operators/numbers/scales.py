"""Columns of amounts in another unit, which their heads tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from chaosdocs.authoring import (
    Edit,
    Lure,
    Money,
    Rate,
    Rng,
    SetColumn,
    Skip,
    Statement,
    Table,
    currency_of,
    in_language,
    retext,
    statements_of,
    take,
    write,
)


def scaled(
    table: Table,
    level: Rate,
    rng: Rng,
    *,
    power: int,
    words: Mapping[str, str],
    fits: Callable[[Money], bool],
) -> Iterator[Edit | Skip]:
    """Yield the edits that write columns of amounts in another unit and say so in their heads.

    Args:
        table: The table.
        level: The share of columns.
        rng: The operator's stream.
        power: Power of ten that the amounts shown are to be multiplied with.
        words: Language to the words for the unit.
        fits: Whether an amount can be written so.
    """
    columns = _columns(table, fits)
    if not columns:
        yield Skip("the table has no column of amounts that can be written in this unit")
        return
    unit = in_language(words, table.locale)
    for place in take(columns, level.rate, rng, lambda at: table.columns[at].id):
        column = table.columns[place]
        refs = tuple(dict.fromkeys(str(each.ref) for each in columns[place]))
        yield SetColumn(
            key=column.id,
            touches=refs,
            column=column.id,
            before=column,
            after=replace(column, header=f"{column.header} ({unit})"),
        )
        for statement in columns[place]:
            hand, money = statement.convention, statement.value
            if hand is None or not isinstance(money, Money):
                continue
            own = replace(hand, scale=power, currency=currency_of(statement))
            wrong = Money(money.amount.scaleb(-power), money.currency)
            yield retext(
                statement,
                write(money, own),
                lures=(Lure(wrong, "unit-ignored"),) if money.amount else (),
                convention=own,
                key=column.id,
            )


def _columns(table: Table, fits: Callable[[Money], bool]) -> dict[int, list[Statement]]:
    """The places of the columns that have nothing but such amounts, and their statements."""
    able = {each.id for each in statements_of(table, "money") if _plain(each, fits)}
    found: dict[int, list[Statement]] = {}
    for place, column in enumerate(table.columns):
        cells = [row.cells[place] for row in table.rows]
        held = [cell.statement for cell in cells if cell.statement is not None]
        whole = not any(
            cell.part or cell.formula or cell.context or cell.shown_as for cell in cells
        )
        if column.header and held and whole and all(name in able for name in held):
            found[place] = [table.statements[name] for name in held]
    return found


def _plain(statement: Statement, fits: Callable[[Money], bool]) -> bool:
    hand, money = statement.convention, statement.value
    if hand is None or not isinstance(money, Money) or not hand.settled or hand.scale:
        return False
    return not hand.signs and statement.text == write(money, hand) and fits(money)
