"""An export as SAP makes it: technical names, one flat row a line item, trailing minus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chaosdocs.documents.statements import Statements
from chaosdocs.documents.table import Cell, Column, Row, Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render.systems.lowering import (
    column_of,
    distinct,
    header_row,
    leaves_of,
    list_column,
    note_rows,
    repeated,
    rows_of,
    scalar_spots,
    words,
)
from chaosdocs.render.systems.trees import leaf_node, list_node, note_node
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Field, Record
from chaosdocs.truth.spots import Spot

_NAMES: Mapping[str, str] = {
    "/invoice_number": "BELNR",
    "/issue_date": "BLDAT",
    "/due_date": "NETDT",
    "/customer_number": "KUNNR",
    "/order_number": "EBELN",
    "/currency": "WAERS",
    "/seller/name": "LIFNR_NAME1",
    "/seller/vat_id": "STCEG",
    "/seller/iban": "IBAN",
    "/seller/account": "BANKN",
    "/seller/routing": "BANKL",
    "/seller/bic": "SWIFT",
    "/seller/bank": "BANKA",
    "/buyer/name": "KUNNR_NAME1",
    "/buyer/vat_id": "KUNNR_STCEG",
    "/net": "NETWR",
    "/tax": "MWSBK",
    "/tax_rate": "MSATZ",
    "/total": "WRBTR",
    "/payment_days": "ZBD1T",
    "/note": "BKTXT",
    "/lines/*/position": "POSNR",
    "/lines/*/sku": "MATNR",
    "/lines/*/description": "ARKTX",
    "/lines/*/quantity": "FKIMG",
    "/lines/*/unit_price": "NETPR",
    "/lines/*/amount": "POS_NETWR",
    "/iban": "IBAN",
    "/account": "BANKN",
    "/routing": "BANKL",
    "/bank/name": "BANKA",
    "/bank/bic": "SWIFT",
    "/holder/name": "KOINH",
    "/statement_number": "AZNUM",
    "/period_start": "AZDAT_VON",
    "/period_end": "AZDAT_BIS",
    "/opening_balance": "SSALD",
    "/closing_balance": "ESALD",
    "/total_credits": "SUMHA",
    "/total_debits": "SUMSO",
    "/lines/*/booking_date": "BUDAT",
    "/lines/*/value_date": "VALUT",
    "/lines/*/reference": "XBLNR",
    "/lines/*/balance": "SALDO",
}


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: German marks in tables, plain ones in trees."""
    del record
    if medium == "json":
        return Convention(name="sap", decimal=".", group="", date="yyyyMMdd", currency="after")
    return Convention(
        name="sap",
        decimal="." if medium == "xlsx" else ",",
        group="" if medium == "xlsx" else ".",
        date="dd.MM.yyyy",
        minus="lead" if medium == "xlsx" else "trailing",
        currency="after",
        words={"true": "X", "false": "-"},
    )


def table(values: Statements) -> Table:
    """Return the flat table: the fields of the head are repeated on every line."""
    rows = rows_of(values)
    leaves = leaves_of(values, rows)
    scalars = scalar_spots(values)
    columns = distinct(
        [
            *(column_of(spot, values, _name) for spot in scalars),
            *(list_column(field, _name) for field in leaves),
        ]
    )
    spots: dict[str, Spot] = {}
    lines: list[Row] = []
    for number, (row, cells) in enumerate((rows or {"only": {}}).items(), 1):
        there = [repeated(spot, number) for spot in scalars]
        own = [cells.get(field.path.rpartition("/")[2]) for field in leaves]
        for spot in [*there, *own]:
            if spot is not None:
                spots[spot.id] = spot
        lines.append(
            Row(
                id=row,
                role="line",
                cells=tuple(
                    Cell(spot=None if spot is None else spot.id) for spot in [*there, *own]
                ),
            )
        )
    return Table(
        columns=tuple(columns),
        rows=(header_row(columns, "header"), *lines, *note_rows(values, len(columns))),
        spots=spots,
        system="sap",
        title=values.record.domain.title("en"),
        options={"delimiter": ";", "encoding": "utf-8", "newline": "\r\n", "typed": "yes"},
    )


def tree(values: Statements) -> Tree:
    """Return nested objects with technical keys: HEADER and ITEMS."""
    spots = dict(values.spots)
    head = [leaf_node(spot, _key(spot, values)) for spot in scalar_spots(values)]
    members = [Node(id="HEADER", key="HEADER", members=tuple(_distinct(head)))]
    items = list_node(values, "ITEMS", _name)
    if items is not None:
        members.append(items)
    members += note_node(values, "TEXTS")
    root = Node(id="", members=(Node(id="DOCUMENT", key="DOCUMENT", members=tuple(members)),))
    return Tree(root=root, spots=spots, system="sap", options={"indent": "2"})


def _key(spot: Spot, values: Statements) -> str:
    return column_of(spot, values, _name).header


def _distinct(nodes: list[Node]) -> list[Node]:
    columns = distinct([Column(id=node.id, header=node.key) for node in nodes])
    return [
        replace(node, key="_".join(words(column.header)).upper())
        for node, column in zip(nodes, columns, strict=True)
    ]


def _name(field: Field) -> str:
    if field.path in _NAMES:
        return _NAMES[field.path]
    path = field.path.replace("/lines/*", "").replace("/*/", "/")
    return "_".join(words(path)).upper()[:30]
