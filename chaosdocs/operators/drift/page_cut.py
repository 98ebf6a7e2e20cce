"""A list that ends after a page, and says that there are more."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    DropNode,
    Edit,
    InsertNode,
    Node,
    Rate,
    Rng,
    SetOption,
    Skip,
    Tree,
    operator,
    rates,
)


@operator(
    TREE,
    evidence="langgenius/dify#41784: has_more of a list; https://docs.stripe.com/api/pagination",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 0.9]),
    nested=False,
)
def page_cut(tree: Tree, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list that ends after its first page; "has_more" says so.

    What it does:
        Takes the last rows away and adds "has_more": true beside the list. Severity is their
        share.

    In the wild:
        A client that asks for one page; a limit of 100 rows.

    Effect on truth:
        The rows are absent and nothing follows across them. A careful reader reports that rows are
        missing.

    Example:
        "lines": [1, 2, 3] → "lines": [1], "has_more": true
    """
    del rng  # the first page is always the first
    if tree.options.get("lists") == "flat":
        yield Skip("a message of a standard has no pages and no flag for them")
        return
    found = next(
        (node for node in tree.root.walk() if node.items and all(i.row for i in node.items)), None
    )
    if found is None or len(found.items or ()) < 2:  # noqa: PLR2004 - one row is left
        yield Skip("the document has no list of two rows")
        return
    rows = found.items or ()
    cut = min(len(rows) - 1, max(1, round(level.rate * len(rows))))
    for row in rows[-cut:]:
        yield DropNode(key="page", node=row.id)
    flag = Node(id=tree.fresh("has_more"), key="has_more", type="boolean", text="true")
    yield InsertNode(key="page", parent=tree.parent(found.id).id, node=flag)
    yield SetOption(key="page", option="cut", before=tree.options.get("cut", ""), after="yes")
