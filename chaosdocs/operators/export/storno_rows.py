"""Entries of a list that were taken back, and the entries that take them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Cell,
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
    Value,
    amounts_place,
    in_language,
    numbers,
    operator,
    says,
    take,
    write,
)
from chaosdocs.operators.export.mistyped import mistyped, size_of, taken_back

_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("Entry {n}, reversed", "Reversal of entry {n}",
           "Reversed entries and their reversals are listed for information only."),
    "de": ("Buchung {n}, storniert", "Storno zu Buchung {n}",
           "Stornierte Buchungen und Stornobuchungen sind nur nachrichtlich aufgeführt."),
    "fr": ("Écriture {n}, annulée", "Contre-passation de l'écriture {n}",
           "Les écritures annulées et leurs contre-passations figurent pour mémoire."),
    "ja": ("仕訳{n}(取消済)", "仕訳{n}の取消", "取消済の仕訳とその取消仕訳は参考表示です。"),
}  # fmt: skip
"""Language to the words in the row of an entry, in that of its reversal, and below the list."""


@operator(
    TABLE,
    evidence="nicolettas-muggelbude/RechnungsFee#344: a reversal doubles what it should take back; "
    "itplr-kosit/validator-configuration-xrechnung#58: which sign a reversal has; "
    "odoo/odoo#214872",
    ladder=numbers([1, 2, 3, 5, 8]),
    version=2,
    media=("xlsx", "csv"),
    nested=False,
)
def storno_rows(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with reversed entries, each beside its reversal.

    What it does:
        Adds two rows before a row of the list: an entry with a wrong amount, and its reversal with
        the opposite sign. A sentence below the list says that both are listed for information only.
        Severity is the number of such pairs.

    In the wild:
        Lists of line items from bookkeeping systems, which never delete an entry: the wrong entry,
        its reversal and the right entry follow each other.

    Effect on truth:
        None: the two rows are labelled, and the sentence says that they are for information only.
        The wrong amount is the lure of the amount in the right row.

    Example:
        120.00 → Entry 1, reversed 210.00 / Reversal of entry 1 -210.00 / 120.00
    """
    place = _place(table)
    held = {} if place is None else _held(table, place)
    if place is None or not held:
        yield Skip("the table has no list of amounts or percentages that are plainly written")
        return
    entry, reversal, sentence = in_language(_WORDS, table.locale)
    refs = tuple(dict.fromkeys(str(each.ref) for each in held.values()))
    chosen = take(held, level.count / len(held), rng, str)
    for number, row in enumerate(chosen, 1):
        right = held[row]
        wrong = mistyped(right.value)
        lure = Lure(wrong, "reversed-entry")
        yield Bait(key=row, statement=right.id, lures=(lure,))
        for name, words, value in (
            ("entry", entry, wrong),
            ("reversal", reversal, taken_back(wrong)),
        ):
            stated = _stated(value, f"storno {name} {row}", right)
            made = _row(table, stated.id, words.format(n=number), place, stated)
            yield InsertRow(
                key=row, touches=(str(right.ref),), row=made, before_row=row, statements=(stated,)
            )
    last = Row(id="storno rule", role="subtotal", cells=_cells(table, {0: Cell(text=sentence)}))
    yield InsertRow(key="storno rule", touches=refs, row=last)


def _place(table: Table) -> int | None:
    """The place of the amounts of the list, else of its last percentages."""
    amounts = amounts_place(table)
    shares = [
        place
        for place, column in enumerate(table.columns)
        if column.kind == "percent" and "*" in (column.path or "")
    ]
    return max(shares, default=None) if amounts is None else amounts


def _held(table: Table, place: int) -> dict[str, Statement]:
    """Row to its statement at a place, where that is plainly written and another can be made."""
    found = {}
    for row in table.lines():
        cell = row.cells[place]
        statement = table.statements.get(cell.statement or "")
        if statement is None or statement.ref is None or statement.row != row.id:
            continue
        whole = not (cell.part or cell.context or cell.formula or row.hidden)
        if (
            whole
            and _is_plain(statement)
            and size_of(mistyped(statement.value)) != size_of(statement.value)
        ):
            found[row.id] = statement
    return found


def _is_plain(statement: Statement) -> bool:
    value, hand = statement.value, statement.convention
    if hand is None or not hand.settled or not isinstance(value, Money | Decimal):
        return False
    return statement.text == write(value, hand) and not hand.signs


def _stated(value: Value, name: str, like: Statement) -> Statement:
    """A value written and typed as `like`; no fact stands behind it."""
    hand = like.convention or Convention(name="plain")
    return Statement(
        id=name,
        ref=None,
        kind=like.kind,
        text=write(value, hand),
        claim=says(value),
        convention=hand,
        imitates=like.ref,
    )


def _row(table: Table, name: str, words: str, place: int, stated: Statement) -> Row:
    texts = [n for n, column in enumerate(table.columns) if column.kind == "text" and n != place]
    listed = [n for n in texts if "*" in (table.columns[n].path or "")]
    cells = {
        next(iter((*listed, *texts)), 0 if place else 1): Cell(text=words),
        place: Cell(statement=stated.id),
    }
    return Row(id=name, role="subtotal", cells=_cells(table, cells))


def _cells(table: Table, there: Mapping[int, Cell]) -> tuple[Cell, ...]:
    return tuple(there.get(place, Cell()) for place in range(len(table.columns)))
