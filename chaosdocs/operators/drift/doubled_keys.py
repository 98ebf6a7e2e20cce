"""One key twice in an object, with two values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    TREE,
    Edit,
    InsertNode,
    Number,
    Rng,
    Skip,
    Tree,
    numbers,
    operator,
    says,
    take,
    write,
)
from chaosdocs.operators.drift.places import Leaf, in_head, leaves_by_place
from chaosdocs.operators.drift.stale_duplicate_key import stale_value


@operator(
    TREE,
    version=2,
    evidence="RFC 8259, 4: unique names; DaveGamble/cJSON#696: the first key wins; "
    "boostorg/json#71: the last one wins",
    ladder=numbers([1, 2, 3, 4, 6]),
)
def doubled_keys(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with keys that stand twice in one object, with two values.

    What it does:
        Adds "total": 110.00 before or after "total": 119.00. Severity is the number of keys.

    In the wild:
        Two versions of a mapping that run at the same time. Some libraries take the last value,
        some take the first, some refuse the file.

    Effect on truth:
        Disputed, unless sums or terms of the document agree with only one of the values.

    Example:
        "total": 119.00 → "total": 110.00, "total": 119.00
    """
    head = {
        path: leaves[0]
        for path, leaves in leaves_by_place(tree, "date", "money", "percent").items()
        if in_head(leaves) and _writable(leaves[0])
    }
    if not head:
        yield Skip("the head has no plain date, amount or rate")
        return
    for path in take(head, level.count / len(head), rng, str):
        yield from _twice(tree, head[path], path, rng.at(path))


def _writable(leaf: Leaf) -> bool:
    """Whether another value can be written like this one; XML allows no attribute twice."""
    convention = leaf.statement.convention
    element = leaf.node.place == "element"
    return element and convention is not None and convention.settled and not convention.scale


def _twice(tree: Tree, leaf: Leaf, path: str, rng: Rng) -> Iterator[Edit]:
    statement, convention = leaf.statement, leaf.statement.convention
    other = stale_value(statement.value, rng)
    if other is None or convention is None:
        return
    name = f"{statement.id}~again"
    again = replace(statement, id=name, text=write(other, convention), claim=says(other), lures=())
    holder = tree.parent(leaf.node.id)
    place = [child.id for child in holder.children].index(leaf.node.id)
    yield InsertNode(
        key=path,
        parent=holder.id,
        node=replace(leaf.node, id=name, statement=name),
        statements=(again,),
        again=True,
        place=place + rng.at("place").below(2),
    )
