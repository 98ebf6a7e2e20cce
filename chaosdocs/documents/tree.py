"""Trees of JSON and XML: nodes, and the draft in which verbs change them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import Draft, MisquoteError
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import Ref, Statement

LeafType = Literal["string", "number", "boolean", "null", "empty", "list", "object"]
"""How a leaf is written; the last four say nothing: ``null``, ``""``, ``[]`` and ``{}``."""
Place = Literal["element", "attribute", "text"]
"""Where XML writes a leaf: as an element, an attribute of its parent, or its parent's own text."""


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
        part: The part of the statement's text that stands here, where the rest stands elsewhere;
            empty for the whole text. See `chaosdocs.render.parts`.
        attributes: Attributes of its element; formats without them leave them out.
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
    part: str = ""
    attributes: tuple[Attribute, ...] = ()
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
    _index: dict[str, tuple[Node, Node | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
        found = self._known.get(node)
        if found is None:
            raise MisquoteError(f"the tree has no node {node}")
        return found[0]

    def parent(self, node: str) -> Node:
        """Return the node that holds the one with this id.

        Raises:
            MisquoteError: There is none.
        """
        found = self._known.get(node)
        if found is None or found[1] is None:
            raise MisquoteError(f"nothing in the tree holds {node}")
        return found[1]

    def with_leaf(self, leaf: Node) -> Tree:
        """Return this tree with `leaf` in place of the leaf with its id."""
        draft = self.draft()
        draft.limb(leaf.id).node = leaf
        return draft.finished()

    def fresh(self, name: str) -> str:
        """Return the id `name`, with a mark behind it if a node has that id already."""
        while name in self._known:
            name = f"{name}'"
        return name

    def text(self, node: Node) -> str:
        """Return what a leaf shows; an object or list shows nothing."""
        if node.text or node.statement is None or node.statement not in self.statements:
            return node.text
        return self.statements[node.statement].text

    @property
    def doubled(self) -> frozenset[str]:
        """The ids of members whose key stands more than once in their object."""
        found: set[str] = set()
        for node in self.root.walk():
            counts = Counter(child.key for child in node.members or ())
            found |= {child.id for child in node.members or () if counts[child.key] > 1}
        return frozenset(found)

    @property
    def prefixes(self) -> frozenset[str]:
        """The prefixes of namespaces that the outermost element of XML declares."""
        declared = (each.name.partition("xmlns:")[2] for each in self.root.attributes)
        return frozenset(filter(None, declared))

    @property
    def _known(self) -> dict[str, tuple[Node, Node | None]]:
        """Every node and the node that holds it, by id."""
        if not self._index:
            pending: list[tuple[Node, Node | None]] = [(self.root, None)]
            while pending:
                node, parent = pending.pop()
                self._index.setdefault(node.id, (node, parent))
                pending += ((child, node) for child in reversed(node.children))
        return self._index

    def draft(self) -> TreeDraft:
        """Return a draft of this tree, in which a batch of edits is made."""
        return TreeDraft(self)


class Limb:
    """A node of a draft.

    Attributes:
        node: The node; its children are those of the draft.
        parent: The node that holds it; None for the root.
        children: Its members or items by id, in order.
    """

    __slots__ = ("_keys", "children", "node", "parent")

    def __init__(self, node: Node, parent: Limb | None) -> None:
        self.node = node
        self.parent = parent
        self.children: dict[str, Limb] = {}
        self._keys: Counter[str] | None = None

    @property
    def keys(self) -> Counter[str]:
        """How often each key stands among its children."""
        if self._keys is None:
            self._keys = Counter(child.node.key for child in self.children.values())
        return self._keys

    def rekey(self, key: str) -> None:
        """Give it another key."""
        if self.parent is not None:
            self.parent.keys[self.node.key] -= 1
            self.parent.keys[key] += 1
        self.node = replace(self.node, key=key)

    def built(self) -> Node:
        """Return the node with its children."""
        node = self.node
        children = tuple(child.built() for child in self.children.values())
        held = node.items if node.members is None else node.members
        if held is None or [*map(id, held)] == [*map(id, children)]:
            return node
        items = node.members is None
        return replace(node, items=children) if items else replace(node, members=children)


class TreeDraft(Draft[Tree]):
    """A tree while a batch of edits is made; nodes are found by id.

    Attributes:
        limbs: The nodes by id; the first in document order where an id stands twice.
    """

    def __init__(self, document: Tree) -> None:
        super().__init__(document)
        self.limbs: dict[str, Limb] = {}
        self.root = self.grown(document.root, None)
        self._holders: dict[str, list[str]] | None = None

    def grown(self, node: Node, parent: Limb | None) -> Limb:
        """Return the limb of a node that is new, with everything below it."""
        limb = Limb(node, parent)
        self.limbs.setdefault(node.id, limb)
        limb.children = {child.id: self.grown(child, limb) for child in node.children}
        if len(limb.children) != len(node.children):
            raise ValueError(f"two nodes in {node.id} have one id")
        self._holders = None
        return limb

    def limb(self, node: str) -> Limb:
        """Return the node with this id.

        Raises:
            MisquoteError: There is none.
        """
        try:
            return self.limbs[node]
        except KeyError:
            raise MisquoteError(f"the tree has no node {node}") from None

    def holder(self, node: str) -> Limb:
        """Return the node that holds the one with this id.

        Raises:
            MisquoteError: There is none.
        """
        found = self.limb(node).parent
        if found is None:
            raise MisquoteError(f"nothing in the tree holds {node}")
        return found

    def fresh(self, name: str) -> str:
        """Return the id `name`, with a mark behind it if a node has that id already."""
        while name in self.limbs:
            name = f"{name}'"
        return name

    def text(self, node: Node) -> str:
        """Return what a leaf shows; an object or list shows nothing."""
        if node.text or node.statement is None or node.statement not in self.statements:
            return node.text
        return self.statements[node.statement].text

    def swap(self, limb: Limb, others: Sequence[Limb]) -> None:
        """Put other nodes in place of one; what lies below that one stays as it is.

        Raises:
            MisquoteError: Nothing holds the node, or one of the new keys is taken.
        """
        holder = self.holder(limb.node.id)
        holder.keys[limb.node.key] -= 1
        for other in others:
            self._take(holder, other)
        holder.children = {
            name: each
            for old, child in holder.children.items()
            for name, each in (
                ((new.node.id, new) for new in others) if child is limb else ((old, child),)
            )
        }

    def give(self, limb: Limb, holder: Limb, place: int) -> None:
        """Put a node that nothing holds into an object or list.

        Raises:
            MisquoteError: The holder is a leaf, or its key is taken.
        """
        if holder.node.members is None and holder.node.items is None:
            raise MisquoteError(f"{holder.node.id} is a leaf")
        if holder.node.items is not None:
            limb.node = replace(limb.node, key="")
        self._take(holder, limb)
        limbs = list(holder.children.items())
        limbs.insert(len(limbs) if place < 0 else place, (limb.node.id, limb))
        holder.children = dict(limbs)

    def _take(self, holder: Limb, limb: Limb) -> None:
        key = limb.node.key
        if holder.node.members is not None and holder.keys[key] > 0:
            raise MisquoteError(f"{holder.node.id} has a key {key!r} already")
        holder.keys[key] += 1
        limb.parent = holder

    def remove(self, limb: Limb) -> None:
        """Take a node away with everything below it, and its statements."""
        if limb.parent is not None:
            limb.parent.keys[limb.node.key] -= 1  # counted before it is gone
            del limb.parent.children[limb.node.id]
        pending = [limb]
        names: list[str] = []
        while pending:
            gone = pending.pop()
            self.limbs.pop(gone.node.id, None)
            names += gone.node.stated
            pending += gone.children.values()
        for name in names:
            left = [self.limbs[each] for each in self._showing(name) if each in self.limbs]
            # a part of a text says nothing alone
            if all(each.node.text or each.node.part for each in left):
                self.statements.pop(name, None)
                for each in left:
                    if each.node.id in self.limbs:
                        self.remove(each)

    def drop(self, name: str) -> None:
        """Take a statement away with the leaves that show it."""
        for holder in self._showing(name):
            if holder in self.limbs:
                self.remove(self.limbs[holder])
        self.statements.pop(name, None)

    def _showing(self, name: str) -> list[str]:
        """The ids of the leaves that show a statement, of which some may be gone by now."""
        if self._holders is None:
            self._holders = {}
            for limb in self.limbs.values():
                for stated in limb.node.stated:
                    self._holders.setdefault(stated, []).append(limb.node.id)
        return self._holders.get(name, [])

    def finished(self) -> Tree:
        """Return the tree with all changes made."""
        return replace(self.document, root=self.root.built(), statements=self.statements)


def _pruned(root: Node, keep: Callable[[Node], bool]) -> Node:
    children = tuple(_pruned(child, keep) for child in root.children if keep(child))
    if root.members is not None:
        return replace(root, members=children)
    return root if root.items is None else replace(root, items=children)
