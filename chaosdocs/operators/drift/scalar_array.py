"""Values that have become lists of one."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TREE, Edit, Listed, Rate, Rng, Skip, Tree, operator, rates, take
from chaosdocs.operators.drift.places import leaves_by_place


@operator(
    TREE,
    evidence="martinblech/xmltodict#14: one element is a value, two are a list",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def scalar_array(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with single values sent as lists of one.

    What it does:
        "order": "A-1" becomes "order": ["A-1"], for all values of the chosen keys.

    In the wild:
        A field that can hold several values in a later version; XML converted to JSON, which cannot
        tell a single value from a list of one.

    Effect on truth:
        None: the only item is the value.

    Example:
        "order": "A-1" → "order": ["A-1"]
    """
    for path in take(leaves_by_place(tree), level.rate, rng, str):
        yield from Listed(at=path).edits(tree)
