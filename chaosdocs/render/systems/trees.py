"""What all systems share when they send trees."""

from __future__ import annotations

from collections.abc import Callable

from chaosdocs.documents.statements import Statements
from chaosdocs.documents.tree import LeafType, Node
from chaosdocs.render.systems.lowering import Namer, leaves_of, rows_of
from chaosdocs.truth.records import Field
from chaosdocs.truth.spots import Spot


def leaf_node(spot: Spot, key: str) -> Node:
    """Return the leaf that states `spot`; a blank is null."""
    type_: LeafType = "string" if spot.text else "null"
    if spot.text and spot.kind == "number":
        type_ = "number"
    return Node(id=spot.id, key=key, spot=spot.id, type=type_)


def list_node(
    values: Statements, key: str, name: Namer, row_key: Callable[[str], str] = str
) -> Node | None:
    """Return the list of the document's rows as objects, or None where it has no rows."""
    rows = rows_of(values)
    if values.record.domain.list_path is None:
        return None
    fields: dict[str, Field] = {
        field.path.rpartition("/")[2]: field for field in leaves_of(values, rows)
    }
    items = tuple(
        Node(
            id=f"row {row}",
            row=row,
            members=tuple(
                leaf_node(cells[leaf], row_key(name(field)))
                for leaf, field in fields.items()
                if leaf in cells
            ),
        )
        for row, cells in rows.items()
    )
    return Node(id=key, key=key, items=items)


def note_node(values: Statements, key: str) -> list[Node]:
    """Return the list of sentences, if there are any."""
    if not values.notes:
        return []
    items = tuple(Node(id=note.id, text=note.text) for note in values.notes)
    return [Node(id=key, key=key, items=items)]
