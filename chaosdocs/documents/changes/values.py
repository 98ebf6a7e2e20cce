"""Changes of how values are written: types, dates, codes, units, nothing, and what a key means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, Literal

from chaosdocs.documents.changes.change import Change, Pairs, Path, about, last, nodes_at
from chaosdocs.documents.edits import Edit, Retext, SetOption
from chaosdocs.documents.tree import LeafType, Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, RenameKey
from chaosdocs.documents.tree_verbs import Empty, SetNull, SetPlace, SetText, SetType, nothing
from chaosdocs.truth.codec import wired
from chaosdocs.truth.conventions import Convention, minor_digits, write_date
from chaosdocs.truth.dates import date_in
from chaosdocs.truth.statements import says
from chaosdocs.truth.values import Money, Value, plain

_NUMBER = re.compile(r"([-(]?)(\d+(?:\.\d+)?)([-)]?)", re.ASCII)
"""A number between the marks of its sign."""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Retyped(Change):
    """A value is written as another JSON type: a number as a text.

    Attributes:
        before: The old type.
        after: The new one.
    """

    how: ClassVar[str] = "retype"
    before: LeafType
    after: LeafType

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if node.type == self.before and not node.children:
                edit = SetType(node=node.id, before=self.before, after=self.after)
                yield about(edit, tree, node, self)

    def inverse(self) -> Retyped:
        """Return the old type."""
        return Retyped(at=self.at, before=self.after, after=self.before)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Respelled(Change):
    """Dates are written by another pattern.

    Attributes:
        before: The old pattern: ``yyyy-MM-dd``, ``@s`` for seconds since 1970 ...
        after: The new one. Literal characters in it are written as they are.
        type: How the new text is written.
        was: How the old text was written.
    """

    how: ClassVar[str] = "respell"
    before: str
    after: str
    type: LeafType = "string"
    was: LeafType = "string"

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`. A text that is no such date is left as it is."""
        for node in nodes_at(tree, self.at):
            date = date_in(tree.text(node), self.before)
            if date is not None and not node.also:
                text = write_date(date, self.after)
                yield from _written(tree, node, self, text, self.type, {"date": self.after})

    def inverse(self) -> Respelled:
        """Return the old pattern."""
        return Respelled(
            at=self.at, before=self.after, after=self.before, type=self.was, was=self.type
        )

    @property
    def loses(self) -> tuple[Path, ...]:
        """The day, where the new pattern has none."""
        whole = "@" in self.after or "d" in self.after
        return () if whole or "d" not in self.before else (self.at,)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Recoded(Change):
    """Codes of a list have other names.

    Attributes:
        table: Old code and new one; codes that are not in it stay.
    """

    how: ClassVar[str] = "recode"
    table: tuple[tuple[str, str], ...]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        names = dict(self.table)
        for node in nodes_at(tree, self.at):
            text = tree.text(node)
            if text in names and not node.also:
                code = _code(tree, node)
                parts = {"words": {code: names[text]}} if code is not None else {}
                yield from _written(tree, node, self, names[text], node.type, parts)

    def inverse(self) -> Recoded:
        """Return the old codes."""
        return Recoded(at=self.at, table=tuple((new, old) for old, new in self.table))

    @property
    def loses(self) -> tuple[Path, ...]:
        """Codes that the new list does not tell apart."""
        return () if len({new for _, new in self.table}) == len(self.table) else (self.at,)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Rescaled(Change):
    """Numbers are given in another unit: cents for euros is a power of 2.

    Attributes:
        power: Power of ten that the written number is multiplied with.
    """

    how: ClassVar[str] = "rescale"
    power: int

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`.

        A text that is no plain number, or may be one of two, is left as it is.
        """
        for node in nodes_at(tree, self.at):
            text = tree.text(node)
            if is_number(text) and not node.also:
                own = _convention(tree, node)
                if not _can_be_scaled(own):
                    continue
                scale = {"scale": own.scale - self.power}
                yield from _written(tree, node, self, scaled(text, self.power), node.type, scale)

    def inverse(self) -> Rescaled:
        """Return the old unit."""
        return Rescaled(at=self.at, power=-self.power)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Nulled(Change):
    """What is not there is written in another way: null, an empty text, an empty list, or left out.

    Attributes:
        before: The old way.
        after: The new one.
    """

    how: ClassVar[str] = "nulls"
    before: Empty | Literal["absent"]
    after: Empty | Literal["absent"]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        if self.before == "absent":
            holder_path, key = self.at.rpartition("/")[0], last(self.at)
            for holder in nodes_at(tree, holder_path):
                if holder.members is not None and key not in {c.key for c in holder.members}:
                    kind: LeafType = self.after if self.after != "absent" else "null"
                    node = Node(id=tree.fresh(f"{holder.id}/{key}0"), key=key, type=kind)
                    yield about(InsertNode(parent=holder.id, node=node), tree, holder, self)
            return
        for node in nodes_at(tree, self.at):
            if nothing(node) != self.before or tree.text(node):
                continue
            if self.after == "absent":
                yield about(DropNode(node=node.id), tree, node, self)
            else:
                edit = SetNull(node=node.id, before=self.before, after=self.after)
                yield about(edit, tree, node, self)

    def inverse(self) -> Nulled:
        """Return the old way."""
        return Nulled(at=self.at, before=self.after, after=self.before)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Remeant(Change):
    """A key keeps its name and means something else: nothing in the document says so.

    Attributes:
        meaning: ``sign`` for amounts with the other sign, ``minor_units`` for whole numbers of the
            currency's smallest unit, or the place whose value the key holds now.
    """

    how: ClassVar[str] = "remean"
    meaning: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            text = tree.text(node)
            if node.also or not is_number(text):
                continue
            own = _convention(tree, node)
            match self.meaning:
                case "sign" if not own.sign and any(digit in text for digit in "123456789"):
                    turned = negated(text, own.minus)
                    yield from _written(tree, node, self, turned, node.type, {"sign": "turned"})
                case "sign":
                    pass  # zero has no sign, and who turns a sign twice has it back
                case "minor_units":
                    power = _minor_digits(tree, node)
                    if power and _can_be_scaled(own):
                        scale = {"scale": own.scale - power}
                        minor = scaled(text, power)
                        yield from _written(tree, node, self, minor, node.type, scale)
                case _:
                    other = next(iter(nodes_at(tree, self.meaning)), None)
                    if other is not None and tree.text(other) not in {"", text}:
                        yield from _held(tree, node, other, self)

    def inverse(self) -> Change:
        """Return the old meaning, if the new one is known."""
        if self.meaning == "minor_units":
            return Rescaled(at=self.at, power=-2)
        return Remeant(at=self.at, meaning=self.meaning)

    @property
    def loses(self) -> tuple[Path, ...]:
        """The old value, where the key holds that of another place."""
        return (self.at,) if self.meaning.startswith("/") else ()


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Recased(Change):
    """All keys below a place are written in another case.

    Attributes:
        before: The old case.
        after: The new one.
    """

    how: ClassVar[str] = "rename"
    before: Literal["snake", "camel", "pascal", "upper"]
    after: Literal["snake", "camel", "pascal", "upper"]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`. A key that would not come back is left as it is."""
        for top in nodes_at(tree, self.at):
            for node in top.walk():
                taken = {child.key for child in node.members or ()}
                for child in node.members or ():
                    key = cased(child.key, self.before, self.after)
                    back = cased(key, self.after, self.before)
                    if key != child.key and back == child.key and key not in taken:
                        edit = RenameKey(node=child.id, before=child.key, after=key)
                        yield about(edit, tree, child, self)

    def older(self, path: Path) -> tuple[Path, ...]:
        """Return the path with its keys in the old case."""
        head, tail = path[: len(self.at)], path[len(self.at) :]
        if head != self.at:
            return (path,)
        steps = [s if s == "*" else cased(s, self.after, self.before) for s in tail.split("/")]
        return (head + "/".join(steps),)

    def inverse(self) -> Recased:
        """Return the old case."""
        return Recased(at=self.at, before=self.after, after=self.before)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Change):
    """XML writes a value in another place: as an attribute instead of an element.

    Attributes:
        before: The old place.
        after: The new one.
    """

    how: ClassVar[str] = "spell"
    before: Literal["element", "attribute", "text"]
    after: Literal["element", "attribute", "text"]

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        for node in nodes_at(tree, self.at):
            if node.place == self.before and not node.children:
                edit = SetPlace(node=node.id, before=self.before, after=self.after)
                yield about(edit, tree, node, self)

    def inverse(self) -> Placed:
        """Return the old place."""
        return Placed(at=self.at, before=self.after, after=self.before)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Change):
    """XML elements have another namespace or prefix, or the outermost one another name.

    Attributes:
        option: ``namespace``, ``prefix`` or ``root``.
        before: The old one.
        after: The new one.
    """

    how: ClassVar[str] = "spell"
    option: Literal["namespace", "prefix", "root"]
    before: str
    after: str

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits; see `Change`."""
        if tree.options.get(self.option, "") == self.before:
            edit = SetOption(option=self.option, before=self.before, after=self.after)
            yield about(edit, tree, tree.root, self)

    def inverse(self) -> Named:
        """Return the old one."""
        return Named(at=self.at, option=self.option, before=self.after, after=self.before)

    @property
    def pairs(self) -> Pairs:
        """No value stands elsewhere."""
        return ((("",), ("",)),)


