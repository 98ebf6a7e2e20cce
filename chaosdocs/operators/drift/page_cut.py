"""A list that ends after a page, and says that there are more."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TREE, Edit, Rate, Rng, Skip, Tree, operator, rates
from chaosdocs.operators.drift.paging import cut_after_first_page


@operator(
    TREE,
    evidence="langgenius/dify#41784: has_more of a list; https://docs.stripe.com/api/pagination",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 0.9]),
    nested=False,
)
def page_cut(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list that ends after its first page, as "has_more" says.

    What it does:
        Removes the last rows and adds "has_more": true beside the list. Severity is the share of
        removed rows.

    In the wild:
        A client that requests only one page; a limit of 100 rows.

    Effect on truth:
        The removed rows are absent, and nothing can be computed from the whole list. A careful
        reader reports that rows are missing.

    Example:
        "lines": [1, 2, 3] → "lines": [1], "has_more": true
    """
    del rng  # the first page is always the first
    yield from cut_after_first_page(tree, level.rate, {"has_more": "true"})
