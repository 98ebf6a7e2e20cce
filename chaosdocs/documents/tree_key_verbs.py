"""Verbs that change one key or one level of a tree: rename, nest, leave out, put in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chaosdocs.documents.edits import Change, MisquoteError
from chaosdocs.documents.tree import Limb, Node, TreeDraft
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Statement


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class RenameKey(Change):
    """Give a member another key."""

    node: str
    before: str
    after: str

    def change(self, draft: TreeDraft) -> None:
        """Give it the other key."""
        limb = draft.limb(self.node)
        if limb.node.key != self.before:
            raise MisquoteError(
                f"{self.node} has the key {limb.node.key!r}, the edit quotes {self.before!r}"
            )
        if draft.holder(self.node).keys[self.after]:
            raise MisquoteError(f"{self.node}: its object has a key {self.after!r} already")
        limb.rekey(self.after)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: the key {self.before!r} becomes {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Nest(Change):
    """Put a member into a new object in its place."""

    node: str
    key_outside: str
    key_inside: str

    def change(self, draft: TreeDraft) -> None:
        """Put one more level in."""
        limb, holder = draft.limb(self.node), draft.holder(self.node)
        if holder.keys[self.key_outside] > (limb.node.key == self.key_outside):
            raise MisquoteError(f"{self.node}: its object has a key {self.key_outside!r} already")
        name = draft.fresh(f"{self.node}^")
        outer = Limb(Node(id=name, key=self.key_outside, members=()), holder)
        draft.limbs[name] = outer
        holder.children = {
            outer.node.id if name == self.node else name: outer if name == self.node else child
            for name, child in holder.children.items()
        }
        holder.keys[limb.node.key] -= 1
        holder.keys[self.key_outside] += 1
        limb.parent = outer
        limb.node = replace(limb.node, key=self.key_inside)
        outer.children = {self.node: limb}

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: nested as {self.key_outside}.{self.key_inside}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class DropNode(Change):
    """Take a member or item away with everything below it."""

    node: str

    def change(self, draft: TreeDraft) -> None:
        """Take the node away."""
        draft.remove(draft.limb(self.node))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertNode(Change):
    """Put a member or item into an object or list. New statements may come with it.

    Attributes:
        parent: Id of the object or list.
        node: The node.
        statements: The statements that come with it.
        again: Whether the object has a member of that key already, so that the key stands twice.
        place: How many members or items will stand before it; -1 puts it at the end.
    """

    parent: str
    node: Node
    statements: tuple[Statement, ...] = ()
    again: bool = False
    place: int = -1

    def change(self, draft: TreeDraft) -> None:
        """Put the node in."""
        parent = draft.limb(self.parent)
        if self.node.id in draft.limbs:
            raise MisquoteError(f"{self.node.id} is there already")
        if parent.node.members is not None:
            if bool(parent.keys[self.node.key]) != self.again:
                there = "no key" if self.again else "a key"
                raise MisquoteError(f"{self.parent} has {there} {self.node.key!r} already")
        elif parent.node.items is None:
            raise MisquoteError(f"{self.parent} is a leaf")
        parent.keys[self.node.key] += 1
        grown = draft.grown(self.node, parent)
        if self.place < 0 or self.place >= len(parent.children):
            parent.children[self.node.id] = grown
        else:
            limbs = list(parent.children.items())
            limbs.insert(self.place, (self.node.id, grown))
            parent.children = dict(limbs)
        for statement in self.statements:
            draft.put(statement)

    def words(self) -> str:
        """Return the change in words."""
        if self.again:
            return f"{self.parent or 'the top level'}: the key {self.node.key!r} once more"
        return f"{self.parent}: a member {self.node.key!r} more"
