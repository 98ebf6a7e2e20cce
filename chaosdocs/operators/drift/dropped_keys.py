"""Keys that a version does not send any more."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from chaosdocs.authoring import (
    TREE,
    DropNode,
    Edit,
    Node,
    Rate,
    Rng,
    Skip,
    Tree,
    currency_of,
    operator,
    rates,
    take,
)


@operator(
    TREE,
    evidence="airbytehq/airbyte#12089; airbytehq/airbyte#28037",
    ladder=rates([0.05, 0.1, 0.2, 0.35, 0.5]),
    version=3,
)
def dropped_keys(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with some keys of the document header left out.

    What it does:
        Removes keys with their values. The key of the currency stays while amounts depend on it.

    In the wild:
        A deprecated field that a new version removed; a client that never filled it.

    Effect on truth:
        Absent, unless the value follows from other values.

    Example:
        {"number": "R-17", "due": "2024-04-03"} → {"number": "R-17"}
    """
    relied_on = {
        stated.removeprefix("column:")
        for statement in tree.statements.values()
        if statement.text and (stated := currency_of(statement)).startswith("column:")
    }
    nodes = [
        node
        for node in tree.root.walk()
        if node.statement is not None
        and node.key
        and tree.statements[node.statement].row is None
        and tree.statements[node.statement].kind
        != "enum"  # a name tells the legal form, a city the country
        and tree.statements[node.statement].text not in relied_on
    ]
    gone: set[str] = set()
    for node in take(nodes, level.rate, rng, lambda n: n.id):
        if node.id not in gone:
            yield DropNode(node=node.id)
            gone |= {node.id, *_parts_alone(tree, node, gone)}


def _parts_alone(tree: Tree, node: Node, gone: AbstractSet[str]) -> frozenset[str]:
    """Return the leaves that go with one, because parts of a text alone are left without it."""
    left = [
        each
        for each in tree.root.walk()
        if each.statement == node.statement and each.id != node.id and each.id not in gone
    ]
    return frozenset(each.id for each in left if all(one.text or one.part for one in left))
