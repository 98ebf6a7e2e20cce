"""Plain tables of feeds: the fields of the head in a block above the rows, or again in each row."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Row, Table
from chaosdocs.render.systems.currency import currency_spec, with_currency
from chaosdocs.render.systems.lowering import (
    Namer,
    again,
    cells_of,
    distinct,
    header_row,
    leaves_of,
    note_rows,
    rows_of,
    scalar_column,
    scalar_statements,
)
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement


def plain_numbers(record: Record, medium: str) -> Convention:
    """Return how values are written: plain numbers, ISO dates, the currency stated once."""
    del medium
    return Convention(
        name="en_US",
        decimal=".",
        group="",
        date="yyyy-MM-dd",
        currency=currency_spec(record),
    )


def csv_options(
    delimiter: str, *, newline: str = "\n", encoding: str = "utf-8"
) -> Mapping[str, str]:
    """Return how the file of a feed is written, its numbers as numbers where the medium can."""
    return {
        "delimiter": delimiter,
        "quote": '"',
        "encoding": encoding,
        "newline": newline,
        "bom": "no",
        "typed": "yes",
    }


def block_above(
    values: StatementSet, name: Namer, *, system: str, locale: str, options: Mapping[str, str]
) -> Table:
    """Return a table with a label and a value a line, a blank line, heads and rows.

    Args:
        values: What is stated.
        name: A field to its head.
        system: Name of the system.
        locale: Whose title and words it has.
        options: How the file is written.
    """
    values = with_currency(values)
    leaves = leaves_of(values, name)
    columns = distinct(leaf.column for leaf in leaves)
    width = max(2, len(columns))
    block = []
    for number, statement in enumerate(scalar_statements(values), 1):
        label = scalar_column(statement, values, name).header
        rest = (EMPTY for _ in range(width - 2))
        cells = (Cell(text=f"{label}:"), Cell(statement=statement.id), *rest)
        block.append(Row(id=f"block {number}", role="preamble", cells=cells[:width]))
    blank = Row(id="blank", role="blank", cells=tuple(EMPTY for _ in range(width)))
    lines = [
        Row(id=row, role="line", cells=cells_of(leaf.by_row.get(row) for leaf in leaves))
        for row in rows_of(values)
    ]
    return Table(
        columns=tuple(columns),
        rows=(*block, blank, header_row(columns), *lines, *note_rows(values, len(columns))),
        statements=dict(values.statements),
        system=system,
        locale=locale,
        title=values.record.domain.title(locale.partition("_")[0]),
        options=options,
        focus=values.focus,
    )


def in_every_row(
    values: StatementSet, name: Namer, *, system: str, locale: str, options: Mapping[str, str]
) -> Table:
    """Return a flat table: the fields of the head stand behind those of each row.

    Args:
        values: What is stated.
        name: A field to its head.
        system: Name of the system.
        locale: Whose title and words it has.
        options: How the file is written.
    """
    values = with_currency(values)
    scalars = scalar_statements(values)
    leaves = leaves_of(values, name)
    columns = distinct(
        [
            *(leaf.column for leaf in leaves),
            *(scalar_column(statement, values, name) for statement in scalars),
        ]
    )
    statements: dict[str, Statement] = {}
    lines: list[Row] = []
    for place, row in enumerate(rows_of(values) or ["document"], 1):
        head = scalars if place == 1 else [again(statement, place) for statement in scalars]
        cells = [*(leaf.by_row.get(row) for leaf in leaves), *head]
        statements.update((statement.id, statement) for statement in cells if statement is not None)
        lines.append(Row(id=row, role="line", cells=cells_of(cells)))
    return Table(
        columns=tuple(columns),
        rows=(header_row(columns), *lines, *note_rows(values, len(columns))),
        statements=statements,
        system=system,
        locale=locale,
        title=values.record.domain.title(locale.partition("_")[0]),
        options=options,
        focus=values.focus,
    )
