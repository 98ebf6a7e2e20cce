"""Rows of two versions in one list."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
    Nest,
    Node,
    Rate,
    RenameKey,
    Rng,
    Skip,
    Tree,
    facts_below,
    operator,
    rates,
    take,
)
from chaosdocs.operators.drift.places import spelled


@operator(
    TREE,
    evidence="kivitendo/kivitendo-erp#645: five versions of a message in circulation",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 0.9]),
)
def mixed_versions(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with rows that another version of the sender wrote.

    What it does:
        In a share of the rows each key has another name, or its value stands one level lower.

    In the wild:
        A batch that spans an upgrade; several plants that upgrade at different times.

    Effect on truth:
        None: the new keys name the same things.

    Example:
        [{"amount": 1}, {"amount": 2}] → [{"amount": 1}, {"amountV2": {"value": 2}}]
    """
    rows = [node for node in tree.root.walk() if node.row is not None and node.members]
    if len(rows) < 2:  # noqa: PLR2004 - of two rows one stays
        yield Skip("the document has no list of two rows")
        return
    nested = rng.at("nested").chance(0.5)
    for row in take(rows[1:], level.rate, rng, lambda n: n.id):
        for child in row.members or ():
            yield from _newer(tree, child, row, nested=nested)


def _newer(tree: Tree, node: Node, row: Node, *, nested: bool) -> Iterator[Edit]:
    touches = facts_below(tree, node)
    if not touches:
        return
    after = spelled(node.key, "v2")
    if any(other.key == after for other in row.members or ()):
        return
    yield RenameKey(key=row.id, touches=touches, node=node.id, before=node.key, after=after)
    if nested and node.statement is not None:
        yield Nest(key=row.id, touches=touches, node=node.id, key_outside=after, key_inside="value")
