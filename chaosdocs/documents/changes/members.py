"""Changes of what is sent: members added, dropped, sent twice, divided and joined."""

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
    above,
    beside,
    copied,
    last,
    nodes_at,
    number_of,
)
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import LeafType, Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode
from chaosdocs.documents.tree_verbs import Merge, Split
from chaosdocs.truth.codec import wired
from chaosdocs.truth.values import plain


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Change):
    """A member is sent that was not sent before.

    Attributes:
        text: Its text, where it is always the same.
        type: How it is written.
        place: How many members stand before it; -1 puts it at the end.
        source: Where its value is taken from: with `rule` it is derivable.
        rule: ``constant``, or how the value follows: ``copy``, ``count`` or ``sum`` of `source`.
    """

    how: ClassVar[str] = "add"
    text: str = ""
    type: LeafType = "null"
    place: int = -1
    source: Path = ""
    rule: Literal["constant", "copy", "count", "sum"] = "constant"

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for holder in nodes_at(tree, above(self.at)):
            key = last(self.at)
            if holder.members is None or any(child.key == key for child in holder.members):
                continue
            node = self._made(tree, holder, tree.fresh(f"{holder.id}/{key}+"))
            if node is not None:
                yield about(
                    InsertNode(parent=holder.id, node=node, place=self.place), tree, node, self
                )

    def inverse(self) -> Dropped:
        """Return the change that leaves it out again."""
        return Dropped(
            at=self.at, text=self.text, type=self.type, place=self.place,
            source=self.source, rule=self.rule, derivable=True,
        )  # fmt: skip

    @property
    def pairs(self) -> Pairs:
        """Nothing to the new place."""
        return (((), (self.at,)),)

    def _made(self, tree: Tree, holder: Node, name: str) -> Node | None:
        key = last(self.at)
        if self.rule == "constant":
            return Node(id=name, key=key, type=self.type, text=self.text)
        found = _sources(tree, holder, above(self.at), self.source)
        match self.rule:
            case "copy":
                return copied(tree, found[0], "+c", key) if found else None
            case "count":
                items = len(found[0].items or ()) if found else 0
                return Node(id=name, key=key, type="number", text=str(items))
            case "sum":
                total = sum((number_of(tree.text(each)) for each in found), Decimal(0))
                return Node(id=name, key=key, type="number", text=plain(total))


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Change):
    """A member is not sent any more.

    Attributes:
        text: Its text, where it was always the same.
        type: How it was written.
        place: How many members stood before it.
        source: Where its value stands as well.
        rule: How it follows from `source`; see `Added`.
        derivable: Whether it can be recovered by the rule; else it is lost.
    """

    how: ClassVar[str] = "drop"
    text: str = ""
    type: LeafType = "null"
    place: int = -1
    source: Path = ""
    rule: Literal["constant", "copy", "count", "sum"] = "constant"
    derivable: bool = False

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            yield about(DropNode(node=node.id), tree, node, self)

    def inverse(self) -> Added:
        """Return the change that adds it."""
        return Added(
            at=self.at, text=self.text, type=self.type, place=self.place,
            source=self.source, rule=self.rule,
        )  # fmt: skip

    @property
    def loses(self) -> tuple[Path, ...]:
        """The place, unless its value is derivable."""
        return () if self.derivable else (self.at,)

    @property
    def pairs(self) -> Pairs:
        """The old place to nothing, or to where its value is copied from."""
        kept = (self.source,) if self.derivable and self.rule == "copy" else ()
        return (((self.at,), kept),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Doubled(Change):
    """A value is sent under an old and a new key at once.

    Attributes:
        to: The new key.
        stale: The text that the old key keeps; empty where both say the same.
    """

    how: ClassVar[str] = "dual"
    to: str
    stale: str = ""

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            holder = tree.parent(node.id)
            place = [child.id for child in holder.children].index(node.id)
            other = copied(tree, node, "^2", self.to)
            edit = InsertNode(parent=holder.id, node=other, place=place + 1)
            yield about(edit, tree, node, self)

    def inverse(self) -> Dropped:
        """Return the change that leaves the new key out."""
        return Dropped(
            at=beside(self.at, self.to), source=self.at, rule="copy", derivable=not self.stale
        )

    @property
    def pairs(self) -> Pairs:
        """The old place to both."""
        return (((self.at,), (self.at, beside(self.at, self.to))),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Parted(Change):
    """A text is sent in several members, cut at spaces: a name in first and last name.

    Attributes:
        keys: The keys of the parts; the last takes all words that are left.
    """

    how: ClassVar[str] = "split"
    keys: tuple[str, ...]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`. A text with too few words is left as it is."""
        for node in nodes_at(tree, self.at):
            text = tree.text(node)
            parts = tuple(text.split(" ", len(self.keys) - 1))
            if len(parts) == len(self.keys) and all(parts) and not (node.statement and node.text):
                edit = Split(node=node.id, before=text, keys=self.keys, parts=parts)
                yield about(edit, tree, node, self)

    def inverse(self) -> Joined:
        """Return the change that joins the parts with spaces."""
        inside = tuple(beside(self.at, key) for key in self.keys)
        return Joined(at=inside[0], more=inside[1:], to=last(self.at), joint=" ")

    @property
    def pairs(self) -> Pairs:
        """The old place to its parts."""
        return (((self.at,), tuple(beside(self.at, key) for key in self.keys)),)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(Change):
    """Several texts of one object are sent as one member.

    Attributes:
        more: The places of the other texts, in their order.
        to: The key of the new member.
        joint: The mark between the texts.
    """

    how: ClassVar[str] = "merge"
    more: tuple[Path, ...]
    to: str
    joint: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`. An object that lacks a text is left as it is."""
        keys = [last(self.at), *map(last, self.more)]
        for holder in nodes_at(tree, above(self.at)):
            by_key = {child.key: child for child in holder.members or ()}
            nodes = [by_key[key] for key in keys if key in by_key]
            texts = tuple(tree.text(node) for node in nodes)
            if len(nodes) < len(keys) or not all(texts) or any(node.children for node in nodes):
                continue
            edit = Merge(
                nodes=tuple(node.id for node in nodes),
                before=texts,
                name=self.to,
                joint=self.joint,
            )
            yield about(edit, tree, replace(holder, members=tuple(nodes)), self)

    def marks(self, tree: Tree) -> tuple[tuple[int | None, ...], ...]:
        """Return how often the joint stands in each text, by object; None for a missing text.

        Trees with the same numbers have parts that can be told from each other in the same ways.
        """
        keys, joint = [last(self.at), *map(last, self.more)], self.joint.strip() or self.joint
        found = []
        for holder in nodes_at(tree, above(self.at)):
            texts = {child.key: tree.text(child) for child in holder.members or ()}
            found.append(tuple(texts[k].count(joint) if texts.get(k) else None for k in keys))
        return tuple(found)

    def inverse(self) -> Parted:
        """Return the change that cuts the text at spaces."""
        return Parted(at=beside(self.at, self.to), keys=(last(self.at), *map(last, self.more)))

    @property
    def loses(self) -> tuple[Path, ...]:
        """The places: where one text ends and the next begins is not told."""
        return (self.at, *self.more)

    @property
    def pairs(self) -> Pairs:
        """The old places to the new one."""
        return (((self.at, *self.more), (beside(self.at, self.to),)),)


def _sources(tree: Tree, holder: Node, where: Path, source: Path) -> tuple[Node, ...]:
    """The nodes that a rule takes a value from: inside of `holder`, or anywhere in the tree."""
    if source.startswith(f"{where}/"):
        inner = replace(tree, root=holder)
        return nodes_at(inner, source[len(where) :])
    return nodes_at(tree, source)
