"""What all systems share when they send trees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import LeafType, Node
from chaosdocs.render.systems.lowering import Namer, leaves_of, rows_of
from chaosdocs.render.writers.json import JSON_NUMBER
from chaosdocs.truth.statements import Statement


def leaf_node(statement: Statement, key: str) -> Node:
    """Return the leaf that states `statement`: a number if its text is one, null if it is blank.

    Example:
        >>> from decimal import Decimal
        >>> from chaosdocs.truth.statements import says
        >>> statement = Statement(id="/rate#1", ref="/rate", kind="percent", text="19.0",
        ...             claim=says(Decimal(19)))
        >>> other = replace(statement, text="19,0")
        >>> leaf_node(statement, "rate").type, leaf_node(other, "rate").type
        ('number', 'string')
    """
    type_: LeafType = "string"
    if not statement.text:
        type_ = "null"
    elif statement.kind == "bool" and statement.text in {"true", "false"}:
        type_ = "boolean"
    elif statement.kind in {"number", "percent", "money"} and JSON_NUMBER.fullmatch(statement.text):
        type_ = "number"
    return Node(id=statement.id, key=key, statement=statement.id, type=type_)


def list_node(
    values: StatementSet, key: str, name: Namer, spelled: Callable[[str], str] = str
) -> Node | None:
    """Return the list of the document's rows as objects, or None where the domain has no list.

    Args:
        values: The statements.
        key: Key of the list.
        name: Field to key.
        spelled: A label to a key, for statements beyond the first of their field.
    """
    if values.record.domain.list_path is None:
        return None
    leaves = leaves_of(values, name)
    items = tuple(
        Node(
            id=f"row {row}",
            row=row,
            members=distinct_keys(
                leaf_node(
                    leaf.by_row[row],
                    leaf.column.header if leaf.field is not None else spelled(leaf.column.header),
                )
                for leaf in leaves
                if row in leaf.by_row
            ),
        )
        for row in rows_of(values)
    )
    return Node(id=key, key=key, items=items)


def note_node(values: StatementSet, key: str) -> list[Node]:
    """Return the list of sentences, if there are any."""
    if not values.notes:
        return []
    items = tuple(Node(id=note.id, text=note.text) for note in values.notes)
    return [Node(id=key, key=key, items=items)]


def distinct_keys(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Return `nodes` with keys that are distinguished: a number behind those that recur."""
    taken: set[str] = set()
    out = []
    for node in nodes:
        key, number = node.key, 1
        while key in taken:
            number += 1
            key = f"{node.key}{number}"
        taken.add(key)
        out.append(node if key == node.key else replace(node, key=key))
    return tuple(out)
