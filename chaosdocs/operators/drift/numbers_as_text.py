"""Numbers that are sent as strings."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TREE, Edit, Rate, Rng, Skip, Tree, operator, rates, take
from chaosdocs.documents.tree import Node, SetType


@operator(
    TREE,
    evidence="coronavirus-tracker-api #41: numbers became strings; OData sends decimals as strings",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def numbers_as_text(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """Send numbers as strings.

    What it does:
        "total": 10.00 becomes "total": "10.00", for all members of the chosen keys.

    In the wild:
        A serializer that guards decimals against floats; a service rewritten in another language.

    Effect on truth:
        None: the digits are the same.

    Example:
        >>> numbers_as_text.stage.name
        'tree'
    """
    keys: dict[str, list[Node]] = {}
    for node in tree.root.walk():
        if node.statement is not None and node.type == "number":
            keys.setdefault(node.key, []).append(node)
    if not keys:
        yield Skip("no leaf is a number")
        return
    for key in take(keys, level.rate, rng, str):
        for node in keys[key]:
            ref = tree.statements[node.statement or ""].ref
            yield SetType(
                key=key,
                touches=() if ref is None else (ref,),
                node=node.id,
                before="number",
                after="string",
            )
