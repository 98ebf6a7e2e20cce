"""Deprecated keys that still carry an old value beside the new key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import (
    TREE,
    Edit,
    InsertNode,
    Lure,
    Money,
    Node,
    Number,
    Rng,
    Skip,
    Statement,
    Tree,
    Value,
    numbers,
    operator,
    says,
    statements_of,
    take_few,
    write,
)


@operator(
    TREE,
    version=2,
    evidence="SuperEvilMegacorp/vainglory-assets#295: the old field stays, and is 0; "
    "plantbreeding/BrAPI#203",
    ladder=numbers([1, 2, 3, 4, 6]),
    targeted=True,
)
def stale_duplicate_key(tree: Tree, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an outdated value under a deprecated key, beside the current key.

    What it does:
        Adds a key such as "totalDeprecated" or TOTAL_OLD with another value. Severity is the number
        of keys.

    In the wild:
        The time between two versions of an API, in which both fields are sent and one is outdated.

    Effect on truth:
        None: the name of the key says that it is deprecated. Its value is a lure of the field.

    Example:
        "dueDate": "2024-04-03" → "dueDateDeprecated": "2024-03-20", "dueDate": "2024-04-03"
    """
    nodes = {
        node.statement: node for node in tree.root.walk() if node.statement is not None and node.key
    }
    eligible = [
        statement
        for statement in statements_of(tree, "date", "money", "percent")
        if statement.id == f"{statement.ref}#1"
        and statement.row is None
        and statement.id in nodes
        and _writable(statement)
    ]
    if not eligible:
        yield Skip("the head has no plain date, amount or rate")
        return
    for statement in take_few(eligible, level.count, rng):
        stale = stale_value(statement.value, rng.at(statement.id))
        convention = statement.convention
        if stale is None or convention is None:
            continue
        node = nodes[statement.id]
        other = Statement(
            id=f"{statement.ref}~stale#1",
            ref=None,
            imitates=statement.ref,
            kind=statement.kind,
            text=write(stale, convention),
            claim=says(stale),
            label=_key(node.key),
            convention=statement.convention,
            lures=(Lure(stale, "stale-duplicate"),),
        )
        made = Node(id=other.id, key=other.label, statement=other.id, type=node.type)
        yield InsertNode(
            key=statement.id, parent=tree.parent(node.id).id, node=made, statements=(other,)
        )


def _writable(statement: Statement) -> bool:
    convention = statement.convention
    settled = convention is not None and convention.settled and not convention.scale
    return settled and statement.value is not None


def _key(key: str) -> str:
    return f"{key}_OLD" if key.isupper() else f"{key}Deprecated"


def stale_value(value: Value | None, rng: Rng) -> Value | None:
    """Return what a field may have held before, or None for other kinds of values."""
    match value:
        case dt.date():
            return value - dt.timedelta(days=rng.pick([7, 14, 21, 30]))
        case Money():
            factor = rng.pick([Decimal("0.93"), Decimal("0.8"), Decimal("1.12")])
            amount = (value.amount * factor).quantize(value.amount)
            return None if amount == value.amount else replace(value, amount=amount)
        case Decimal():
            return value - rng.pick([1, 2, 3]) if value > 3 else value + 1  # noqa: PLR2004
        case _:
            return None
