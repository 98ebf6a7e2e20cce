"""What operators of drift choose from: the leaves of a tree that state one fact each, by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chaosdocs.authoring import (
    Convention,
    Edit,
    Kind,
    Lure,
    Money,
    Node,
    Remeant,
    Retext,
    Rng,
    SetType,
    Statement,
    Tree,
    Value,
    currency_of,
    paths_of,
    retext,
    take,
)


class Leaf(NamedTuple):
    """A leaf and the statement that it shows."""

    node: Node
    statement: Statement


def leaves_by_place(tree: Tree, *kinds: Kind) -> Mapping[str, tuple[Leaf, ...]]:
    """Return the places whose leaves all state a fact plainly, of `kinds` (all by default).

    A leaf that shows a part of a text, or several facts, is none of them. Neither is a leaf whose
    key stands twice in its object, nor one whose statement stands at another leaf too.
    """
    found = {}
    shown = Counter(name for node in tree.root.walk() for name in node.stated)
    doubled = tree.doubled
    for path, nodes in paths_of(tree).items():
        leaves = tuple(
            Leaf(node, tree.statements[node.statement])
            for node in nodes
            if node.key and node.statement is not None and not (node.text or node.part or node.also)
            if shown[node.statement] == 1 and node.id not in doubled
        )
        if len(leaves) == len(nodes) and all(_plain(leaf.statement, kinds) for leaf in leaves):
            found[path] = leaves
    return found


def in_head(leaves: Sequence[Leaf]) -> bool:
    """Whether leaves are one field that stands outside the list."""
    return len(leaves) == 1 and leaves[0].statement.row is None


def relied_on(tree: Tree) -> frozenset[str]:
    """Return the texts that amounts rest on: the currency that stands once for all of them."""
    stated = (currency_of(each) for each in tree.statements.values() if each.text)
    return frozenset(each.removeprefix("column:") for each in stated if each.startswith("column:"))


def rewritten(
    leaf: Leaf,
    text: str,
    *,
    key: str,
    convention: Convention,
    readings: Sequence[Value] | None = None,
    lures: Sequence[Lure] = (),
    as_text: bool = False,
) -> Iterator[Edit]:
    """Yield the edits that write another text at a leaf, as a string where that is asked for."""
    yield retext(
        leaf.statement,
        text,
        readings=readings,
        lures=lures,
        convention=convention,
        key=key,
    )
    after = "string" if as_text else "number"
    if leaf.node.type in {"string", "number"} and leaf.node.type != after:
        touches = () if leaf.statement.ref is None else (leaf.statement.ref,)
        yield SetType(
            key=key,
            touches=touches,
            node=leaf.node.id,
            before=leaf.node.type,
            after="string" if as_text else "number",
        )


def amounts(tree: Tree) -> dict[str, tuple[Leaf, ...]]:
    """Return the places of amounts other than zero whose currency stands elsewhere."""
    return {
        path: leaves
        for path, leaves in leaves_by_place(tree, "money").items()
        if all(leaf.node.type == "number" or _bare(leaf.statement.text) for leaf in leaves)
        and any(isinstance(x.statement.value, Money) and x.statement.value.amount for x in leaves)
    }


def meant_otherwise(
    tree: Tree, there: Mapping[str, tuple[Leaf, ...]], meaning: str, rate: float, rng: Rng
) -> Iterator[tuple[str, Leaf, Money, Retext]]:
    """Yield place, leaf, amount and edit of what a share of the places means anew.

    One place at least keeps its meaning: where all changed, the sums would hold in both meanings.

    Args:
        tree: The document.
        there: The places that the share is taken of.
        meaning: As `Remeant` names it.
        rate: The share of the places, 0 to 1.
        rng: The operator's stream.
    """
    most = 1 - 1 / max(1, len(there))
    for path in take(there, min(rate, most), rng, str):
        change = Remeant(at=path, meaning=meaning)
        written = {e.statement: e for e in change.edits(tree) if isinstance(e, Retext)}
        for leaf in there[path]:
            edit, value = written.get(leaf.statement.id), leaf.statement.value
            if edit is not None and isinstance(value, Money):
                yield path, leaf, value, edit


def spelled(key: str, ending: str) -> str:
    """Return a key with a word behind it, in the manner of the key.

    Example:
        >>> spelled("total", "unit"), spelled("WRBTR", "unit"), spelled("tax_rate", "unit")
        ('totalUnit', 'WRBTR_UNIT', 'tax_rate_unit')
    """
    if key.isupper():
        return f"{key}_{ending.upper()}"
    return f"{key}_{ending}" if "_" in key else f"{key}{ending[:1].upper()}{ending[1:]}"


def convention_of(leaf: Leaf) -> Convention:
    """Return the convention that a leaf is written in."""
    return leaf.statement.convention or Convention(name="plain", group="")


def _plain(statement: Statement, kinds: Sequence[Kind]) -> bool:
    return (
        statement.value is not None
        and statement.ref is not None
        and bool(statement.text)
        and (not kinds or statement.kind in kinds)
    )


def _bare(text: str) -> bool:
    return text.strip("-()").replace(".", "", 1).isdecimal()
