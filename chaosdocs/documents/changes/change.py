"""What a change of a schema is, and the paths that it names places by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.truth.statements import Ref

Path = str
"""Where a value stands in a version: keys after slashes, ``*`` for every item of a list."""


Pairs = tuple[tuple[tuple[Path, ...], tuple[Path, ...]], ...]
"""Places of the older version, and the places where their values stand in the newer one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a schema. Subclasses are the vocabulary.

    Attributes:
        at: The place in the older version.
    """

    how: ClassVar[str] = ""
    at: Path

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits that carry a tree of the older version over; none if it is not there."""
        raise NotImplementedError

    def inverse(self) -> Change:
        """Return the change that undoes this one as far as that can be done."""
        raise NotImplementedError

    @property
    def loses(self) -> tuple[Path, ...]:
        """The places of the older version whose values cannot be recovered."""
        return ()

    @property
    def pairs(self) -> Pairs:
        """Places of the older version, and where their values stand in the newer one."""
        return (((self.at,), (self.at,)),)

    def older(self, path: Path) -> tuple[Path, ...]:
        """Return where the values at or below a place of the newer version stood before."""
        found: dict[Path, None] = {}
        for olds, news in self.pairs:
            for new in news:
                if path == new or path.startswith(f"{new}/"):
                    return tuple(f"{old}{path[len(new) :]}" for old in olds)
                if new.startswith(f"{path}/"):
                    found |= dict.fromkeys(olds)
        return (path, *found)

    def words(self) -> str:
        """Return the change in words."""
        (old, new), *_more = self.pairs
        there = " and ".join(new) or "nothing"
        return f"{' and '.join(old) or 'nothing'} → {there}"


def nodes_at(tree: Tree, path: Path) -> tuple[Node, ...]:
    """Return the nodes at a path, in the order of the tree; the empty path is the outermost object.

    Example:
        >>> from chaosdocs.documents.plain import tree_of
        >>> [node.id for node in nodes_at(tree_of({"a": [{"b": 1}, {"b": 2}]}), "/a/*/b")]
        ['/a/0/b', '/a/1/b']
    """
    return tuple(nodes_below(tree.root, path))


def last(path: Path) -> str:
    """Return the key that a path ends in."""
    return path.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def above(path: Path) -> Path:
    """Return the path of the object that holds the place."""
    return path.rpartition("/")[0]


def beside(path: Path, key: str) -> Path:
    """Return the path of another key in the same object."""
    return f"{above(path)}/{escaped(key)}"


def below(path: Path, key: str) -> Path:
    """Return the path of a key in the object at `path`."""
    return f"{path}/{escaped(key)}"


def facts_below(tree: Tree, node: Node) -> tuple[Ref, ...]:
    """Return the facts that a node and everything below it states."""
    refs = (tree.statements[name].ref for each in node.walk() for name in each.stated)
    return tuple(dict.fromkeys(ref for ref in refs if ref is not None))


def nodes_below(node: Node, path: Path) -> Iterator[Node]:
    """Yield the nodes at a path that starts at `node`."""
    steps = path.split("/")[1:]
    found: list[Node] = [node]
    for step in steps:
        key = step.replace("~1", "/").replace("~0", "~")
        found = [
            child
            for each in found
            for child in each.children
            if (key == "*" and (each.items is not None or each.key)) or child.key == key
        ]
    yield from found


def escaped(key: str) -> str:
    """Return a key as a step of a path."""
    return key.replace("~", "~0").replace("/", "~1")


def text_of(tree: Tree, node: Node, key: str) -> str | None:
    """Return what the member of that key shows, or None where there is none."""
    return next((tree.text(child) for child in node.members or () if child.key == key), None)


def copied(tree: Tree, node: Node, mark: str, key: str) -> Node:
    """The same node once more, with ids of its own; its leaves state the same facts."""
    names = [each.id for each in node.walk()]
    while any(tree.fresh(f"{name}{mark}") != f"{name}{mark}" for name in names):
        mark = f"{mark}'"

    def again(each: Node) -> Node:
        return replace(
            each,
            id=f"{each.id}{mark}",
            members=None if each.members is None else tuple(map(again, each.members)),
            items=None if each.items is None else tuple(map(again, each.items)),
        )

    return replace(again(node), key=key)


def about(edit: Edit, tree: Tree, node: Node, change: Change) -> Edit:
    """Return the edit with the name of its decision and the facts that it carries."""
    key = edit.key or f"{change.how} {change.at}"
    return replace(edit, key=key, touches=facts_below(tree, node))


def number_of(text: str) -> Decimal:
    """Return the number that a text is, 0 where it is none."""
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal(0)
