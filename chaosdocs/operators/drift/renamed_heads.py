"""Columns of an export that got other headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from chaosdocs.authoring import (
    TABLE,
    Column,
    Edit,
    Number,
    Ref,
    Rng,
    SetColumn,
    Skip,
    Table,
    numbers,
    operator,
    take,
)

_OTHER: Final[Mapping[str, str]] = {
    "vendor": "Supplier", "customer": "Client", "document": "Doc", "number": "No",
    "quantity": "Qty", "description": "Text", "amount": "Value", "tax": "VAT", "total": "Sum",
    "street": "Address", "postcode": "ZIP", "city": "Town", "terms": "Payment Terms",
    "memo": "Text", "owner": "Holder", "holder": "Account Holder", "reference": "Ref",
    "betrag": "Wert", "nummer": "Nr", "datum": "Tag", "buchung": "Posting",
}  # fmt: skip
"""A word of a head to another word for the same."""
_WORD: Final = re.compile(r"[A-Za-z]+")


@operator(
    TABLE,
    version=2,
    evidence="OCA/bank-statement-import#560: names are empty after a change of version; "
    "Flagsmith/flagsmith#7679: the published names differ from what is sent",
    ladder=numbers([1, 2, 4, 8, 16]),
    media=("xlsx", "csv"),
)
def renamed_heads(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with column headers that the system does not use.

    What it does:
        Replaces a word of a column header by another word ("Supplier" for "Vendor"). If none of its
        words has a replacement, the header is written in small letters. Severity is the number of
        columns.

    In the wild:
        A new release of the system; a report template that somebody edited.

    Effect on truth:
        None: the headers still say what stands below them.

    Example:
        Vendor : Name;Quantity → Supplier : Name;Qty
    """
    heads = {column.header for column in table.columns}
    able = [
        (column, name)
        for column in table.columns
        if column.path is not None and not _marks(table, column)
        if (name := _renamed(column.header)) not in {"", *heads}
    ]
    if not able:
        yield Skip("no column has a header that has another word")
        return
    taken: set[str] = set()
    for column, name in take(able, level.count / len(able), rng, lambda each: each[0].id):
        if name in taken:
            continue
        taken.add(name)
        yield SetColumn(
            key=column.id,
            touches=_refs(table, column),
            column=column.id,
            before=column,
            after=replace(column, header=name),
        )


def _renamed(head: str) -> str:
    """The head in other words, or in small letters; empty where it is in small letters already."""
    said = _WORD.sub(lambda word: _OTHER.get(word[0].lower(), word[0]), head)
    return said if said != head else (head.lower() if head != head.lower() else "")


def _marks(table: Table, column: Column) -> bool:
    """Whether the head is the mark of what stands below it: what is under Debit goes out."""
    place = table.column(column.id)
    return any(row.cells[place].context for row in table.rows)


def _refs(table: Table, column: Column) -> tuple[Ref, ...]:
    """The fields that a column states."""
    place = table.column(column.id)
    said = (table.statements.get(row.cells[place].statement or "") for row in table.rows)
    return tuple(dict.fromkeys(each.ref for each in said if each is not None and each.ref))
