"""Keys that stand on the first of several rows and are blank below it."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Cell,
    Edit,
    Rate,
    Rng,
    SetCell,
    Skip,
    Table,
    operator,
    rates,
    take,
)


@operator(
    TABLE,
    evidence="HXLStandard/libhxl-python#73: a value stands once for several rows; apache/hop#6078",
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    media=("xlsx", "csv"),
    exempt={
        "applicable": "only flat exports repeat the fields of the head",
        "distinct": "a short list has few keys to leave out",
    },
)
def keys_printed_once(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with repeated values printed on their first row only.

    What it does:
        Some columns repeat a field of the document header on every row. Empties all their cells
        below the first row. Severity is the share of these columns.

    In the wild:
        Report-style exports; pivot tables pasted as values.

    Effect on truth:
        None: the first row still has the value.

    Example:
        R-17 on every row of the export → R-17 on the first row, empty cells below
    """
    lines = table.lines()
    repeated = [
        place
        for place in range(len(table.columns))
        if len(lines) > 1 and _repeats([row.cells[place].statement for row in lines])
    ]
    if not repeated:
        yield Skip("no column repeats a field of the head")
        return
    for place in take(repeated, level.rate, rng, lambda p: table.columns[p].id):
        column = table.columns[place].id
        for row in lines[1:]:
            before = row.cells[place]
            if before.statement is not None:
                yield SetCell(key=column, row=row.id, column=column, before=before, after=Cell())


def _repeats(statements: list[str | None]) -> bool:
    stems = {statement.partition("#")[0] for statement in statements if statement is not None}
    return len(stems) == 1 and sum(statement is not None for statement in statements) > 1
