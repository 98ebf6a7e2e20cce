"""Another mark between the cells from some row on."""

from __future__ import annotations

import math
from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Edit,
    Rate,
    Rng,
    SetOption,
    Skip,
    Table,
    operator,
    rates,
)

_LATER = {",": ";", ";": ","}
_FEWEST = 3
"""Columns below which nobody can tell by their number which mark separates a row."""


@operator(
    TABLE,
    evidence="duckdb/duckdb#25827: the column headers and all rows before a change of dialect are "
    "lost, without an error",
    ladder=rates([0.1, 0.25, 0.4, 0.5, 0.65]),
    media=("csv",),
    nested=False,
)
def delimiter_changes(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with another delimiter from some row on.

    What it does:
        From a row of the list on, writes semicolons instead of commas between cells, or commas
        instead of semicolons. Severity is the share of rows that this concerns; they are the last
        rows.

    In the wild:
        Files put together from the exports of two programs; rows that people added by hand.

    Effect on truth:
        None: with the right delimiter, such a row has as many cells as there are columns. A reader
        that keeps the first delimiter loses these rows. A reader that guesses the delimiter loses
        the rows before.

    Example:
        17;Metz;Kiel / 18;Lyon;Bonn → 17;Metz;Kiel / 18,Lyon,Bonn
    """
    del rng  # the rows at the end are turned
    options, lines = table.options, table.lines()
    beside = {"first_row", "ragged", "sep_line", "trailing", "later", "end"}
    if len(table.columns) < _FEWEST or len(lines) < 2 or any(map(options.get, beside)):  # noqa: PLR2004 - one row stays
        yield Skip("the table has too few rows or columns, or rows of unequal width")
        return
    first = lines[-min(len(lines) - 1, max(1, math.ceil(level.rate * len(lines))))].id
    rows = table.rows[[row.id for row in table.rows].index(first) :]
    names = (cell.statement for row in rows for cell in row.cells if cell.statement is not None)
    refs = (table.statements[name].ref for name in names)
    touches = tuple(dict.fromkeys(ref for ref in refs if ref is not None))
    after = _LATER.get(options.get("delimiter", ","), ";")
    yield SetOption(
        key="later", touches=touches, option="later", before="", after=f"{after}{first}"
    )
