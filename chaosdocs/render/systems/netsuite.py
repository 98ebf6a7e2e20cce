"""An export as NetSuite makes it: words as headers, the main line first, then the item lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chaosdocs.documents.statements import Statements
from chaosdocs.documents.table import Cell, Column, Row, RowRole, Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render.systems.lowering import (
    camel,
    column_of,
    distinct,
    header_row,
    leaves_of,
    list_column,
    note_rows,
    rows_of,
    scalar_spots,
    words,
)
from chaosdocs.render.systems.trees import leaf_node, list_node, note_node
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Field, Record
from chaosdocs.truth.spots import Spot

_NAMES: Mapping[str, str] = {
    "/invoice_number": "Document Number",
    "/issue_date": "Transaction Date",
    "/due_date": "Due Date",
    "/customer_number": "Customer ID",
    "/order_number": "PO #",
    "/seller/name": "Vendor : Name",
    "/buyer/name": "Customer : Name",
    "/net": "Amount (Net)",
    "/tax": "Amount (Tax)",
    "/total": "Amount (Gross)",
    "/payment_days": "Terms (Days)",
    "/note": "Memo",
    "/lines/*/position": "Line ID",
    "/lines/*/sku": "Item",
    "/lines/*/description": "Item : Description",
    "/lines/*/unit_price": "Item Rate",
    "/lines/*/booking_date": "Date",
}
_KEYS: Mapping[str, str] = {
    "/invoice_number": "tranId",
    "/issue_date": "tranDate",
    "/due_date": "dueDate",
    "/order_number": "otherRefNum",
    "/net": "subTotal",
    "/tax": "taxTotal",
    "/lines/*/position": "line",
    "/lines/*/sku": "item",
    "/lines/*/unit_price": "rate",
}


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: American marks, dates that nobody can turn round."""
    del record
    return Convention(
        name="en_US",
        decimal=".",
        group="" if medium == "json" else ",",
        date="yyyy-MM-dd" if medium == "json" else "dd-MMM-yyyy",
        minus="lead" if medium in {"json", "xlsx"} else "paren",
        currency="before" if medium == "csv" else "after",
        words={"true": "T", "false": "F"},
    )


def table(values: Statements) -> Table:
    """Return two blocks: the main line with the fields of the head, then the item lines."""
    rows = rows_of(values)
    leaves = leaves_of(values, rows)
    scalars = scalar_spots(values)
    main = distinct([column_of(spot, values, _name) for spot in scalars])
    lines = distinct([list_column(field, _name) for field in leaves])
    width = max(len(main), len(lines))
    body = [header_row(main, "header"), _line("main", scalars, "preamble")]
    if rows:
        body.append(Row(id="gap", role="blank", cells=tuple(Cell() for _ in range(width))))
        body.append(header_row(lines, "lines header"))
    for row, cells in rows.items():
        own = [cells.get(field.path.rpartition("/")[2]) for field in leaves]
        body.append(_line(row, own, "line"))
    body = [_padded(row, width) for row in body]
    spots = {spot.id: spot for spot in scalars}
    for cells in rows.values():
        spots.update({spot.id: spot for spot in cells.values()})
    columns = tuple(
        Column(
            id=f"{main[i].id if i < len(main) else ''}|{lines[i].id if i < len(lines) else ''}",
            header="",
        )
        for i in range(width)
    )
    return Table(
        columns=columns,
        rows=(*body, *note_rows(values, width)),
        spots=spots,
        system="netsuite",
        title=values.record.domain.title("en"),
        options={"delimiter": ",", "encoding": "utf-8", "newline": "\n", "typed": "yes"},
    )


def _line(row: str, spots: Sequence[Spot | None], role: RowRole) -> Row:
    return Row(
        id=row,
        role=role,
        cells=tuple(Cell(spot=None if spot is None else spot.id) for spot in spots),
    )


def _padded(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    return Row(id=row.id, role=row.role, cells=(*row.cells, *(Cell() for _ in range(missing))))


def tree(values: Statements) -> Tree:
    """Return flat camel-case keys, the lines under ``item.items``."""
    members: list[Node] = []
    taken: dict[str, int] = {}
    for spot in scalar_spots(values):
        key = _key(spot, values)
        taken[key] = taken.get(key, 0) + 1
        members.append(leaf_node(spot, key if taken[key] == 1 else f"{key}{taken[key]}"))
    items = list_node(values, "items", _field_key)
    if items is not None:
        members.append(Node(id="item", key="item", members=(items,)))
    members += note_node(values, "remarks")
    return Tree(
        root=Node(id="", members=tuple(members)),
        spots=dict(values.spots),
        system="netsuite",
        options={"indent": ""},
    )


def _key(spot: Spot, values: Statements) -> str:
    if spot.ref is not None and spot.id == f"{spot.ref}#1":
        return _field_key(values.record.domain.field(spot.ref))
    return camel(spot.label) or camel(spot.id)


def _field_key(field: Field) -> str:
    path = field.path.replace("/lines/*", "")
    return _KEYS.get(field.path, camel(path))


def _name(field: Field) -> str:
    if field.path in _NAMES:
        return _NAMES[field.path]
    path = field.path.replace("/lines/*", "")
    return " ".join(word.capitalize() for word in words(path))
