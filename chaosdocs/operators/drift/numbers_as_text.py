"""Numbers that are sent as strings."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
    Node,
    Rate,
    Rng,
    SetType,
    Skip,
    Tree,
    operator,
    rates,
    take,
)


@operator(
    TREE,
    evidence="pcm-dpc/COVID-19#254: all counts turned from integers to strings",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    media=("json",),  # XML has no types
)
def numbers_as_text(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with numbers sent as strings.

    What it does:
        "total": 10.00 becomes "total": "10.00", for all members of the chosen keys.

    In the wild:
        A serializer that protects decimals from rounding; a service that was rewritten in another
        language.

    Effect on truth:
        None: the digits are the same.

    Example:
        "total": 10.00 → "total": "10.00"
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
