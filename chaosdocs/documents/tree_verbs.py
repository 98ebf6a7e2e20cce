"""Verbs that change the shape of a tree, and the stage Tree with all of its verbs.

`chaosdocs.documents.tree` has the verbs that change one key, leaf or level. The verbs here carry a
node to another place, into or out of a list, or divide a leaf. The text of a statement stays exact
through all of them, so the evidence of the finished file does too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chaosdocs.documents.edits import Bait, Drop, Edit, MisquoteError, Retext, Say, SetOption, Stage
from chaosdocs.documents.tree import (
    DropNode,
    InsertNode,
    LeafType,
    Nest,
    Node,
    Place,
    RenameKey,
    SetType,
    Tree,
)
from chaosdocs.truth.codec import wired
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.parted import joined, part_readings
from chaosdocs.truth.statements import says

Empty = Literal["null", "empty", "list", "object"]
"""How a leaf without a value is written: ``null``, ``""``, ``[]`` or ``{}``."""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Edit):
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

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the node in its new place."""
        node = document.node(self.node)
        holder = document.parent(self.node)
        if holder.id != self.before:
            raise MisquoteError(
                f"{self.node} is held by {holder.id!r}, the edit quotes {self.before!r}"
            )
        if any(each.id == self.after for each in node.walk()):
            raise MisquoteError(f"{self.node} cannot be put into itself")
        less = document.with_node(_without(holder, self.node))
        moved = replace(node, key=self.name or node.key)
        return less.with_node(_with(less.node(self.after), (moved,), self.place))

    def words(self) -> str:
        """Return the change in words."""
        where = f"into {self.after}" if self.after else "to the top level"
        name = f" as {self.name!r}" if self.name else ""
        return f"{self.node}: moved {where}{name}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Edit):
    """Put the members of an object or the items of a list in another order.

    Attributes:
        node: Id of the object or list.
        before: Ids of its members or items as they stand.
        after: The same ids in the new order.
    """

    node: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def apply(self, document: Tree) -> Tree:
        """Return the tree in the other order."""
        holder = document.node(self.node)
        by_id = {child.id: child for child in holder.children}
        if tuple(by_id) != self.before:
            raise MisquoteError(f"{self.node} holds {[*by_id]}, the edit quotes {self.before}")
        if sorted(self.after) != sorted(self.before):
            raise MisquoteError(f"{self.node}: the new order names other members than the old one")
        return document.with_node(_holding(holder, [by_id[name] for name in self.after]))

    def words(self) -> str:
        """Return the change in words."""
        first = next((b for a, b in zip(self.before, self.after, strict=True) if a != b), "")
        return f"{self.node or 'the top level'}: another order, first {first}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Wrap(Edit):
    """Put a member into a list of one, under the member's key."""

    node: str

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the list."""
        node = document.node(self.node)
        outer = Node(
            id=document.fresh(f"{self.node}[]"), key=node.key, items=(replace(node, key=""),)
        )
        return document.with_node(outer, at=self.node)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: stands in a list of one"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Unwrap(Edit):
    """Put the only item of a list in the place of the list."""

    node: str

    def apply(self, document: Tree) -> Tree:
        """Return the tree without the list."""
        node = document.node(self.node)
        if node.items is None or len(node.items) != 1:
            raise MisquoteError(f"{self.node} is no list of one")
        (only,) = node.items
        return document.with_node(replace(only, key=node.key), at=self.node)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: the only item stands without its list"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten(Edit):
    """Put the members of an object in the object's place.

    Attributes:
        node: Id of the object.
        keys: The keys of its members where they will stand, in their order.
    """

    node: str
    keys: tuple[str, ...]

    def apply(self, document: Tree) -> Tree:
        """Return the tree with one level less."""
        node = document.node(self.node)
        if node.members is None or len(node.members) != len(self.keys):
            raise MisquoteError(f"{self.node} is no object of {len(self.keys)} members")
        holder = document.parent(self.node)
        place = [child.id for child in holder.children].index(self.node)
        inner = [replace(n, key=key) for n, key in zip(node.members, self.keys, strict=True)]
        return document.with_node(_with(_without(holder, self.node), inner, place))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: its members stand a level higher as {', '.join(self.keys)}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Edit):
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

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the leaf divided."""
        node = document.node(self.node)
        if document.text(node) != self.before or node.children or (node.text and node.statement):
            raise MisquoteError(f"{self.node} is no leaf that shows {self.before!r}")
        if " ".join(self.parts) != self.before or len(self.parts) != len(self.keys):
            raise MisquoteError(f"{self.node}: the parts are not those of {self.before!r}")
        holder = document.parent(self.node)
        place = [child.id for child in holder.children].index(self.node)
        leaves = [
            replace(
                node, id=document.fresh(f"{self.node}:{number}"), key=key, text=part, type="string"
            )
            for number, (key, part) in enumerate(zip(self.keys, self.parts, strict=True), 1)
        ]
        return document.with_node(_with(_without(holder, self.node), leaves, place))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: {self.before!r} is split into {', '.join(self.keys)}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Edit):
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

    def apply(self, document: Tree) -> Tree:
        """Return the tree with one leaf in the place of the first."""
        nodes = [document.node(each) for each in self.nodes]
        texts = tuple(document.text(node) for node in nodes)
        if texts != self.before or any(node.children for node in nodes) or not all(texts):
            raise MisquoteError(f"{self.nodes} show {texts}, the edit quotes {self.before}")
        whole = joined(texts, self.joint)
        stated = [node.statement for node in nodes]
        if any(stated) and not all(stated):
            raise MisquoteError(f"{self.nodes}: only some of them state a fact")
        leaf = Node(
            id=document.fresh("+".join(self.nodes)),
            key=self.name,
            statement=stated[0],
            also=tuple(each for each in stated[1:] if each is not None),
            text="" if all(stated) else whole,
        )
        for each in self.nodes[1:]:
            document = document.with_node(_without(document.parent(each), each))
        holder = document.parent(self.nodes[0])
        place = [child.id for child in holder.children].index(self.nodes[0])
        document = document.with_node(_with(_without(holder, self.nodes[0]), (leaf,), place))
        statements = dict(document.statements)
        for number, name in enumerate(stated, 1):
            if name is not None:
                own = statements[name]
                statements[name] = replace(
                    own,
                    text=whole,
                    claim=says(*part_readings(whole, self.joint, number, len(nodes))),
                    convention=replace(
                        own.convention or Convention(name="plain"),
                        joint=self.joint,
                        part=(number, len(nodes)),
                    ),
                )
        return replace(document, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"{', '.join(self.nodes)}: written as one, {joined(self.before, self.joint)!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetNull(Edit):
    """Write a leaf that says nothing in another way: null, an empty text, an empty list or object.

    Attributes:
        node: Id of the leaf.
        before: How it is written now.
        after: How it will be written.
    """

    node: str
    before: Empty
    after: Empty

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the other spelling of nothing."""
        node = document.node(self.node)
        now = nothing(node)
        if now is None and node.statement is not None and not document.text(node):
            now = "null"  # a statement without a text is written so
        if now is None:
            raise MisquoteError(f"{self.node} says something")
        if now != self.before:
            raise MisquoteError(f"{self.node} is {now}, the edit quotes {self.before}")
        bare = replace(node, type="null", members=None, items=None)
        match self.after:
            case "null":
                return document.with_node(bare)
            case "empty":
                return document.with_node(replace(bare, type="empty"))
            case "list" | "object":
                return document.with_node(replace(bare, type=self.after))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: {_NOTHING[self.before]} becomes {_NOTHING[self.after]}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetText(Edit):
    """Write another text at a leaf that states no fact."""

    node: str
    before: str
    after: str
    type: LeafType = "string"

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the other text."""
        node = document.node(self.node)
        if node.statement is not None or node.children or node.text != self.before:
            raise MisquoteError(f"{self.node} is no literal leaf with the text {self.before!r}")
        return document.with_node(replace(node, text=self.after, type=self.type))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: {self.before!r} is written {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlace(Edit):
    """Let XML write a leaf as an attribute of its parent, as the parent's own text, or an element.

    Attributes:
        node: Id of the leaf.
        before: Where it is written now.
        after: Where it will be written.
    """

    node: str
    before: Place
    after: Place

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the leaf in the other place."""
        node = document.node(self.node)
        if node.place != self.before:
            raise MisquoteError(f"{self.node} is an {node.place}, the edit quotes {self.before}")
        if node.children:
            raise MisquoteError(f"{self.node} is no leaf")
        return document.with_node(replace(node, place=self.after))

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


def _holding(holder: Node, children: Sequence[Node]) -> Node:
    if holder.members is not None:
        return replace(holder, members=tuple(children))
    if holder.items is not None:
        return replace(holder, items=tuple(children))
    raise MisquoteError(f"{holder.id} is a leaf")


def _without(holder: Node, node: str) -> Node:
    return _holding(holder, [child for child in holder.children if child.id != node])


def _with(holder: Node, nodes: Sequence[Node], place: int) -> Node:
    children = list(holder.children)
    at = len(children) if place < 0 else place
    taken = {child.key for child in children} if holder.members is not None else set()
    for node in nodes:
        if node.key in taken:
            raise MisquoteError(f"{holder.id} has a key {node.key!r} already")
        if holder.members is not None and node.key:
            taken.add(node.key)
    named = nodes if holder.members is not None else [replace(node, key="") for node in nodes]
    return _holding(holder, [*children[:at], *named, *children[at:]])
