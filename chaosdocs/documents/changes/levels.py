"""Changes of levels: objects and lists that come and go around values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from chaosdocs.documents.changes.change import (
    Change,
    Pairs,
    Path,
    about,
    above,
    below,
    beside,
    escaped,
    last,
    nodes_at,
    text_of,
)
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, Nest, RenameKey
from chaosdocs.documents.tree_verbs import Flatten, Move, Unwrap, Wrap
from chaosdocs.truth.codec import wired


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Boxed(Change):
    """A value stands one level lower: ``Nm`` becomes ``Pty/Nm``, ``Sts`` becomes ``Sts/Cd``.

    Attributes:
        outside: The key of the new object.
        inside: The key of the value in it.
    """

    how: ClassVar[str] = "nest"
    outside: str
    inside: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            edit = Nest(node=node.id, key_outside=self.outside, key_inside=self.inside)
            yield about(edit, tree, node, self)

    def inverse(self) -> Unboxed:
        """Return the change that takes the level away."""
        return Unboxed(at=beside(self.at, self.outside), inside=self.inside, to=last(self.at))

    @property
    def pairs(self) -> Pairs:
        """The value above and below the new level."""
        return (((self.at,), (f"{beside(self.at, self.outside)}/{escaped(self.inside)}",)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Unboxed(Change):
    """A value stands one level higher, in place of the object that held nothing else.

    Attributes:
        inside: The key of the value in the object.
        to: Its key in place of the object.
    """

    how: ClassVar[str] = "flatten"
    inside: str
    to: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if [child.key for child in node.members or ()] != [self.inside]:
                continue
            yield about(Flatten(node=node.id, keys=(self.to,)), tree, node, self)

    def inverse(self) -> Boxed:
        """Return the change that adds the level."""
        return Boxed(at=beside(self.at, self.to), outside=last(self.at), inside=self.inside)

    @property
    def pairs(self) -> Pairs:
        """The value below and above."""
        return (((f"{self.at}/{escaped(self.inside)}",), (beside(self.at, self.to),)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Change):
    """Several members stand in a new object: ``total`` and ``currency`` in ``amount``.

    Attributes:
        keys: The keys of the members.
        into: The key of the object.
        names: Their keys in it; the same by default.
        place: How many members stand before the object; -1 puts it at the end.
    """

    how: ClassVar[str] = "nest"
    keys: tuple[str, ...]
    into: str
    names: tuple[str, ...] = ()
    place: int = -1

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        names = self.names or self.keys
        for node in nodes_at(tree, self.at):
            there = {child.key: child for child in node.members or ()}
            mine = [
                (there[k], name) for k, name in zip(self.keys, names, strict=True) if k in there
            ]
            if not mine:
                continue
            box = Node(id=tree.fresh(f"{node.id}/{self.into}^"), key=self.into, members=())
            at = -1 if self.place < 0 else self.place + len(mine)
            yield about(InsertNode(parent=node.id, node=box, place=at), tree, node, self)
            for child, name in mine:
                edit = Move(node=child.id, before=node.id, after=box.id, name=name)
                yield about(edit, tree, child, self)

    def inverse(self) -> Scattered:
        """Return the change that takes the object away."""
        return Scattered(
            at=below(self.at, self.into), keys=self.names or self.keys, names=self.keys
        )

    @property
    def pairs(self) -> Pairs:
        """Each member, outside and inside."""
        inner = below(self.at, self.into)
        return tuple(
            ((below(self.at, key),), (below(inner, name),))
            for key, name in zip(self.keys, self.names or self.keys, strict=True)
        )


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Scattered(Change):
    """The members of an object stand in the object's place.

    Attributes:
        keys: Their keys in the object.
        names: Their keys where they stand then.
    """

    how: ClassVar[str] = "flatten"
    keys: tuple[str, ...]
    names: tuple[str, ...]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        names = dict(zip(self.keys, self.names, strict=True))
        for node in nodes_at(tree, self.at):
            if node.members and all(child.key in names for child in node.members):
                keys = tuple(names[child.key] for child in node.members)
                yield about(Flatten(node=node.id, keys=keys), tree, node, self)

    def inverse(self) -> Gathered:
        """Return the change that makes the object."""
        return Gathered(at=above(self.at), keys=self.names, into=last(self.at), names=self.keys)

    @property
    def pairs(self) -> Pairs:
        """Each member, inside and outside."""
        return tuple(
            ((below(self.at, key),), (beside(self.at, name),))
            for key, name in zip(self.keys, self.names, strict=True)
        )


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Change):
    """A value stands in a list: ``refund`` becomes ``refunds: [...]``.

    Attributes:
        to: The key of the list; the value's own by default.
    """

    how: ClassVar[str] = "wrap"
    to: str = ""

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if self.to and self.to != node.key:
                yield about(
                    RenameKey(node=node.id, before=node.key, after=self.to), tree, node, self
                )
            yield about(Wrap(node=node.id), tree, node, self)

    def inverse(self) -> Unlisted:
        """Return the change that takes the list away."""
        return Unlisted(at=beside(self.at, self.to or last(self.at)), to=last(self.at))

    @property
    def pairs(self) -> Pairs:
        """The value outside and inside of the list."""
        return (((self.at,), (f"{beside(self.at, self.to or last(self.at))}/*",)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted(Change):
    """The first item of a list stands in the list's place.

    Attributes:
        to: Its key.
    """

    how: ClassVar[str] = "unwrap"
    to: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if not node.items:
                continue
            for item in node.items[1:]:
                yield about(DropNode(node=item.id), tree, item, self)
            yield about(Unwrap(node=node.id), tree, node, self)
            if self.to != node.key:
                edit = RenameKey(node=node.items[0].id, before=node.key, after=self.to)
                yield about(edit, tree, node, self)

    def inverse(self) -> Listed:
        """Return the change that makes a list."""
        return Listed(at=beside(self.at, self.to), to=last(self.at))

    @property
    def loses(self) -> tuple[Path, ...]:
        """All items but the first."""
        return (f"{self.at}/*",)

    @property
    def pairs(self) -> Pairs:
        """The value inside and outside of the list."""
        return (((f"{self.at}/*",), (beside(self.at, self.to),)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed(Change):
    """A list of objects is an object whose keys are those of its items.

    Attributes:
        by: The member of each item whose text becomes the key; it stays in the item.
    """

    how: ClassVar[str] = "rekey"
    by: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            names = [text_of(tree, item, self.by) for item in node.items or ()]
            if not names or None in names or len(set(names)) < len(names):
                continue
            holder = tree.parent(node.id)
            box = Node(id=tree.fresh(f"{node.id}%"), key=f"{node.key}\0", members=())
            place = [child.id for child in holder.children].index(node.id)
            yield about(InsertNode(parent=holder.id, node=box, place=place), tree, node, self)
            for item, name in zip(node.items or (), names, strict=True):
                edit = Move(node=item.id, before=node.id, after=box.id, name=name or "")
                yield about(edit, tree, item, self)
            yield about(DropNode(node=node.id), tree, node, self)
            yield about(RenameKey(node=box.id, before=box.key, after=node.key), tree, node, self)

    def older(self, path: Path) -> tuple[Path, ...]:
        """Return the path with a star for the key of an item."""
        if not path.startswith(f"{self.at}/"):
            return (path,)
        _key, slash, rest = path[len(self.at) + 1 :].partition("/")
        return (f"{self.at}/*{slash}{rest}",)

    def inverse(self) -> Unkeyed:
        """Return the change that makes a list again."""
        return Unkeyed(at=self.at, by=self.by)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Unkeyed(Change):
    """An object of objects is a list of them; each item holds its key already.

    Attributes:
        by: The member of each item that holds the key.
    """

    how: ClassVar[str] = "rekey"
    by: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if node.members is None or not all(
                text_of(tree, child, self.by) == child.key for child in node.members
            ):
                continue
            holder = tree.parent(node.id)
            box = Node(id=tree.fresh(f"{node.id}#"), key=f"{node.key}\0", items=())
            place = [child.id for child in holder.children].index(node.id)
            yield about(InsertNode(parent=holder.id, node=box, place=place), tree, node, self)
            for child in node.members:
                edit = Move(node=child.id, before=node.id, after=box.id)
                yield about(edit, tree, child, self)
            yield about(DropNode(node=node.id), tree, node, self)
            yield about(RenameKey(node=box.id, before=box.key, after=node.key), tree, node, self)

    def inverse(self) -> Keyed:
        """Return the change that makes an object."""
        return Keyed(at=self.at, by=self.by)
