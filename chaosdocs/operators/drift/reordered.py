"""Keys in another order, with keys between them that nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chaosdocs.authoring import (
    TREE,
    Edit,
    InsertNode,
    Node,
    Order,
    Rate,
    Rng,
    Skip,
    Tree,
    facts_below,
    operator,
    rates,
    take,
)

_EXTRAS = (
    ("etag", "W/abc"),
    ("_links", "/self"),
    ("origin", "batch"),
    ("traceState", "active"),
    ("editedBy", "system"),
)


@operator(
    TREE,
    version=2,
    evidence="airbytehq/airbyte#30096: fields in another order than the header; "
    "airbytehq/airbyte#28037: new fields",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def reordered(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with keys in another order, and extra keys that no schema has.

    What it does:
        Changes the order of the keys in objects and adds one extra key to each of them. Severity is
        the share of objects.

    In the wild:
        A new release of a serializer; additions that a contract allows at any time.

    Effect on truth:
        None: the order of keys has no meaning.

    Example:
        {"due": "2024-04-03", "total": 1} → {"total": 1, "etag": "W/abc", "due": "2024-04-03"}
    """
    objects = [
        node
        for node in tree.root.walk()
        if node.members and sum(bool(facts_below(tree, child)) for child in node.members) > 1
    ]
    for node in take(objects, level.rate, rng, lambda n: n.id):
        own = rng.at(node.id)
        key = node.id or "top"
        before = tuple(child.id for child in node.members or ())
        after = sorted(before, key=lambda name: own.at("order", name).between(0, 1))
        if after[0] == before[0]:
            after = [*after[1:], after[0]]
        touches = facts_below(tree, node)
        after = _parts_kept(node, after)
        if tuple(after) != before:
            yield Order(key=key, touches=touches, node=node.id, before=before, after=tuple(after))
        name, text = own.at("extra").pick(_EXTRAS)
        if all(child.key != name for child in node.members or ()):
            extra = Node(id=tree.fresh(f"{node.id}+{name}"), key=name, text=text)
            place = own.at("place").below(len(before))
            yield InsertNode(key=key, parent=node.id, node=extra, place=place)


def _parts_kept(node: Node, after: Sequence[str]) -> list[str]:
    """Return the new order with the parts of one text in their old order: it is their sense."""
    stated = {child.id: child.statement for child in node.members or () if child.statement}
    parts: dict[str, list[str]] = {}
    for name, statement in stated.items():
        parts.setdefault(statement, []).append(name)
    return [parts[stated[name]].pop(0) if name in stated else name for name in after]
