"""Values that moved one level down."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
    Nest,
    Rate,
    Rng,
    Skip,
    Tree,
    facts_below,
    operator,
    rates,
    take,
)


@operator(
    TREE,
    evidence="nocodb/nocodb#6300: one root object became parents and children",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=3,
)
def nested_keys(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with values moved into objects of their own.

    What it does:
        "total": "10.00" becomes "total": {"value": "10.00"}.

    In the wild:
        A scalar that grew a currency, a unit or a history in a new version.

    Effect on truth:
        None: the value stands below the key that names it.

    Example:
        "total": "10.00" → "total": {"value": "10.00"}
    """
    doubled = tree.doubled
    nodes = [
        node
        for node in tree.root.walk()
        if node.statement is not None and node.key and node.id not in doubled
    ]
    for node in take(nodes, level.rate, rng, lambda n: n.key):
        touches = facts_below(tree, node)
        yield Nest(touches=touches, node=node.id, key_outside=node.key, key_inside="value")
