"""The stage Tree: nested objects and lists, for JSON and XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import (
    Bait,
    Drop,
    Edit,
    MisquoteError,
    Retext,
    Say,
    SetOption,
    Stage,
)
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Ref, Statement

LeafType = Literal["string", "number", "boolean", "null"]


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of an XML element: literal text, or a part of what a statement says.

    Attributes:
        name: Its name.
        text: Literal text where there is no statement.
        statement: Id of the statement.
        part: The part of the statement's text that stands here, see `chaosdocs.render.parts`.
    """

    name: str
    text: str = ""
    statement: str | None = None
    part: str = ""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A member of an object or an item of a list.

    Exactly one of `statement`, `text` with `type`, `members` and `items` is given: `members` makes
    an object, `items` a list, `statement` a leaf that states a fact, else `text` is a literal leaf.

    Attributes:
        id: Stable name: the ref of a leaf, or a path of its own. Survives renames and moves.
        key: The key in its object; not written in a list.
        statement: Id of the statement whose text is the leaf.
        type: How the leaf is written.
        text: A literal leaf's text.
        members: The object's members.
        items: The list's items.
        row: Key of the record's row that this object stands for.
        part: The part of the statement's text that stands here, where the rest stands elsewhere;
            empty for the whole text. See `chaosdocs.render.parts`.
        attributes: Attributes of its element; formats without them leave them out.
    """

    id: str
    key: str = ""
    statement: str | None = None
    type: LeafType = "string"
    text: str = ""
    members: tuple[Node, ...] | None = None
    items: tuple[Node, ...] | None = None
    row: str | None = None
    part: str = ""
    attributes: tuple[Attribute, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        """Its members or items."""
        return self.members or self.items or ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree and the statements at its leaves.

    Attributes:
        root: The outermost object.
        statements: The statements of all leaves.
        system: The system or client version that sends it.
        options: Choices made in lowering: ``indent``, ``ascii`` ...
        focus: The field that a targeted operator is aimed at, or None.
    """

    root: Node
    statements: Mapping[str, Statement]
    system: str
    options: Mapping[str, str] = field(default_factory=dict)
    focus: Ref | None = None

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this tree with other statements; leaves whose statement is gone are gone."""
        if self.statements.keys() <= statements.keys():
            return replace(self, statements=statements)
        root = _pruned(
            self.root, lambda node: node.statement is None or node.statement in statements
        )
        return replace(self, statements=statements, root=root)

    def node(self, node: str) -> Node:
        """Return the node with this id.

        Raises:
            MisquoteError: There is none.
        """
        found = _found(self.root, node)
        if found is None:
            raise MisquoteError(f"the tree has no node {node}")
        return found

    def parent(self, node: str) -> Node:
        """Return the node that holds the one with this id.

        Raises:
            MisquoteError: There is none.
        """
        found = _holder(self.root, node)
        if found is None:
            raise MisquoteError(f"nothing in the tree holds {node}")
        return found

    def with_node(self, node: Node) -> Self:
        """Return this tree with `node` in the place of the one with its id."""
        return replace(self, root=_swapped(self.root, node))


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class RenameKey(Edit):
    """Give a member another key."""

    node: str
    before: str
    after: str

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the other key."""
        node = document.node(self.node)
        if node.key != self.before:
            raise MisquoteError(
                f"{self.node} has the key {node.key!r}, the edit quotes {self.before!r}"
            )
        if any(each.key == self.after for each in document.parent(self.node).children):
            raise MisquoteError(f"{self.node}: its object has a key {self.after!r} already")
        return document.with_node(replace(node, key=self.after))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: the key {self.before!r} becomes {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Nest(Edit):
    """Put a member into a new object in its place."""

    node: str
    key_outside: str
    key_inside: str

    def apply(self, document: Tree) -> Tree:
        """Return the tree with one more level."""
        node = document.node(self.node)
        if any(
            each.key == self.key_outside and each.id != self.node
            for each in document.parent(self.node).children
        ):
            raise MisquoteError(f"{self.node}: its object has a key {self.key_outside!r} already")
        outer = Node(
            id=f"{self.node}^",
            key=self.key_outside,
            members=(replace(node, key=self.key_inside),),
        )
        return replace(document, root=_swapped(document.root, outer, at=self.node))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: nested as {self.key_outside}.{self.key_inside}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class DropNode(Edit):
    """Take a member or item away with everything below it."""

    node: str

    def apply(self, document: Tree) -> Tree:
        """Return the tree without the node and its statements."""
        gone = {
            each.statement for each in document.node(self.node).walk() if each.statement is not None
        }
        root = _pruned(
            document.root, lambda node: node.id != self.node and node.statement not in gone
        )
        statements = {k: s for k, s in document.statements.items() if k not in gone}
        return replace(document, root=root, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertNode(Edit):
    """Put a member or item into an object or list, at the end. New statements may come with it."""

    parent: str
    node: Node
    statements: tuple[Statement, ...] = ()

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the node."""
        parent = document.node(self.parent)
        if any(each.id == self.node.id for each in document.root.walk()):
            raise MisquoteError(f"{self.node.id} is there already")
        if parent.members is not None:
            if any(each.key == self.node.key for each in parent.members):
                raise MisquoteError(f"{self.parent} has a key {self.node.key!r} already")
            grown = replace(parent, members=(*parent.members, self.node))
        elif parent.items is not None:
            grown = replace(parent, items=(*parent.items, self.node))
        else:
            raise MisquoteError(f"{self.parent} is a leaf")
        statements = {
            **document.statements,
            **{statement.id: statement for statement in self.statements},
        }
        return replace(document.with_node(grown), statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.parent}: a member {self.node.key!r} more"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetType(Edit):
    """Write a leaf as another JSON type: a number as a string, a boolean as a word."""

    node: str
    before: LeafType
    after: LeafType

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the other type."""
        node = document.node(self.node)
        if node.type != self.before:
            raise MisquoteError(f"{self.node} is a {node.type}, the edit quotes {self.before}")
        return document.with_node(replace(node, type=self.after))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node}: a {self.before} is written as a {self.after}"


TREE: Stage[Tree] = Stage(
    "tree",
    lambda: Tree,
    (Retext, Drop, Bait, Say, RenameKey, Nest, DropNode, InsertNode, SetType, SetOption),
)


def _found(root: Node, node: str) -> Node | None:
    if root.id == node:
        return root
    for child in root.members or root.items or ():
        found = _found(child, node)
        if found is not None:
            return found
    return None


def _holder(root: Node, node: str) -> Node | None:
    children = root.members or root.items or ()
    for child in children:
        if child.id == node:
            return root
    for child in children:
        found = _holder(child, node)
        if found is not None:
            return found
    return None


def _swapped(root: Node, node: Node, at: str | None = None) -> Node:
    """The tree with `node` in the place of the one with its id; what does not hold it is kept."""
    wanted = node.id if at is None else at
    if root.id == wanted:
        return node
    children = root.members or root.items or ()
    for place, child in enumerate(children):
        swapped = _swapped(child, node, wanted)
        if swapped is not child:
            changed = (*children[:place], swapped, *children[place + 1 :])
            if root.members is not None:
                return replace(root, members=changed)
            return replace(root, items=changed)
    return root


def _pruned(root: Node, keep: Callable[[Node], bool]) -> Node:
    if root.members is not None:
        kept = tuple(_pruned(child, keep) for child in root.members if keep(child))
        return replace(root, members=kept)
    if root.items is not None:
        return replace(
            root, items=tuple(_pruned(child, keep) for child in root.items if keep(child))
        )
    return root
