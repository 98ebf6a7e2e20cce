"""Numbers that only a tag beside them explains."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Convention,
    Edit,
    InsertNode,
    Lure,
    Money,
    Node,
    Rate,
    Remeant,
    Retext,
    Rng,
    Skip,
    Tree,
    operator,
    rates,
    retext,
    take,
)
from chaosdocs.operators.drift.places import Leaf, amounts, spelled


@operator(
    TREE,
    evidence="OCA/bank-statement-import#375: an indicator beside an amount without a sign; "
    "https://github.com/XeroAPI/Xero-OpenAPI/blob/master/xero_accounting.yaml: LineAmountTypes "
    "says whether LineAmount includes tax",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    exempt={"applicable": "a beneficial-ownership file has no amounts, and yen have no cents"},
)
def tag_decides(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts whose sign or unit is given by a tag beside them.

    What it does:
        If a key has negative amounts, all amounts under this key lose their sign and get a tag
        beside them, "DBIT" or "CRDT". All other chosen amounts are written in cents, with the tag
        "unit": "MINOR".

    In the wild:
        camt.053 (CdtDbtInd); Xero (LineAmountTypes, ACCREC and ACCPAY); payment services.

    Effect on truth:
        None: the tag gives the sign or the unit. The lure is the number without the tag.

    Example:
        "amount": -12.50 → "amount": 12.50, "amountDirection": "DBIT"
    """
    there = {path: leaves for path, leaves in amounts(tree).items() if _eligible(leaves)}
    for path in take(there, level.rate, rng, str):
        leaves = there[path]
        signed = any(_amount(leaf).amount < 0 for leaf in leaves)
        change = Remeant(at=path, meaning="sign" if signed else "minor_units")
        written = {e.statement: e for e in change.edits(tree) if isinstance(e, Retext)}
        for leaf in leaves:
            edit = written.get(leaf.statement.id)
            if signed:
                yield from _directed(tree, leaf, edit, path)
            elif edit is not None:
                value = _amount(leaf)
                shown = Money(abs(value.amount).scaleb(2), value.currency)
                yield _told(leaf, edit.after, edit.convention, shown, path)
                yield _tag(tree, leaf, "unit", "MINOR", path)


def _eligible(leaves: tuple[Leaf, ...]) -> bool:
    values = [_amount(leaf) for leaf in leaves]
    signed = any(value.amount < 0 for value in values)
    cents = all(value.currency not in {"JPY", "KRW", "KWD", "BHD", "TND"} for value in values)
    return signed or cents


def _amount(leaf: Leaf) -> Money:
    value = leaf.statement.value
    assert isinstance(value, Money)  # noqa: S101 - `amounts` has amounts alone
    return value


def _directed(tree: Tree, leaf: Leaf, edit: Retext | None, path: str) -> Iterator[Edit]:
    value = _amount(leaf)
    if value.amount < 0 and edit is not None:
        shown = Money(-value.amount, value.currency)
        yield _told(leaf, edit.after, edit.convention, shown, path)
    yield _tag(tree, leaf, "direction", "DBIT" if value.amount < 0 else "CRDT", path)


def _told(leaf: Leaf, text: str, convention: Convention | None, shown: Money, path: str) -> Edit:
    lures = (Lure(shown, "tag-ignored"),)
    return retext(leaf.statement, text, lures=lures, convention=convention, key=path)


def _tag(tree: Tree, leaf: Leaf, name: str, text: str, path: str) -> Edit:
    holder = tree.parent(leaf.node.id)
    place = [child.id for child in holder.children].index(leaf.node.id)
    key = spelled(leaf.node.key, name)
    node = Node(id=tree.fresh(f"{leaf.node.id}+{name}"), key=key, text=text)
    touches = () if leaf.statement.ref is None else (leaf.statement.ref,)
    return InsertNode(key=path, touches=touches, parent=holder.id, node=node, place=place + 1)
