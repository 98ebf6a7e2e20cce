"""What is missing, filled with the default of a type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
    Kind,
    Lure,
    Rate,
    Rng,
    SetType,
    Skip,
    Tree,
    Value,
    operator,
    rates,
    retext,
    take,
)
from chaosdocs.operators.drift.places import Leaf, in_head, leaves_by_place, relied_on

_TEXTS = ("0", "string", "undefined", "N/A")


@operator(
    TREE,
    evidence="apache/seatunnel#12064: the default of a column for null; omdbapi/OMDb-API#206: N/A",
    ladder=rates([0.05, 0.1, 0.2, 0.35, 0.5]),
)
def default_for_missing(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with default values in place of missing texts and dates.

    What it does:
        Removes values of the document header. Texts and identifiers become "0", "string",
        "undefined" or "N/A", dates become 0001-01-01. Amounts and numbers are not touched, because
        0 could be true.

    In the wild:
        A serializer that writes a default where a value is missing; a column that must not be null.

    Effect on truth:
        Unanswerable: a default is no information. The default is the lure.

    Example:
        "order": "A-1", "due": "2024-04-03" → "order": "0", "due": "0001-01-01"
    """
    resting = relied_on(tree)
    head = {
        path: leaves[0]
        for path, leaves in leaves_by_place(tree, "text", "id", "date").items()
        if in_head(leaves) and leaves[0].statement.text not in resting
    }
    if not head:
        yield Skip("the head has no text, identifier or date")
    for path in take(head, level.rate, rng, str):
        yield from _filled(head[path], path, rng.at("text", path).pick(_TEXTS))


def _filled(leaf: Leaf, path: str, text: str) -> Iterator[Edit]:
    shown, value = _default(leaf.statement.kind, text)
    yield retext(
        leaf.statement, shown, gone="blank", lures=(Lure(value, "default-value"),), key=path
    )
    if leaf.node.type == "number":
        yield SetType(key=path, node=leaf.node.id, before="number", after="string")


def _default(kind: Kind, text: str) -> tuple[str, Value]:
    return ("0001-01-01", dt.date(1, 1, 1)) if kind == "date" else (text, text)
