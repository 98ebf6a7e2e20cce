"""Texts that are sent in two fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    TREE,
    Bait,
    Edit,
    Lure,
    Parted,
    Rate,
    Rng,
    Skip,
    Tree,
    operator,
    rates,
    take,
)
from chaosdocs.operators.drift.places import leaves_by_place, spelled


@operator(
    TREE,
    evidence="SORMAS-Foundation/SORMAS-Project#1774: names and addresses in several columns; "
    "openfun/joanie#54",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def split_field(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with texts split in two at a space.

    What it does:
        "name": "Ann Lee" becomes "namePart1": "Ann", "namePart2": "Lee".

    In the wild:
        Names in first and last name, streets in street and number, texts in lines of 35.

    Effect on truth:
        None: both parts together are the value. The lure is the first part.

    Example:
        "name": "Ann Lee" → "namePart1": "Ann", "namePart2": "Lee"
    """
    there = {
        path: leaves
        for path, leaves in leaves_by_place(tree, "text").items()
        if any(" " in leaf.statement.text for leaf in leaves)
        and all(leaf.statement.text == " ".join(leaf.statement.text.split()) for leaf in leaves)
    }
    if not there:
        yield Skip("no text has a space")
    for path in take(there, level.rate, rng, str):
        key = there[path][0].node.key
        change = Parted(at=path, keys=(spelled(key, "part1"), spelled(key, "part2")))
        for edit in change.edits(tree):
            yield replace(edit, key=path)
        for leaf in there[path]:
            first, space, _rest = leaf.statement.text.partition(" ")
            if space:
                lures = (Lure(first, "first-part"),)
                yield Bait(key=path, statement=leaf.statement.id, lures=lures)
