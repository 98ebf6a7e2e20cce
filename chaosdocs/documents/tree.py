"""Trees of JSON and XML: nodes, and the verbs that change one key, leaf or level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import Edit, MisquoteError
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Ref, Statement

LeafType = Literal["string", "number", "boolean", "null", "empty", "list", "object"]
"""How a leaf is written; the last four say nothing: ``null``, ``""``, ``[]`` and ``{}``."""
Place = Literal["element", "attribute", "text"]
"""Where XML writes a leaf: as an element, an attribute of its parent, or its parent's own text."""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A member of an object or an item of a list.

    `members` makes an object, `items` a list, `statement` a leaf that states a fact. A node without
    any of the three is a literal leaf that shows `text`.

    Attributes:
        id: Stable name: the ref of a leaf, or a path of its own. Survives renames and moves.
        key: The key in its object; not written in a list.
        statement: Id of the statement whose text is the leaf. Several leaves may have the same.
        type: How the leaf is written.
        text: A literal leaf's text; of a leaf with a statement the part of the statement's text
            that it shows, where it shows only a part.
        members: The object's members.
        items: The list's items.
        row: Key of the record's row that this object stands for.
        also: Ids of further statements whose text is the leaf, where it states several facts.
        place: Where XML writes it.
    """

    id: str
    key: str = ""
    statement: str | None = None
    type: LeafType = "string"
    text: str = ""
    members: tuple[Node, ...] | None = None
    items: tuple[Node, ...] | None = None
    row: str | None = None
    also: tuple[str, ...] = ()
    place: Place = "element"

    @property
    def stated(self) -> tuple[str, ...]:
        """The ids of all statements that the leaf shows."""
        return () if self.statement is None else (self.statement, *self.also)

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
        stale: Fields for which the schema that comes along is contradicted by the sums.
    """

    root: Node
    statements: Mapping[str, Statement]
    system: str
    options: Mapping[str, str] = field(default_factory=dict)
    focus: Ref | None = None
    stale: tuple[Ref, ...] = ()

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this tree with other statements; leaves whose statement is gone are gone."""
        if self.statements.keys() <= statements.keys():
            return replace(self, statements=statements)
        root = _pruned(self.root, lambda node: all(each in statements for each in node.stated))
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

    def with_node(self, node: Node, at: str | None = None) -> Self:
        """Return this tree with `node` in the place of the node `at`: of its own id by default."""
        return replace(self, root=_swapped(self.root, node, at))

    def fresh(self, name: str) -> str:
        """Return the id `name`, with a mark behind it if a node has that id already."""
        taken = {node.id for node in self.root.walk()}
        while name in taken:
            name = f"{name}'"
        return name

    def text(self, node: Node) -> str:
        """Return what a leaf shows; an object or list shows nothing."""
        if node.text or node.statement is None or node.statement not in self.statements:
            return node.text
        return self.statements[node.statement].text


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
            id=document.fresh(f"{self.node}^"),
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
        gone = {name for each in document.node(self.node).walk() for name in each.stated}
        root = _pruned(document.root, lambda node: node.id != self.node)
        left = {name for each in root.walk() for name in each.stated if not each.text}
        statements = {k: s for k, s in document.statements.items() if k not in gone or k in left}
        return replace(document, root=root).with_statements(statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.node} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertNode(Edit):
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

    def apply(self, document: Tree) -> Tree:
        """Return the tree with the node."""
        parent = document.node(self.parent)
        if any(each.id == self.node.id for each in document.root.walk()):
            raise MisquoteError(f"{self.node.id} is there already")
        if parent.members is not None:
            if any(each.key == self.node.key for each in parent.members) != self.again:
                there = "no key" if self.again else "a key"
                raise MisquoteError(f"{self.parent} has {there} {self.node.key!r} already")
            grown = replace(parent, members=_placed(parent.members, self.node, self.place))
        elif parent.items is not None:
            grown = replace(parent, items=_placed(parent.items, self.node, self.place))
        else:
            raise MisquoteError(f"{self.parent} is a leaf")
        statements = {
            **document.statements,
            **{statement.id: statement for statement in self.statements},
        }
        return replace(document.with_node(grown), statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        if self.again:
            return f"{self.parent or 'the top level'}: the key {self.node.key!r} once more"
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


def _placed(children: tuple[Node, ...], node: Node, place: int) -> tuple[Node, ...]:
    at = len(children) if place < 0 else place
    return (*children[:at], node, *children[at:])


def _pruned(root: Node, keep: Callable[[Node], bool]) -> Node:
    if root.members is not None:
        kept = tuple(_pruned(child, keep) for child in root.members if keep(child))
        return replace(root, members=kept)
    if root.items is not None:
        return replace(
            root, items=tuple(_pruned(child, keep) for child in root.items if keep(child))
        )
    return root
