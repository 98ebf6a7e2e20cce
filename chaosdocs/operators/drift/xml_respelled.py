"""XML that says the same with another namespace, prefix and attributes."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
    Number,
    Rng,
    SetOption,
    SetPlace,
    Skip,
    Tree,
    numbers,
    operator,
    take,
)
from chaosdocs.operators.drift.places import in_head, leaves_by_place

_PREFIXES = ("doc", "ns2", "cbc")


@operator(
    TREE,
    version=2,
    evidence="odoo/odoo#178547: namespaces in other elements; "
    "ConnectingEurope/eInvoicing-EN16931#61: prefixes",
    ladder=numbers([1, 2, 4, 8, 16]),
    media=("xml",),
)
def xml_respelled(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with another XML namespace, a prefix, or attributes instead of elements.

    What it does:
        The first change adds a namespace, the second a prefix. Each further change turns an element
        of the document header into an attribute. Where all elements have a prefix already, as in
        CII, every change makes an attribute. Severity is the number of changes.

    In the wild:
        A new version of a message; UBL with or without prefixes; a serializer that prefers
        attributes.

    Effect on truth:
        None: the names are the same.

    Example:
        <invoice><due>2024-04-03</due></invoice> → <d:invoice d:due="2024-04-03"/>
    """
    more = level.count
    if not _all_prefixed(tree):
        yield from _named(tree, level, rng)
        more -= 2
    head = {
        path: leaves[0]
        for path, leaves in leaves_by_place(tree).items()
        if in_head(leaves) and leaves[0].node.place == "element" and not leaves[0].node.attributes
    }
    if more > 0 and head:
        for path in take(head, more / len(head), rng, str):
            leaf = head[path]
            touches = () if leaf.statement.ref is None else (leaf.statement.ref,)
            yield SetPlace(
                key=path, touches=touches, node=leaf.node.id, before="element", after="attribute"
            )


def _named(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit]:
    """Yield another namespace, and from the second level on a prefix."""
    refs = tuple(
        dict.fromkeys(each.ref for each in tree.statements.values() if each.ref is not None)
    )
    if not tree.options.get("namespace"):
        space = f"urn:example:schema:{rng.at('version').below(8) + 2:02}"
        yield SetOption(key="namespace", touches=refs, option="namespace", before="", after=space)
    if level.count > 1 and not tree.options.get("prefix"):
        free = [each for each in _PREFIXES if each not in tree.prefixes]
        prefix = rng.at("prefix").pick(free)
        yield SetOption(key="prefix", touches=refs, option="prefix", before="", after=prefix)


def _all_prefixed(tree: Tree) -> bool:
    """Whether the outermost element has a prefix of its own, as in CII: then all elements have."""
    return tree.options.get("root", "").partition(":")[0] in tree.prefixes
