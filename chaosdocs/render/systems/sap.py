"""An export as SAP makes it: technical names, one flat row a line item, trailing minus."""

from __future__ import annotations

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Row, Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.systems.currency import currency_spec, with_currency
from chaosdocs.render.systems.lowering import (
    again,
    cells_of,
    distinct,
    header_row,
    leaf_words,
    leaves_of,
    note_rows,
    rows_of,
    scalar_column,
    scalar_statements,
    words,
)
from chaosdocs.render.systems.sap_names import NAMES, PARTIES, PARTS, SEGMENTS
from chaosdocs.render.systems.system import System
from chaosdocs.render.systems.trees import distinct_keys, leaf_node, list_node, note_node
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement

LONGEST = 30
"""Technical names have at most so many characters."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: German marks in text files, plain ones elsewhere.

    The currency has a column or a key of its own where one holds for the whole document.
    """
    form = currency_spec(record)
    marks = {"true": "X", "false": "-"}
    if MEDIA[medium].tree:
        return Convention(
            name="sap", decimal=".", group="", date="yyyyMMdd", currency=form, words=marks
        )
    if medium == "xlsx":
        return Convention(
            name="sap", decimal=".", group="", date="dd.MM.yyyy", currency=form, words=marks
        )
    return Convention(
        name="sap",
        decimal=",",
        group=".",
        date="dd.MM.yyyy",
        minus="trailing",
        currency=form,
        words=marks,
    )


def table(values: StatementSet) -> Table:
    """Return the flat table: the fields of the head are repeated in every line.

    Its heads are technical names. What a report adds is in the language of the user who logged on.
    """
    values = with_currency(values)
    scalars = scalar_statements(values)
    leaves = leaves_of(values, technical_name)
    columns = distinct(
        [
            *(scalar_column(statement, values, technical_name) for statement in scalars),
            *(leaf.column for leaf in leaves),
        ]
    )
    statements: dict[str, Statement] = {}
    lines: list[Row] = []
    for place, row in enumerate(rows_of(values) or ["document"], 1):
        head = scalars if place == 1 else [again(statement, place) for statement in scalars]
        cells = [*head, *(leaf.by_row.get(row) for leaf in leaves)]
        statements.update((statement.id, statement) for statement in cells if statement is not None)
        lines.append(Row(id=row, role="line", cells=cells_of(cells)))
    return Table(
        columns=tuple(columns),
        rows=(header_row(columns), *lines, *note_rows(values, len(columns))),
        statements=statements,
        system="sap",
        locale=values.record.locale,
        title=values.record.domain.title("de"),
        options={
            "delimiter": ";",
            "quote": '"',
            "encoding": "utf-8",
            "newline": "\r\n",
            "bom": "no",
            "typed": "yes",
        },
        focus=values.focus,
    )


def tree(values: StatementSet) -> Tree:
    """Return nested objects with technical keys: HEADER with a segment a partner, and ITEMS."""
    values = with_currency(values)
    head: list[Node] = []
    partners: dict[str, list[Node]] = {}
    for statement in scalar_statements(values):
        partner, key = _place(statement, values)
        (head if partner is None else partners.setdefault(partner, [])).append(
            leaf_node(statement, key)
        )
    head += [
        Node(id=f"HEADER {partner}", key=partner, members=distinct_keys(nodes))
        for partner, nodes in partners.items()
    ]
    members = [Node(id="HEADER", key="HEADER", members=distinct_keys(head))]
    items = list_node(values, "ITEMS", technical_name, _spelled)
    if items is not None:
        members.append(items)
    members += note_node(values, "TEXTS")
    root = Node(id="", members=(Node(id="DOCUMENT", key="DOCUMENT", members=tuple(members)),))
    return Tree(
        root=root,
        statements=dict(values.statements),
        system="sap",
        options={"indent": "2"},
        focus=values.focus,
    )


def _place(statement: Statement, values: StatementSet) -> tuple[str | None, str]:
    """The segment that a statement belongs to, or None, and its key there."""
    column = scalar_column(statement, values, technical_name)
    if column.id != column.path:
        return None, _spelled(column.header)
    steps = [step for step in column.path.split("/") if step]
    if len(steps) > 1 and steps[0] in SEGMENTS:
        inner = steps[1] if len(steps) == 2 else "_".join(steps[1:])  # noqa: PLR2004 - two steps
        return SEGMENTS[steps[0]], PARTS.get(inner, NAMES.get(column.path, _spelled(inner)))
    if len(steps) > 1 and column.path not in NAMES:
        return _spelled(steps[0]), _spelled("_".join(steps[1:]))
    return None, column.header


def _spelled(label: str) -> str:
    return "_".join(words(label)).upper() or "FELD"


def technical_name(domain: Domain, field: Field) -> str:
    """Return the technical name of a field, as SAP's tables have it."""
    for known in (f"{domain.name}{field.path}", field.path):
        if known in NAMES:
            return NAMES[known]
    steps = leaf_words(domain, field)
    partner = PARTIES.get(steps[0]) if steps else None
    if partner is not None and len(steps) > 1:
        part = "_".join(steps[1:])
        return f"{partner}_{PARTS.get(part, part.upper())}"
    return "_".join(steps).upper()[:LONGEST] or "FELD"


SYSTEM = System(convention=convention, table=table, tree=tree)
