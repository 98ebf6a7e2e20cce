"""What the operators on pages of a list share: the list, and the rows that go."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import DropNode, Edit, InsertNode, Node, SetOption, Skip, Tree


def cut_after_first_page(tree: Tree, rate: float, said: dict[str, str]) -> Iterator[Edit | Skip]:
    """Yield the edits that end the first list of rows early, and say something beside it.

    Args:
        tree: The document.
        rate: The share of rows that goes.
        said: Key to what stands beside the list: ``true``, ``false`` or a number. ``{rows}`` is the
            number of rows before the cut.
    """
    if tree.options.get("lists") == "flat":
        yield Skip("a message of a standard has no pages and no flag for them")
        return
    found = next(
        (node for node in tree.root.walk() if node.items and all(i.row for i in node.items)), None
    )
    if found is None or len(found.items or ()) < 2:  # noqa: PLR2004 - one row is left
        yield Skip("the document has no list of two rows")
        return
    rows, parent = found.items or (), tree.parent(found.id)
    if any(member.key in said for member in parent.members or ()):
        yield Skip("the document tells already whether its list ends here")
        return
    cut = min(len(rows) - 1, max(1, round(rate * len(rows))))
    for row in rows[-cut:]:
        yield DropNode(key="page", node=row.id)
    for name, words in said.items():
        text = words.format(rows=len(rows))
        flag = Node(
            id=tree.fresh(name),
            key=name,
            type="boolean" if text in {"true", "false"} else "number",
            text=text,
        )
        yield InsertNode(key="page", parent=parent.id, node=flag)
    yield SetOption(key="page", option="cut", before=tree.options.get("cut", ""), after="yes")
