"""Verbs that change the shape of a tree, and the stage Tree with all of its verbs.

`chaosdocs.documents.tree_key_verbs` has the verbs that change one key or level. The verbs here
carry a node to another place, into or out of a list, or divide a leaf. The text of a statement
stays exact through all of them, so the evidence of the finished file does too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from chaosdocs.documents.edits import (
    Bait,
    Change,
    Drop,
    MisquoteError,
    Retext,
    Say,
    SetOption,
    Stage,
)
from chaosdocs.documents.tree import LeafType, Limb, Node, Place, Tree, TreeDraft
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, Nest, RenameKey
from chaosdocs.truth.codec import wired
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.parted import joined, part_readings
from chaosdocs.truth.statements import Statement, says

Empty = Literal["null", "empty", "list", "object"]
"""How a leaf without a value is written: ``null``, ``""``, ``[]`` or ``{}``."""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetType(Change):
    """Write a leaf as another JSON type: a number as a string, a boolean as a word."""

    node: str
    before: LeafType
    after: LeafType

    def change(self, draft: TreeDraft) -> None:
        """Write it as the other type."""
        limb = draft.limb(self.node)
        if limb.node.type != self.before:
            raise MisquoteError(f"{self.node} is a {limb.node.type}, the edit quotes {self.before}")
        limb.node = replace(limb.node, type=self.after)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: a {self.before} is written as a {self.after}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Change):
    """Put a node into another object or list, or to another place in its own.

    Attributes:
        node: Id of the node.
        before: Id of the object or list that holds it now.
        after: Id of the object or list that will hold it.
        name: Its key there; empty keeps the key.
        place: How many members or items will stand before it; -1 puts it at the end.
    """

    node: str
    before: str
    after: str
    name: str = ""
    place: int = -1

    def change(self, draft: TreeDraft) -> None:
        """Put the node into its new place."""
        limb, holder, target = (
            draft.limb(self.node),
            draft.holder(self.node),
            draft.limb(self.after),
        )
        if holder.node.id != self.before:
            raise MisquoteError(
                f"{self.node} is held by {holder.node.id!r}, the edit quotes {self.before!r}"
            )
        above: Limb | None = target
        while above is not None:
            if above is limb:
                raise MisquoteError(f"{self.node} cannot be put into itself")
            above = above.parent
        draft.swap(limb, ())
        limb.node = replace(limb.node, key=self.name or limb.node.key)
        draft.give(limb, target, self.place)

    def words(self) -> str:
        """Return the change in words."""
        where = f"into {self.after}" if self.after else "to the top level"
        name = f" as {self.name!r}" if self.name else ""
        return f"{self.node}: moved {where}{name}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Change):
    """Put the members of an object or the items of a list in another order.

    Attributes:
        node: Id of the object or list.
        before: Ids of its members or items as they stand.
        after: The same ids in the new order.
    """

    node: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def change(self, draft: TreeDraft) -> None:
        """Put the members or items into the other order."""
        limb = draft.limb(self.node)
        if tuple(limb.children) != self.before:
            raise MisquoteError(
                f"{self.node} holds {[*limb.children]}, the edit quotes {self.before}"
            )
        if sorted(self.after) != sorted(self.before):
            raise MisquoteError(f"{self.node}: the new order names other members than the old one")
        limb.children = {name: limb.children[name] for name in self.after}

    def words(self) -> str:
        """Return the change in words."""
        first = next((b for a, b in zip(self.before, self.after, strict=True) if a != b), "")
        return f"{self.node or 'the top level'}: another order, first {first}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap(Change):
    """Put a member into a list of one, under the member's key."""

    node: str

    def change(self, draft: TreeDraft) -> None:
        """Put the list around the node."""
        limb = draft.limb(self.node)
        name = draft.fresh(f"{self.node}[]")
        outer = draft.limbs[name] = Limb(Node(id=name, key=limb.node.key, items=()), None)
        draft.swap(limb, (outer,))
        limb.node = replace(limb.node, key="")
        limb.parent = outer
        outer.children = {self.node: limb}

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: stands in a list of one"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrap(Change):
    """Put the only item of a list in place of the list."""

    node: str

    def change(self, draft: TreeDraft) -> None:
        """Put the item in place of its list."""
        limb = draft.limb(self.node)
        if limb.node.items is None or len(limb.children) != 1:
            raise MisquoteError(f"{self.node} is no list of one")
        (only,) = limb.children.values()
        only.node = replace(only.node, key=limb.node.key)
        draft.swap(limb, (only,))
        del draft.limbs[self.node]

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: the only item stands without its list"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten(Change):
    """Put the members of an object in the object's place.

    Attributes:
        node: Id of the object.
        keys: The keys of its members where they will stand, in their order.
    """

    node: str
    keys: tuple[str, ...]

    def change(self, draft: TreeDraft) -> None:
        """Put the members in place of their object."""
        limb = draft.limb(self.node)
        if limb.node.members is None or len(limb.children) != len(self.keys):
            raise MisquoteError(f"{self.node} is no object of {len(self.keys)} members")
        inner = tuple(limb.children.values())
        for child, key in zip(inner, self.keys, strict=True):
            child.node = replace(child.node, key=key)
        draft.swap(limb, inner)
        del draft.limbs[self.node]

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: its members stand a level higher as {', '.join(self.keys)}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Change):
    """Write the text of a leaf in several leaves, cut at single spaces.

    Attributes:
        node: Id of the leaf.
        before: Its text.
        keys: The keys of the new leaves.
        parts: Their texts; joined by spaces they are `before`.
    """

    node: str
    before: str
    keys: tuple[str, ...]
    parts: tuple[str, ...]

    def change(self, draft: TreeDraft) -> None:
        """Write the parts in leaves of their own."""
        limb = draft.limb(self.node)
        node = limb.node
        if (
            draft.text(node) != self.before
            or limb.children
            or node.members is not None
            or (node.text and node.statement)
        ):
            raise MisquoteError(f"{self.node} is no leaf that shows {self.before!r}")
        if " ".join(self.parts) != self.before or len(self.parts) != len(self.keys):
            raise MisquoteError(f"{self.node}: the parts are not those of {self.before!r}")
        leaves = [
            draft.grown(
                replace(
                    node, id=draft.fresh(f"{self.node}:{n}"), key=key, text=part, type="string"
                ),
                None,
            )
            for n, (key, part) in enumerate(zip(self.keys, self.parts, strict=True), 1)
        ]
        draft.swap(limb, leaves)
        del draft.limbs[self.node]

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: {self.before!r} is split into {', '.join(self.keys)}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Change):
    """Write several leaves of one object as one, with a mark between their texts.

    Each statement then shows the whole text. Its convention says which part of the text it is, and
    its readings are the values that this part can have: several where the mark stands in a part
    too.

    Attributes:
        nodes: Ids of the leaves, in the order of the parts.
        before: Their texts.
        name: The key of the new leaf.
        joint: The mark between the parts.
    """

    nodes: tuple[str, ...]
    before: tuple[str, ...]
    name: str
    joint: str

    def change(self, draft: TreeDraft) -> None:
        """Write the texts in place of the first."""
        limbs = [draft.limb(each) for each in self.nodes]
        texts = tuple(draft.text(limb.node) for limb in limbs)
        if texts != self.before or any(limb.children for limb in limbs) or not all(texts):
            raise MisquoteError(f"{self.nodes} show {texts}, the edit quotes {self.before}")
        stated = [limb.node.statement for limb in limbs]
        if any(stated) and not all(stated):
            raise MisquoteError(f"{self.nodes}: only some of them state a fact")
        whole = joined(texts, self.joint)
        leaf = Node(
            id=draft.fresh("+".join(self.nodes)),
            key=self.name,
            statement=stated[0],
            also=tuple(each for each in stated[1:] if each is not None),
            text="" if all(stated) else whole,
        )
        for limb in limbs[1:]:
            draft.swap(limb, ())
        draft.swap(limbs[0], (draft.grown(leaf, None),))
        for each in self.nodes:
            del draft.limbs[each]
        for number, name in enumerate(stated, 1):
            if name is not None:
                draft.put(_part_of(draft.statement(name), whole, self.joint, (number, len(limbs))))

    def words(self) -> str:
        """Return the change in words."""
        return f"{', '.join(self.nodes)}: written as one, {joined(self.before, self.joint)!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetNull(Change):
    """Write a leaf that says nothing in another way: null, an empty text, an empty list or object.

    Attributes:
        node: Id of the leaf.
        before: How it is written now.
        after: How it will be written.
    """

    node: str
    before: Empty
    after: Empty

    def change(self, draft: TreeDraft) -> None:
        """Write nothing in the other way."""
        limb = draft.limb(self.node)
        node = limb.built()
        now = nothing(node)
        if now is None and node.statement is not None and not draft.text(node):
            now = "null"  # a statement without a text is written so
        if now is None:
            raise MisquoteError(f"{self.node} says something")
        if now != self.before:
            raise MisquoteError(f"{self.node} is {now}, the edit quotes {self.before}")
        limb.node = replace(node, type=self.after, members=None, items=None)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: {_NOTHING[self.before]} becomes {_NOTHING[self.after]}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetText(Change):
    """Write another text at a leaf that states no fact."""

    node: str
    before: str
    after: str
    type: LeafType = "string"

    def change(self, draft: TreeDraft) -> None:
        """Write the other text."""
        limb = draft.limb(self.node)
        if limb.node.statement is not None or limb.children or limb.node.text != self.before:
            raise MisquoteError(f"{self.node} is no literal leaf with the text {self.before!r}")
        limb.node = replace(limb.node, text=self.after, type=self.type)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: {self.before!r} is written {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlace(Change):
    """Let XML write a leaf as an attribute of its parent, as the parent's own text, or an element.

    Attributes:
        node: Id of the leaf.
        before: Where it is written now.
        after: Where it will be written.
    """

    node: str
    before: Place
    after: Place

    def change(self, draft: TreeDraft) -> None:
        """Write the leaf in the other place."""
        limb = draft.limb(self.node)
        if limb.node.place != self.before:
            raise MisquoteError(
                f"{self.node} is an {limb.node.place}, the edit quotes {self.before}"
            )
        if limb.children:
            raise MisquoteError(f"{self.node} is no leaf")
        limb.node = replace(limb.node, place=self.after)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: an {self.before} of XML becomes an {self.after}"


TREE: Stage[Tree] = Stage(
    "tree",
    lambda: Tree,
    (
        Retext,
        Drop,
        Bait,
        Say,
        RenameKey,
        Nest,
        DropNode,
        InsertNode,
        SetType,
        SetOption,
        Move,
        Order,
        Wrap,
        Unwrap,
        Flatten,
        Split,
        Merge,
        SetNull,
        SetText,
        SetPlace,
    ),
)

_NOTHING: dict[Empty, str] = {"null": "null", "empty": '""', "list": "[]", "object": "{}"}


def nothing(node: Node) -> Empty | None:
    """Return how a node that says nothing is written, or None if it may say something."""
    if node.members is not None:
        return None if node.members else "object"
    if node.items is not None:
        return None if node.items else "list"
    match node.type:
        case "null" | "empty" | "list" | "object":
            return node.type
        case "string" if node.statement is None and not node.text:
            return "empty"
        case _:
            return None


def _part_of(own: Statement, whole: str, joint: str, part: tuple[int, int]) -> Statement:
    """A statement that shows a text of several values; it is the part with this number."""
    return replace(
        own,
        text=whole,
        claim=says(*part_readings(whole, joint, *part)),
        convention=replace(own.convention or Convention(name="plain"), joint=joint, part=part),
    )
