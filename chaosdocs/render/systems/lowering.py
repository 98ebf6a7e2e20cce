"""What all systems share: which statements go into columns, and their occurrences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from chaosdocs.documents.statements import Statements
from chaosdocs.documents.table import Cell, Column, Row
from chaosdocs.truth.records import Field
from chaosdocs.truth.spots import Spot

Namer = Callable[[Field], str]


def scalar_spots(values: Statements) -> list[Spot]:
    """Return the statements outside the list, second claims and look-alikes included."""
    return [spot for spot in values.spots.values() if spot.row is None]


def rows_of(values: Statements) -> dict[str, dict[str, Spot]]:
    """Return row key to leaf to statement; rows without any statement are not there."""
    rows: dict[str, dict[str, Spot]] = {}
    for spot in values.spots.values():
        if spot.row is not None:
            leaf = (spot.ref or spot.imitates or spot.id).rpartition("/")[2].partition("#")[0]
            rows.setdefault(spot.row, {}).setdefault(leaf, spot)
    order = {row: place for place, row in enumerate(values.record.rows)}
    return dict(sorted(rows.items(), key=lambda item: order.get(item[0], len(order))))


def leaves_of(values: Statements, rows: Mapping[str, Mapping[str, Spot]]) -> list[Field]:
    """Return the fields of the list that any row states, in the order of the domain."""
    path = values.record.domain.list_path
    there = {leaf for row in rows.values() for leaf in row}
    return [
        field
        for field in values.record.domain.fields
        if path is not None
        and field.path.startswith(f"{path}/*/")
        and field.path.rpartition("/")[2] in there
    ]


def column_of(spot: Spot, values: Statements, name: Namer) -> Column:
    """Return the column for a statement outside the list; extra ones are named by their label."""
    first = spot.ref is not None and spot.id == f"{spot.ref}#1"
    if spot.ref is not None and first:
        field = values.record.domain.field(spot.ref)
        return Column(id=spot.ref, header=name(field), kind=spot.kind, path=field.path)
    return Column(id=spot.id, header=spot.label, kind=spot.kind, path=spot.ref)


def list_column(field: Field, name: Namer) -> Column:
    """Return the column for a field of the list."""
    return Column(id=field.path, header=name(field), kind=field.kind, path=field.path)


def repeated(spot: Spot, occurrence: int) -> Spot:
    """Return the same statement at one more place."""
    if occurrence == 1:
        return spot
    stem, _, number = spot.id.rpartition("#")
    return replace(spot, id=f"{stem}#{number}.{occurrence}")


def header_row(columns: Iterable[Column], name: str) -> Row:
    """Return the row with the heads of `columns`."""
    return Row(id=name, role="header", cells=tuple(Cell(text=c.header) for c in columns))


def note_rows(values: Statements, width: int) -> list[Row]:
    """Return a row for every sentence."""
    return [
        Row(
            id=note.id,
            role="footer",
            cells=(Cell(text=note.text), *(Cell() for _ in range(width - 1))),
        )
        for note in values.notes
    ]


def distinct(columns: list[Column]) -> list[Column]:
    """Return `columns` with heads that are told apart."""
    seen: dict[str, int] = {}
    out = []
    for column in columns:
        seen[column.header] = seen.get(column.header, 0) + 1
        number = seen[column.header]
        out.append(column if number == 1 else replace(column, header=f"{column.header} {number}"))
    return out


def words(path: str) -> list[str]:
    """Return the words of a schema path: ``/seller/vat_id`` gives seller, vat, id."""
    return [word for word in re.split(r"[/_\W]+", path) if word and word != "*"]


def camel(path: str) -> str:
    """Return the key of a path in camel case."""
    first, *rest = words(path)
    return first.casefold() + "".join(word.capitalize() for word in rest)
