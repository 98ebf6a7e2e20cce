"""Changes of where a value stands: its key, its object, its order."""

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
    beside,
    copied,
    last,
    nodes_at,
    nodes_below,
)
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, RenameKey
from chaosdocs.documents.tree_verbs import Move, Order
from chaosdocs.truth.codec import wired


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed(Change):
    """A key has another name.

    Attributes:
        to: The new key.
    """

    how: ClassVar[str] = "rename"
    to: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            yield about(RenameKey(node=node.id, before=node.key, after=self.to), tree, node, self)

    def inverse(self) -> Renamed:
        """Return the renaming back."""
        return Renamed(at=beside(self.at, self.to), to=last(self.at))

    @property
    def pairs(self) -> Pairs:
        """The place under both names."""
        return (((self.at,), (beside(self.at, self.to),)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Change):
    """A value stands in another object; in every item of a list if the new place has a star.

    Attributes:
        to: The new place.
        place: How many members stand before it there; -1 puts it at the end.
        back: How many members stood before it where it was.
    """

    how: ClassVar[str] = "move"
    to: Path
    place: int = -1
    back: int = -1

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node, holders in self._ways(tree):
            if not holders:
                continue
            first, *more = holders
            for number, holder in enumerate(more, 2):
                copy = copied(tree, node, f"~{number}", last(self.to))
                yield about(
                    InsertNode(parent=holder.id, node=copy, place=self.place), tree, node, self
                )
            parent = tree.parent(node.id)
            edit = Move(
                node=node.id,
                before=parent.id,
                after=first.id,
                name=last(self.to),
                place=self.place,
            )
            yield about(edit, tree, node, self)
        for node in self._others(tree):
            yield about(DropNode(node=node.id), tree, node, self)

    def inverse(self) -> Moved:
        """Return the move back."""
        return Moved(at=self.to, to=self.at, place=self.back, back=self.place)

    @property
    def loses(self) -> tuple[Path, ...]:
        """The values of all items but the first, where a value leaves a list."""
        return (self.at,) if self.at.count("*") > self.to.count("*") else ()

    @property
    def pairs(self) -> Pairs:
        """The old place and the new one."""
        return (((self.at,), (self.to,)),)

    def _ways(self, tree: Tree) -> Iterator[tuple[Node, list[Node]]]:
        """Yield each node that moves, and the objects that it goes into."""
        nodes = nodes_at(tree, self.at)
        target = above(self.to)
        stars_from, stars_to = self.at.count("*"), self.to.count("*")
        if stars_from == stars_to > 0:
            shared = _shared(self.at, self.to)
            for item in nodes_at(tree, shared):
                inside = list(nodes_below(item, self.at[len(shared) :]))
                for node in inside[:1]:
                    yield node, list(nodes_below(item, target[len(shared) :]))[:1]
        elif nodes:
            yield nodes[0], list(nodes_at(tree, target))

    def _others(self, tree: Tree) -> tuple[Node, ...]:
        """The nodes that are dropped because only the first is kept."""
        if self.at.count("*") <= self.to.count("*") or not nodes_at(tree, above(self.to)):
            return ()
        return nodes_at(tree, self.at)[1:]


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered(Change):
    """The members of an object stand in another order.

    Attributes:
        before: Their keys in the old order.
        after: Their keys in the new one.
    """

    how: ClassVar[str] = "order"
    before: tuple[str, ...]
    after: tuple[str, ...]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        rank = {key: place for place, key in enumerate(self.after)}
        for node in nodes_at(tree, self.at):
            now = tuple(child.id for child in node.children)
            ordered = sorted(node.children, key=lambda child: rank.get(child.key, len(rank)))
            then = tuple(child.id for child in ordered)
            if now != then:
                yield about(Order(node=node.id, before=now, after=then), tree, node, self)

    def inverse(self) -> Reordered:
        """Return the old order."""
        return Reordered(at=self.at, before=self.after, after=self.before)


def _shared(one: Path, other: Path) -> Path:
    """The longest path that both go through, up to their last common star."""
    shared = ""
    steps = zip(one.split("/")[1:-1], other.split("/")[1:-1], strict=False)
    walked = ""
    for a, b in steps:
        if a != b:
            break
        walked += f"/{a}"
        if a == "*":
            shared = walked
    return shared