def is_number(text: str) -> bool:
    """Whether a text is a plain number, with its sign before it, behind it, or as brackets."""
    return _NUMBER.fullmatch(text) is not None


def scaled(text: str, power: int) -> str:
    """Return a number with its point moved; marks of its sign stay.

    Example:
        >>> scaled("119.50", 2), scaled("11950-", -2), scaled("7", 2)
        ('11950', '119.50-', '700')
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    number = Decimal(match[2]).scaleb(power)
    whole = number.to_integral_value()
    return f"{match[1]}{plain(whole if power > 0 and number == whole else number)}{match[3]}"


def negated(text: str, minus: str = "lead") -> str:
    """Return a number with the other sign.

    Example:
        >>> negated("5.00"), negated("5.00", "paren"), negated("5.00-")
        ('-5.00', '(5.00)', '5.00')
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match[1] or match[3]:
        return match[2]
    before, behind = {"trailing": ("", "-"), "paren": ("(", ")")}.get(minus, ("-", ""))
    return f"{before}{text}{behind}"


def cased(key: str, before: str, after: str) -> str:
    """Return a key in another case.

    Example:
        >>> cased("due_date", "snake", "camel"), cased("DueDate", "pascal", "upper")
        ('dueDate', 'DUE_DATE')
    """
    if before in {"snake", "upper"}:
        words = key.lower().split("_")
    else:
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in key).split()
    if not all(words):
        return key
    match after:
        case "snake":
            return "_".join(words)
        case "upper":
            return "_".join(words).upper()
        case "camel":
            return words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
        case _:
            return "".join(word[:1].upper() + word[1:] for word in words)


