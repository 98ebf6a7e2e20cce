"""Changes of what a whole answer stands in: pages and envelopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from chaosdocs.documents.changes.change import (
    Change,
    Pairs,
    Path,
    about,
    beside,
    nodes_at,
)
from chaosdocs.documents.changes.members import Dropped
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, RenameKey
from chaosdocs.documents.tree_verbs import Move
from chaosdocs.truth.codec import wired


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Change):
    """A list ends after so many items, and ``has_more`` says so.

    Attributes:
        most: Items of a page.
        flag: The key that says whether there are more.
    """

    how: ClassVar[str] = "page"
    most: int
    flag: str = "has_more"

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if node.items is None:
                continue
            more = node.items[self.most :]
            for item in more:
                yield about(DropNode(node=item.id), tree, item, self)
            holder = tree.parent(node.id)
            told = "true" if more else "false"
            flag = Node(id=tree.fresh(f"{node.id}?"), key=self.flag, type="boolean", text=told)
            yield about(InsertNode(parent=holder.id, node=flag), tree, node, self)

    def inverse(self) -> Dropped:
        """Return the change that leaves the flag out: the rows cannot be recovered."""
        return Dropped(at=beside(self.at, self.flag), derivable=True)

    @property
    def loses(self) -> tuple[Path, ...]:
        """The rows beyond the page."""
        return (f"{self.at}/*",)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Enveloped(Change):
    """The whole stands in a list of one in a new outermost object: ``{"data": [...]}``.

    Attributes:
        into: The key of the list.
        marks: Keys and texts that stand beside it, such as ``object: list``.
    """

    how: ClassVar[str] = "envelope"
    into: str
    marks: tuple[tuple[str, str], ...] = ()

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        if tree.root.members is None:
            return
        inner = Node(id=tree.fresh("^0"), members=())
        box = Node(id=tree.fresh("^"), key=f"{self.into}\0", items=(inner,))
        yield about(InsertNode(parent=tree.root.id, node=box), tree, tree.root, self)
        for child in tree.root.members:
            edit = Move(node=child.id, before=tree.root.id, after=inner.id)
            yield about(edit, tree, child, self)
        for key, text in self.marks:
            mark = Node(id=tree.fresh(f"^{key}"), key=key, text=text)
            yield about(InsertNode(parent=tree.root.id, node=mark, place=0), tree, mark, self)
        yield about(RenameKey(node=box.id, before=box.key, after=self.into), tree, tree.root, self)

    def inverse(self) -> Opened:
        """Return the change that takes the envelope away."""
        return Opened(at=self.at, into=self.into, marks=self.marks)

    @property
    def pairs(self) -> Pairs:
        """The whole to the item of the list."""
        return ((("",), (f"/{self.into}/*",)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Change):
    """The only item of the list in an envelope is the whole; see `Enveloped`."""

    how: ClassVar[str] = "envelope"
    into: str
    marks: tuple[tuple[str, str], ...] = ()

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        boxes = nodes_at(tree, f"/{self.into}")
        if not boxes or boxes[0].items is None or len(boxes[0].items) != 1:
            return
        (box,) = boxes
        (inner,) = box.items or ()
        for child in tree.root.children:
            if child.key in dict(self.marks):
                yield about(DropNode(node=child.id), tree, child, self)
        edit = RenameKey(node=box.id, before=box.key, after=f"{box.key}\0")
        yield about(edit, tree, tree.root, self)
        for child in inner.children:
            move = Move(node=child.id, before=inner.id, after=tree.root.id)
            yield about(move, tree, child, self)
        yield about(DropNode(node=box.id), tree, tree.root, self)

    def inverse(self) -> Enveloped:
        """Return the change that makes the envelope."""
        return Enveloped(at=self.at, into=self.into, marks=self.marks)

    @property
    def pairs(self) -> Pairs:
        """The item of the list to the whole."""
        return (((f"/{self.into}/*",), ("",)),)
