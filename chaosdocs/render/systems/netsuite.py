"""An export as NetSuite makes it: words as headers, a main line first, then the item lines.

Evidence: https://stoic.software/articles/understanding-transaction-searches (a search for one
transaction returns its main line, marked with a star, and a row for each of its lines, all with the
same internal id).
"""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Column, Row, Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.systems.currency import currency_spec, with_currency
from chaosdocs.render.systems.lowering import (
    camel,
    cells_of,
    distinct,
    header_row,
    is_first,
    leaf_words,
    leaves_of,
    note_rows,
    rows_of,
    scalar_column,
    scalar_statements,
    title,
    words,
)
from chaosdocs.render.systems.system import System
from chaosdocs.render.systems.trees import distinct_keys, leaf_node, list_node, note_node
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement

_NAMES: Mapping[str, str] = {
    "/invoice_number": "Document Number",
    "/issue_date": "Transaction Date",
    "/due_date": "Due Date",
    "/delivery_date": "Ship Date",
    "/customer_number": "Customer ID",
    "/order_number": "PO #",
    "/net": "Amount (Net)",
    "/tax": "Amount (Tax)",
    "/total": "Amount (Gross)",
    "/payment_days": "Terms (Days)",
    "/note": "Memo",
    "/lines/*/position": "Line ID",
    "/lines/*/sku": "Item",
    "/lines/*/description": "Item : Description",
    "/lines/*/unit_price": "Item Rate",
    "/lines/*/booking_date": "Booking Date",
    "statement/lines/*/description": "Memo",
    "kyc/lines/*/name": "Owner : Name",
    "invoiced/total": "Total (Net)",
    "invoiced/lines/*/key": "Document Number",
    "invoiced/lines/*/reference": "Created From",
    "invoiced/lines/*/date": "Transaction Date",
    "invoiced/lines/*/party": "Vendor : Name",
    "invoiced/lines/*/text": "Item : Description",
    "invoiced/lines/*/quantity": "Quantity",
    "invoiced/lines/*/price": "Item Rate",
    "invoiced/lines/*/amount": "Amount (Net)",
    "sales/total": "Total",
    "sales/lines/*/key": "Document Number",
    "sales/lines/*/reference": "Invoice Number",
    "sales/lines/*/date": "Transaction Date",
    "sales/lines/*/party": "Customer : Name",
    "sales/lines/*/text": "Memo",
    "sales/lines/*/amount": "Amount",
    "payable/lines/*/key": "Document Number",
    "payable/lines/*/reference": "Reference",
    "payable/lines/*/date": "Posting Date",
    "payable/lines/*/party": "Subsidiary",
    "payable/lines/*/text": "Memo",
    "payable/lines/*/foreign": "Amount (Foreign Currency)",
    "payable/lines/*/amount": "Amount",
    "old_items/total": "Total",
    "old_items/lines/*/key": "Document Number",
    "old_items/lines/*/reference": "Reference",
    "old_items/lines/*/date": "Transaction Date",
    "old_items/lines/*/due": "Due Date",
    "old_items/lines/*/party": "Customer : Name",
    "old_items/lines/*/code": "Account",
    "old_items/lines/*/text": "Memo",
    "old_items/lines/*/foreign": "Amount (Foreign Currency)",
    "old_items/lines/*/amount": "Amount",
}
_KEYS: Mapping[str, str] = {
    "/invoice_number": "tranId",
    "/issue_date": "tranDate",
    "/order_number": "otherRefNum",
    "/net": "subTotal",
    "/tax": "taxTotal",
    "/note": "memo",
    "/lines/*/position": "line",
    "/lines/*/sku": "item",
    "/lines/*/unit_price": "rate",
    "statement/lines/*/description": "memo",
}
_PARTIES: Mapping[str, str] = {"seller": "vendor", "buyer": "customer"}
MAIN = "*"
"""What marks the main line in the first column."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: American marks, and dates that nobody can turn round."""
    column = currency_spec(record)
    if MEDIA[medium].tree:
        return Convention(
            name="en_US",
            decimal=".",
            group="",
            date="yyyy-MM-dd",
            currency=column,
            words={"true": "true", "false": "false"},
        )
    return Convention(
        name="en_US",
        decimal=".",
        group=",",
        date="dd-MMM-yyyy",
        minus="lead" if medium == "xlsx" else "paren",
        currency="after" if medium == "xlsx" else column,
        words={"true": "T", "false": "F"},
    )


def table(values: StatementSet) -> Table:
    """Return the main line with the fields of the head, then the lines with their own."""
    values = with_currency(values)
    scalars = scalar_statements(values)
    leaves = leaves_of(values, _name)
    columns = distinct(
        [
            Column(id="main", header=MAIN),
            *(scalar_column(statement, values, _name) for statement in scalars),
            *(leaf.column for leaf in leaves),
        ]
    )
    main = (Cell(text=MAIN), *cells_of(scalars), *(EMPTY for _ in leaves))
    body = [header_row(columns), Row(id="main", role="preamble", cells=main)]
    statements = {statement.id: statement for statement in scalars}
    blank = (EMPTY, *(EMPTY for _ in scalars))
    for row in rows_of(values):
        own = [leaf.by_row.get(row) for leaf in leaves]
        statements.update((statement.id, statement) for statement in own if statement is not None)
        body.append(Row(id=row, role="line", cells=(*blank, *cells_of(own))))
    return Table(
        columns=tuple(columns),
        rows=(*body, *note_rows(values, len(columns))),
        statements=statements,
        system="netsuite",
        title=values.record.domain.title("en"),
        options={
            "delimiter": ",",
            "quote": '"',
            "encoding": "utf-8",
            "newline": "\n",
            "bom": "no",
            "typed": "yes",
            "title_row": "yes",
        },
        focus=values.focus,
    )


def tree(values: StatementSet) -> Tree:
    """Return flat keys in camel case, and the lines under ``item.items``."""
    values = with_currency(values)
    members = [
        leaf_node(statement, _key_of(statement, values)) for statement in scalar_statements(values)
    ]
    items = list_node(values, "items", _key, _spelled)
    if items is not None:
        members.append(Node(id="item", key="item", members=(items,)))
    members += note_node(values, "remarks")
    return Tree(
        root=Node(id="", members=distinct_keys(members)),
        statements=dict(values.statements),
        system="netsuite",
        options={"indent": ""},
        focus=values.focus,
    )


def _key_of(statement: Statement, values: StatementSet) -> str:
    if is_first(statement) and statement.ref is not None:
        return _key(values.record.domain, values.record.domain.field(statement.ref))
    return _spelled(statement.label)


def _spelled(label: str) -> str:
    return camel([word.lower() for word in words(label)])


def _key(domain: Domain, field: Field) -> str:
    for known in (f"{domain.name}{field.path}", field.path):
        if known in _KEYS:
            return _KEYS[known]
    first, *rest = leaf_words(domain, field) or ["value"]
    return camel([_PARTIES.get(first, first), *rest])


def _name(domain: Domain, field: Field) -> str:
    for known in (f"{domain.name}{field.path}", field.path):
        if known in _NAMES:
            return _NAMES[known]
    steps = [step.split("_") for step in field.path.strip("/").split("/") if step != "*"]
    if domain.list_path is not None and field.path.startswith(f"{domain.list_path}/*"):
        steps = steps[1:]
    if steps and len(steps) > 1:
        steps[0] = [_PARTIES.get(steps[0][0], steps[0][0]), *steps[0][1:]]
    return " : ".join(title(step) for step in steps) or "Value"


SYSTEM = System(convention=convention, table=table, tree=tree)