def _written(  # noqa: PLR0917 - a text, its type and its convention go together
    tree: Tree, node: Node, change: Change, text: str, kind: LeafType, parts: Mapping[str, Any]
) -> Iterator[Edit]:
    """Yield the edits that write another text at a leaf; what it says stays the same."""
    before = tree.text(node)
    if node.statement is None:
        if (text, kind) != (before, node.type):
            edit = SetText(node=node.id, before=node.text, after=text, type=kind)
            yield about(edit, tree, node, change)
        return
    if node.text or node.part:  # only a part of a statement's text stands here
        return
    statement = tree.statements[node.statement]
    own = _convention(tree, node)
    if "words" in parts:
        parts = {**parts, "words": {**own.words, **parts["words"]}}
    convention = replace(own, **parts)
    if text != before:
        again = Retext(statement=statement.id, before=before, after=text, convention=convention)
        yield about(again, tree, node, change)
    if kind != node.type:
        yield about(SetType(node=node.id, before=node.type, after=kind), tree, node, change)


def _can_be_scaled(convention: Convention) -> bool:
    """Whether the point of a number is its decimal mark, and its unit is known."""
    return convention.other_scale is None and convention.decimal == "."


def _held(tree: Tree, node: Node, other: Node, change: Change) -> Iterator[Edit]:
    """Yield the edit that writes the text of another place at a leaf, as its own value."""
    text = tree.text(other)
    if node.statement is None:
        edit = SetText(node=node.id, before=node.text, after=text, type=node.type)
        yield about(edit, tree, node, change)
        return
    theirs = tree.statements.get(other.statement or "")
    if theirs is None or theirs.value is None:
        return
    value: Value = theirs.value
    again = Retext(
        statement=node.statement,
        before=tree.text(node),
        after=text,
        claim=says(value),
        convention=theirs.convention,
    )
    yield about(again, tree, node, change)


def _minor_digits(tree: Tree, node: Node) -> int:
    """The digits behind the point of the currency of an amount: none of yen."""
    value = tree.statements[node.statement].value if node.statement is not None else None
    return minor_digits(value.currency) if isinstance(value, Money) else 2


def _convention(tree: Tree, node: Node) -> Convention:
    """The convention that a leaf is written in, a plain one where it states no fact."""
    own = tree.statements[node.statement].convention if node.statement is not None else None
    return own or Convention(name="plain", group="")


def _code(tree: Tree, node: Node) -> str | None:
    value = tree.statements[node.statement].value if node.statement is not None else None
    return value if isinstance(value, str) else None
