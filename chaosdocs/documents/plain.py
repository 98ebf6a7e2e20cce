"""Trees from plain data and back: JSON values without statements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chaosdocs.documents.tree import Node, Tree
from chaosdocs.truth.values import plain as digits


def tree_of(data: Any, *, system: str = "") -> Tree:  # noqa: ANN401 - any JSON value
    """Return a tree of literal leaves that holds `data`; ids are JSON Pointers.

    Args:
        data: An object: dicts, lists, texts, numbers, booleans and None.
        system: The system or client version that it is of.

    Example:
        >>> tree_of({"a": [1, None]}).node("/a/0").text
        '1'
    """
    return Tree(root=_node(data, "", ""), statements={}, system=system)


def data_of(tree: Tree) -> Any:  # noqa: ANN401
    """Return the plain data of a tree; the order of members counts for nothing in it.

    Numbers become Decimals. The second member with one key is named ``key~2``.

    Example:
        >>> data_of(tree_of({"a": [1, None], "b": {}}))
        {'a': [Decimal('1'), None], 'b': {}}
    """
    return _data(tree, tree.root)


def _node(data: Any, key: str, place: str) -> Node:  # noqa: ANN401
    match data:
        case dict():
            members = tuple(
                _node(value, name, f"{place}/{name.replace('~', '~0').replace('/', '~1')}")
                for name, value in data.items()
            )
            return Node(id=place, key=key, members=members)
        case list() | tuple():
            items = tuple(_node(value, "", f"{place}/{n}") for n, value in enumerate(data))
            return Node(id=place, key=key, items=items)
        case None:
            return Node(id=place, key=key, type="null")
        case bool():
            return Node(id=place, key=key, type="boolean", text=str(data).lower())
        case Decimal():
            return Node(id=place, key=key, type="number", text=digits(data))
        case int() | float():
            return Node(id=place, key=key, type="number", text=repr(data))
        case _:
            return Node(id=place, key=key, text=str(data))


def _data(tree: Tree, node: Node) -> Any:  # noqa: ANN401
    if node.members is not None:
        made: dict[str, Any] = {}
        for member in node.members:
            name, times = f"@{member.key}" if member.place == "attribute" else member.key, 1
            while name in made:
                times += 1
                name = f"{member.key}~{times}"
            made[name] = _data(tree, member)
        return made
    if node.items is not None:
        return [_data(tree, item) for item in node.items]
    text = tree.text(node)
    match node.type:
        case "null":
            return None
        case "empty":
            return ""
        case "list":
            return []
        case "object":
            return {}
        case "number":
            return Decimal(text) if _is_number(text) else text
        case "boolean":
            return text == "true"
        case _:
            return text


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except ArithmeticError:
        return False
    return True
