"""A second table below the first, in the same sheet or file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from chaosdocs.authoring import (
    TABLE,
    Cell,
    Edit,
    InsertRow,
    Money,
    Number,
    Ref,
    Rng,
    Row,
    Skip,
    Statement,
    Table,
    amounts_place,
    in_language,
    numbers,
    operator,
    stated_sum,
    sum_of,
)

_HEADS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("Band", "Count", "Sum"), "de": ("Klasse", "Anzahl", "Summe"),
    "fr": ("Tranche", "Nombre", "Somme"), "ja": ("区分", "件数", "合計"),
}  # fmt: skip
_BANDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("small", "medium", "large"), "de": ("klein", "mittel", "groß"),
    "fr": ("petit", "moyen", "grand"), "ja": ("小口", "中口", "大口"),
}  # fmt: skip
_WIDTH: Final = 3


@operator(
    TABLE,
    evidence="https://github.com/HPI-Information-Systems/Pollock: several tables in 5.1 % of 3,712 "
    "files",
    ladder=numbers([1, 2, 3]),
    media=("xlsx", "csv"),
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def several_tables(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a second table below the first one, with its own column headers.

    What it does:
        Adds an empty row, the column headers "Band, Count, Sum" and one row for each band of
        amounts. Severity is the number of bands.

    In the wild:
        Reports that end with a summary; sheets to which people added a small table.

    Effect on truth:
        None: these rows stand under other column headers. A reader that reads on to the end of the
        file returns them as rows of the list.

    Example:
        headers, rows → headers, rows, empty row, Band / Count / Sum, small / 12 / 400.00
    """
    del rng  # the bands are cut at the thirds of the list
    lines, place = table.lines(), amounts_place(table)
    if place is None or len(lines) < level.count or len(table.columns) < _WIDTH:
        yield Skip("the table has no list of amounts, or fewer rows or columns than the second one")
        return
    held = [
        table.statements[row.cells[place].statement or ""]
        for row in lines
        if row.cells[place].statement
    ]
    parts = _parts(held, level.count)
    sums = [sum_of(part) for part in parts]
    if not parts or None in sums:
        yield Skip("the amounts of the list are not all there, or of several currencies")
        return
    touches = tuple(dict.fromkeys(filter(None, (each.ref for each in held))))
    heads = in_language(_HEADS, table.locale)
    yield _row(table, "second blank", (), touches)
    yield _row(table, "second heads", [Cell(text=head) for head in heads], touches)
    bands = in_language(_BANDS, table.locale)
    for number, (part, total) in enumerate(zip(parts, sums, strict=True)):
        if total is None:
            continue
        name = f"band {number}"
        stated = stated_sum(total, name, held[0])
        cells = (Cell(text=bands[number]), Cell(text=str(len(part))), Cell(statement=name))
        yield _row(table, name, cells, touches, stated)


def _row(
    table: Table, name: str, cells: Sequence[Cell], touches: tuple[Ref, ...], *stated: Statement
) -> InsertRow:
    rest = (Cell() for _ in range(len(table.columns) - len(cells)))
    row = Row(id=name, role="subtotal" if cells else "blank", cells=(*cells, *rest))
    return InsertRow(key="second table", touches=touches, row=row, statements=stated)


def _parts(held: Sequence[Statement], count: int) -> list[list[Statement]]:
    """The amounts in `count` bands of as many each, the smallest first."""
    ranked = sorted(held, key=_size)
    ends = [len(ranked) * n // count for n in range(count + 1)]
    parts = [list(ranked[a:b]) for a, b in itertools.pairwise(ends)]
    return [part for part in parts if part]


def _size(statement: Statement) -> Decimal:
    return abs(statement.value.amount) if isinstance(statement.value, Money) else Decimal(0)
