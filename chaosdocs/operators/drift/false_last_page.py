"""A list that ends after a page, and says that this is the last one."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TREE, Edit, Rate, Rng, Skip, Tree, operator, rates
from chaosdocs.operators.drift.paging import cut_after_first_page


@operator(
    TREE,
    evidence="airbytehq/airbyte#76465: rows are lost at the end of a page; "
    "open-metadata/OpenMetadata#25263",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 0.9]),
    nested=False,
)
def false_last_page(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list whose last rows are missing, though "has_more" is false.

    What it does:
        Removes the last rows and adds "has_more": false and the "count" of all rows beside the
        list. Severity is the share of removed rows.

    In the wild:
        A service that limits its pages without saying so; a cursor that ends too early.

    Effect on truth:
        The removed rows are absent, and nothing can be computed from the whole list. A careful
        reader sees from the count that rows are missing, although the flag denies it.

    Example:
        "lines": [1, 2, 3] → "lines": [1], "has_more": false, "count": 3
    """
    del rng  # the first page is always the first
    yield from cut_after_first_page(tree, level.rate, {"has_more": "false", "count": "{rows}"})
