"""Changes of how one thing names another: summaries, ids for objects, objects with a type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Literal

from chaosdocs.documents.changes.change import (
    Change,
    Pairs,
    Path,
    about,
    below,
    beside,
    copied,
    last,
    nodes_at,
    number_of,
    text_of,
)
from chaosdocs.documents.changes.members import Added, Dropped
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, Nest, RenameKey
from chaosdocs.documents.tree_verbs import Move
from chaosdocs.truth.codec import wired
from chaosdocs.truth.values import plain


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised(Change):
    """A list is replaced by its last item, its length, or the sum of a member of its items.

    Attributes:
        to: The key of what stands in its place.
        what: Which of the three.
        of: The member that is summed up, or that stands for the last item.
    """

    how: ClassVar[str] = "summarise"
    to: str
    what: Literal["last", "count", "sum"]
    of: str = ""

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            items = node.items
            if items is None:
                continue
            holder = tree.parent(node.id)
            place = [child.id for child in holder.children].index(node.id)
            made = self._made(tree, items, tree.fresh(f"{node.id}|"))
            if made is None:
                continue
            temporary = replace(made, key=f"{self.to}\0")
            insert = InsertNode(parent=holder.id, node=temporary, place=place)
            yield about(insert, tree, node, self)
            yield about(DropNode(node=node.id), tree, node, self)
            yield about(
                RenameKey(node=made.id, before=f"{self.to}\0", after=self.to), tree, node, self
            )

    def inverse(self) -> Dropped:
        """Return the change that leaves the summary out: the list cannot be recovered."""
        return Dropped(at=beside(self.at, self.to))

    @property
    def loses(self) -> tuple[Path, ...]:
        """The list."""
        return (self.at,)

    @property
    def pairs(self) -> Pairs:
        """The list to its summary."""
        return (((self.at,), (beside(self.at, self.to),)),)

    def _made(self, tree: Tree, items: tuple[Node, ...], name: str) -> Node | None:
        if self.what == "count":
            return Node(id=name, type="number", text=str(len(items)))
        if self.what == "sum":
            texts = [text_of(tree, item, self.of) for item in items]
            total = sum((number_of(text) for text in texts if text), Decimal(0))
            return Node(id=name, type="number", text=plain(total))
        if not items:
            return Node(id=name, type="null")
        found = items[-1]
        if self.of:
            inner = next((child for child in found.children if child.key == self.of), None)
            if inner is None:
                return None
            found = inner
        return copied(tree, found, "|", "")


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed(Change):
    """An object is replaced by one of its members: a price by its id.

    Attributes:
        by: The member that is left.
        to: The key of what stands in its place; the object's own by default.
    """

    how: ClassVar[str] = "collapse"
    by: str
    to: str = ""

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            inner = next((child for child in node.members or () if child.key == self.by), None)
            if inner is None:
                continue
            holder = tree.parent(node.id)
            place = [child.id for child in holder.children].index(node.id)
            kept = copied(tree, inner, "^", f"{node.key}\0")
            yield about(InsertNode(parent=holder.id, node=kept, place=place), tree, node, self)
            yield about(DropNode(node=node.id), tree, node, self)
            edit = RenameKey(node=kept.id, before=kept.key, after=self.to or node.key)
            yield about(edit, tree, node, self)

    def inverse(self) -> Expanded:
        """Return the change that puts an object there; its other members need the other file."""
        key = self.to or last(self.at)
        return Expanded(at=beside(self.at, key), by=self.by, to=last(self.at))

    @property
    def loses(self) -> tuple[Path, ...]:
        """All members but one."""
        return (self.at,)

    @property
    def pairs(self) -> Pairs:
        """The member to what stands in the object's place."""
        return (((below(self.at, self.by),), (beside(self.at, self.to or last(self.at)),)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded(Change):
    """An id is replaced by an object that holds it.

    Attributes:
        by: The key of the id in the object.
        to: The key of the object.
    """

    how: ClassVar[str] = "expand"
    by: str
    to: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if not node.children:
                edit = Nest(node=node.id, key_outside=self.to, key_inside=self.by)
                yield about(edit, tree, node, self)

    def inverse(self) -> Collapsed:
        """Return the change that leaves the id."""
        return Collapsed(at=beside(self.at, self.to), by=self.by, to=last(self.at))

    @property
    def pairs(self) -> Pairs:
        """The id outside and inside."""
        return (((self.at,), (below(beside(self.at, self.to), self.by),)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Turned(Change):
    """A reference is held by the other resource now: ``charge.invoice`` by ``invoice.payments``.

    Attributes:
        other: The place in the other resource, in words.
    """

    how: ClassVar[str] = "reverse"
    other: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            yield about(DropNode(node=node.id), tree, node, self)

    def inverse(self) -> Added:
        """Return the change that adds the reference; its value needs the other resource."""
        return Added(at=self.at)

    @property
    def loses(self) -> tuple[Path, ...]:
        """The reference, as far as this resource goes."""
        return (self.at,)

    @property
    def pairs(self) -> Pairs:
        """The old place to nothing in this resource."""
        return (((self.at,), ()),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Change):
    """Flat members stand in an object whose type is told beside it.

    ``subscription`` becomes ``parent: {type: subscription_details, subscription_details: {...}}``.

    Attributes:
        keys: The keys of the members.
        parent: The key of the outer object.
        type: The type, which is also the key of the inner object.
        names: Their keys in the inner object; the same by default.
    """

    how: ClassVar[str] = "tag"
    keys: tuple[str, ...]
    parent: str
    type: str
    names: tuple[str, ...] = ()

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        names = dict(zip(self.keys, self.names or self.keys, strict=True))
        for node in nodes_at(tree, self.at):
            mine = [child for child in node.members or () if child.key in names]
            if not mine:
                continue
            inner = Node(
                id=tree.fresh(f"{node.id}/{self.parent}/{self.type}^"), key=self.type, members=()
            )
            tag = Node(id=tree.fresh(f"{node.id}/{self.parent}/type^"), key="type", text=self.type)
            box = Node(
                id=tree.fresh(f"{node.id}/{self.parent}^"), key=self.parent, members=(tag, inner)
            )
            yield about(InsertNode(parent=node.id, node=box), tree, node, self)
            for child in mine:
                edit = Move(node=child.id, before=node.id, after=inner.id, name=names[child.key])
                yield about(edit, tree, child, self)

    def inverse(self) -> Untagged:
        """Return the change that makes the members flat again."""
        return Untagged(
            at=self.at, keys=self.keys, parent=self.parent, type=self.type, names=self.names
        )

    @property
    def pairs(self) -> Pairs:
        """Each member, flat and inside."""
        inner = below(below(self.at, self.parent), self.type)
        return tuple(
            ((below(self.at, key),), (below(inner, name),))
            for key, name in zip(self.keys, self.names or self.keys, strict=True)
        )


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Untagged(Change):
    """The members of an object whose type is told beside it stand flat; see `Tagged`.

    Attributes:
        keys: Their keys where they stand flat.
        parent: The key of the outer object.
        type: The type, which is also the key of the inner object.
        names: Their keys in the inner object; the same by default.
    """

    how: ClassVar[str] = "untag"
    keys: tuple[str, ...]
    parent: str
    type: str
    names: tuple[str, ...] = ()

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        names = dict(zip(self.names or self.keys, self.keys, strict=True))
        for node in nodes_at(tree, self.at):
            outer = next((c for c in node.members or () if c.key == self.parent), None)
            inner = next((c for c in outer.children if c.key == self.type), None) if outer else None
            if outer is None or inner is None:
                continue
            for child in inner.children:
                edit = Move(node=child.id, before=inner.id, after=node.id, name=names[child.key])
                yield about(edit, tree, child, self)
            yield about(DropNode(node=outer.id), tree, node, self)

    def inverse(self) -> Tagged:
        """Return the change that puts them into the object."""
        return Tagged(
            at=self.at, keys=self.keys, parent=self.parent, type=self.type, names=self.names
        )

    @property
    def pairs(self) -> Pairs:
        """Each member, inside and flat."""
        return tuple((new, old) for old, new in self.inverse().pairs)
