"""Keys that have other names in another version."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
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

_STYLES = ("prefix", "suffix", "short")


@operator(
    TREE,
    evidence="PagerDuty/developer-docs#67: field_values became custom_fields",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=3,
)
def renamed_keys(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with renamed keys whose words still show their meaning.

    What it does:
        Adds a prefix or suffix, or shortens the words: invoiceNumber becomes docInvoiceNumber,
        invoiceNumberV2 or invNumber.

    In the wild:
        A new version of an API; a client with a naming guide of its own.

    Effect on truth:
        None: the new key still says what it holds.

    Example:
        "invoiceNumber": "R-17" → "docInvoiceNumber": "R-17"
    """
    nodes = [node for node in tree.root.walk() if node.statement is not None and node.key]
    style = rng.at("style").pick(_STYLES)
    keys = {node.key for node in nodes}
    taken: set[tuple[str, str]] = set()
    for node in take(nodes, level.rate, rng, lambda n: n.key):
        after = _renamed(node, style)
        place = tree.parent(node.id).id, after
        if after not in keys and place not in taken:
            taken.add(place)
            touches = facts_below(tree, node)
            yield RenameKey(touches=touches, node=node.id, before=node.key, after=after)


def _renamed(node: Node, style: str) -> str:
    key = node.key
    upper = key.isupper()
    match style:
        case "prefix":
            return f"DOC_{key}" if upper else f"doc{key[:1].upper()}{key[1:]}"
        case "suffix":
            return f"{key}_V2" if upper else f"{key}V2"
        case _:
            return f"{key[:1]}{''.join(c for c in key[1:] if c.lower() not in 'aeiou')}_x"
