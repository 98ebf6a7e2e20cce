"""What is missing, written in many ways: null, an empty text, an empty list, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    DropNode,
    Edit,
    Rate,
    Rng,
    SetNull,
    Skip,
    Tree,
    operator,
    rates,
    retext,
    take,
)
from chaosdocs.operators.drift.places import Leaf, in_head, leaves_by_place, relied_on

_WAYS = ("null", "empty", "list", "object", "absent")


@operator(
    TREE,
    evidence="WP-API/WP-API#2657: null or left out; "
    "CityOfPhiladelphia/ais#123: null or an empty text",
    ladder=rates([0.05, 0.1, 0.2, 0.35, 0.5]),
)
def null_policy(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with missing values written as null, "", [], {} or not at all.

    What it does:
        Removes values of the document header and writes null, "", [], {} or nothing in their place.

    In the wild:
        Versions of an API, or clients in several programming languages, that write a missing value
        in different ways.

    Effect on truth:
        Unanswerable if the key is still there, absent if it is not, unless the value follows from
        other values.

    Example:
        "order": "A-1", "note": "x" → "order": "", "note": null
    """
    resting = relied_on(tree)
    head = {
        path: leaves[0]
        for path, leaves in leaves_by_place(tree).items()
        if in_head(leaves)
        and leaves[0].statement.text not in resting
        and leaves[0].statement.kind != "enum"
    }
    if not head:
        yield Skip("the head has no plain field")
    for path in take(head, level.rate, rng, str):
        yield from _taken(head[path], path, rng.at("way", path).pick(_WAYS))


def _taken(leaf: Leaf, path: str, way: str) -> Iterator[Edit]:
    if way == "absent":
        yield DropNode(key=path, node=leaf.node.id)
        return
    yield retext(leaf.statement, "", gone="blank", key=path)
    match way:
        case "empty" | "list" | "object":
            yield SetNull(key=path, node=leaf.node.id, before="null", after=way)
        case _:
            pass  # a leaf without a text is written as null
