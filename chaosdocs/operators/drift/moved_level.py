"""Fields that stand on another level: from the head into every line, or into an object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    TREE,
    Edit,
    InsertNode,
    Move,
    Moved,
    Node,
    Number,
    Rng,
    Skip,
    Tree,
    facts_below,
    numbers,
    operator,
    paths_of,
    take,
)
from chaosdocs.operators.drift.places import in_head, leaves_by_place, relied_on, spelled


@operator(
    TREE,
    version=2,
    evidence="https://docs.stripe.com/changelog/basil: current_period_end of a subscription moved "
    "to its items",
    ladder=numbers([1, 2, 4, 6, 8]),
)
def moved_level(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with header fields repeated in every line, or moved into an object of their own.

    What it does:
        Moves "dueDate" from the document header into each item of the list, or into an object of
        its own: "dueDateInfo": {"details": {"dueDate": ...}}. Severity is the number of fields.

    In the wild:
        A property of the whole document that a new version moves to its parts.

    Effect on truth:
        None: the key has the same name, and all lines have the same value.

    Example:
        "due": "2024-04-03", "lines": [{}] → "lines": [{"due": "2024-04-03"}]
    """
    resting = relied_on(tree)
    places = paths_of(tree)
    lists = [
        path for path, nodes in places.items()
        if path.endswith("/*") and all(node.row for node in nodes)
    ]  # fmt: skip
    head = {
        path: leaves[0]
        for path, leaves in leaves_by_place(tree).items()
        if in_head(leaves) and leaves[0].statement.text not in resting
    }
    if not head:
        yield Skip("the head has no plain field")
        return
    taken = set(places)
    for path in take(head, level.count / len(head), rng, str):
        node = head[path].node
        to = f"{lists[0]}/{path.rpartition('/')[2]}" if lists else ""
        if to and to not in taken and rng.at("where", path).chance(0.5):
            taken.add(to)
            for edit in Moved(at=path, to=to).edits(tree):
                yield replace(edit, key=path)
        else:
            yield from _boxed(tree, node, path)


def _boxed(tree: Tree, node: Node, path: str) -> Iterator[Edit]:
    """Put a leaf two levels lower, into an object that is new in its own object."""
    holder = tree.parent(node.id)
    inner = Node(id=tree.fresh(f"{node.id}/details"), key="details", members=())
    outer = Node(id=tree.fresh(f"{node.id}/info"), key=spelled(node.key, "info"), members=(inner,))
    touches = facts_below(tree, node)
    yield InsertNode(key=path, touches=touches, parent=holder.id, node=outer)
    yield Move(key=path, touches=touches, node=node.id, before=holder.id, after=inner.id)
