"""The sign of an amount as the column that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from chaosdocs.authoring import (
    TABLE,
    Column,
    Edit,
    Lure,
    Money,
    Once,
    Rng,
    Skip,
    SplitColumn,
    Statement,
    Table,
    currency_of,
    in_language,
    operator,
    retext,
    statements_of,
    write,
)

_HEADS: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("Debit", "Credit"), "de": ("Soll", "Haben"), "fr": ("Débit", "Crédit"),
    "ja": ("借方", "貸方"),
}  # fmt: skip
"""Language to the heads of what goes out and of what comes in."""


@operator(
    TABLE,
    version=2,
    evidence="jcmaker/RechnungsFee#247: a bank's columns for debit and credit are not read",
    media=("csv",),
    exempt={"applicable": "needs a list of amounts some of which are negative"},
)
def debit_credit_columns(table: Table, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with one column for amounts paid out and one for amounts received.

    What it does:
        Splits the column of amounts into two, "Debit" and "Credit". No amount has a sign.

    In the wild:
        Exports of banks; journals of bookkeeping programs.

    Effect on truth:
        None: an amount under Debit is paid out. The lure is the amount without its sign.

    Example:
        Amount: -12.50 / 40.00 → Debit: 12.50, empty / Credit: empty, 40.00
    """
    del level, rng  # there is one way to part a column
    found = next(_columns(table), None)
    if found is None:
        yield Skip("the table has no column of amounts with both signs")
        return
    column, held = found
    debit, credit = in_language(_HEADS, table.locale)
    signs = {credit: "+", debit: "-"}
    for statement in held.values():
        money, hand = statement.value, statement.convention
        if not isinstance(money, Money) or hand is None:
            continue
        own = replace(hand, signs=signs, currency=currency_of(statement))
        out = money.amount < 0
        lost = (Lure(Money(-money.amount, money.currency), "sign-lost"),) if out else ()
        yield retext(statement, write(money, own), lures=lost, convention=own, key=column.id)
    yield SplitColumn(
        key=column.id,
        touches=tuple(str(each.ref) for each in held.values()),
        column=column.id,
        before=column,
        after=(
            replace(column, id=f"{column.id} debit", header=debit),
            replace(column, id=f"{column.id} credit", header=credit),
        ),
        first=tuple(row for row, each in held.items() if _out(each)),
    )


def _columns(table: Table) -> Iterator[tuple[Column, dict[str, Statement]]]:
    """Yield the columns of a list that have amounts of both signs, and their statements by row."""
    able = {each.id for each in statements_of(table, "money") if _plain(each)}
    for place, column in enumerate(table.columns):
        cells = {row.id: row.cells[place] for row in table.rows}
        held = {row: cell for row, cell in cells.items() if cell.statement is not None}
        lines = {row.id for row in table.lines()}
        if not held or not lines.issuperset(held) or not all(
            cell.statement in able and not (cell.part or cell.context or cell.formula)
            for cell in held.values()
        ):  # fmt: skip
            continue
        said = {row: table.statements[cell.statement or ""] for row, cell in held.items()}
        refs = {each.ref for each in said.values()}
        if len(refs) == len(said) and len({_out(each) for each in said.values()}) > 1:
            yield column, said


def _out(statement: Statement) -> bool:
    money = statement.value
    return isinstance(money, Money) and money.amount < 0


def _plain(statement: Statement) -> bool:
    hand, money = statement.convention, statement.value
    if hand is None or not isinstance(money, Money) or not hand.settled or hand.scale:
        return False
    alone = hand.currency not in {"after", "before"}  # a cell under a sign shows a number alone
    return alone and not hand.signs and statement.text == write(money, hand)
