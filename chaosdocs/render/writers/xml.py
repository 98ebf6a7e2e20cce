"""XML: a tree as elements, and the bytes that every statement takes up.

A key is the name of an element; characters that a name cannot have become an underscore. An item of
a list is an element ``item``, a null an empty element. A leaf whose place is ``attribute`` is an
attribute of its parent; a leaf whose place is ``text`` is the parent's own text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.parts import part_of
from chaosdocs.render.writers.parted import Parted
from chaosdocs.render.writers.registry import Written

_MEDIUM = MEDIA["xml"]
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ROOT, _ITEM = "document", "item"
_NO_NAME = re.compile(r"[^\w.\-]")
_NO_START = re.compile(r"[^\W\d]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_QUOTES = {**_ESCAPES, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_NAMESPACE = "urn:example:document"
_OWN = "xmlns"
"""Name of the attribute that declares the namespace of elements without a prefix."""


def write(tree: Tree) -> Rendered:
    """Return `tree` as an XML file in UTF-8.

    Elements stand in the order of the tree. A character that XML cannot hold is left out; such a
    statement is a trace of itself.

    Args:
        tree: Its options are honoured: ``indent`` (a number of spaces, or empty), ``ascii``
            (``yes`` writes other characters as references), ``root`` (the name of the outermost
            element), ``namespace`` (its address, in place of the one that the outermost
            element declares), ``prefix`` (of all elements without one), ``lists``
            (``flat``: an item is an element with the key of its list, and nothing is around them),
            ``names`` (``prefixed``: keys may begin with a prefix that the outermost element
            declares).
    """
    return _Writer(tree).written()


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._indent = " " * int(tree.options.get("indent") or 0)
        self._ascii = tree.options.get("ascii") == "yes"
        prefix = tree.options.get("prefix", "")
        self._prefix = f"{prefix}:" if prefix else ""
        self._declared = ""
        self._respelled = bool(prefix or tree.options.get("namespace"))
        if self._respelled:
            name = f"xmlns:{prefix}" if prefix else "xmlns"
            old = {each.name: each.text for each in tree.root.attributes}.get(_OWN, _NAMESPACE)
            self._declared = f' {name}="{tree.options.get("namespace") or old}"'
        self._flat = tree.options.get("lists") == "flat"
        self._prefixes = tree.prefixes
        self._parted = Parted()
        self._out: list[bytes] = []
        self._at = 0
        self._loci: list[Locus] = []

    def written(self) -> Rendered:
        self._put(_HEAD)
        self._element(self._tree.root, self._tree.options.get("root") or _ROOT, "\n")
        self._put("\n")
        return Rendered(
            name=_MEDIUM.file_name,
            media_type=_MEDIUM.media_type,
            data=b"".join(self._out),
            loci=(*self._loci, *self._parted.loci(self._tree.statements)),
        )

    def _put(self, text: str) -> tuple[int, int]:
        """Write `text`; return from where to where it stands."""
        data = text.encode("ascii", "xmlcharrefreplace") if self._ascii else text.encode()
        start, self._at = self._at, self._at + len(data)
        self._out.append(data)
        return start, self._at

    def _element(self, node: Node, name: str, margin: str) -> None:
        if name.partition(":")[0] not in self._prefixes:
            name = f"{self._prefix}{name}"
        children = node.children
        if not children:
            self._leaf(node, name)
            return
        self._put(f"<{name}")
        self._put(self._declared)
        self._declared = ""
        self._attributes(node)
        for child in children:
            if child.place == "attribute":
                self._put(f' {self._named(child.key)}="')
                self._said(child, _IN_QUOTES)
                self._put('"')
        self._put(">")
        inner = margin + self._indent if self._indent else ""
        elements = [child for child in children if child.place == "element"]
        for child in children:
            if child.place == "text":
                self._said(child, _ESCAPES)
        for child in elements:
            if self._flat and child.items is not None:
                for item in child.items:
                    self._put(inner)
                    self._element(item, self._named(child.key), inner)
                continue
            self._put(inner)
            key = _ITEM if node.items is not None else self._named(child.key)
            self._element(child, key, inner)
        self._put(f"{margin if self._indent and elements else ''}</{name}>")

    def _leaf(self, node: Node, name: str) -> None:
        """Write a leaf; of an empty one the evidence names the bytes of its tag."""
        text = self._text(node)
        start = self._at
        self._put(f"<{name}")
        self._attributes(node)
        if text:
            self._put(">")
            self._said(node, _ESCAPES)
            self._put(f"</{name}>")
        else:
            self._put("/>")
            self._known(node, "", (start, self._at))

    def _attributes(self, node: Node) -> None:
        """Write the attributes of an element, literal ones and parts of statements."""
        for each in node.attributes:
            if self._respelled and each.name == _OWN:
                continue  # declared already, with its new address or prefix
            text, name = each.text, each.statement
            if name is not None and node.statement is not None:
                name = node.statement  # of a copy of an element, it is the copy's own
            if name is not None and name in self._tree.statements:
                text = part_of(self._tree.statements[name], each.part)
            if not text:
                continue
            self._put(f' {each.name}="')
            plain = _NO_XML.sub("", text)
            place = self._put("".join(_IN_QUOTES.get(mark, mark) for mark in plain))
            self._put('"')
            if name is not None:
                self._parted.add(name, text, place, main=False, opens=True)

    def _named(self, key: str) -> str:
        prefix, colon, name = key.rpartition(":")
        return f"{prefix}:{named(name)}" if colon and prefix in self._prefixes else named(key)

    def _said(self, node: Node, escapes: Mapping[str, str]) -> None:
        text = self._text(node)
        plain = _NO_XML.sub("", text)
        self._known(node, text, self._put("".join(escapes.get(mark, mark) for mark in plain)))

    def _text(self, node: Node) -> str:
        if node.type in {"null", "empty", "list", "object"}:
            return ""
        statement = self._tree.statements.get(node.statement or "")
        if _parted(node) and statement is not None:
            return part_of(statement, node.part)
        return self._tree.text(node)

    def _known(self, node: Node, text: str, place: tuple[int, int]) -> None:
        if node.statement is None:
            if node.id.startswith("note#"):
                self._loci.append(Locus(node.id, "text", text, bytes=place))
            return
        if _parted(node) and text:
            main = node.part == "number"
            self._parted.add(node.statement, text, place, main=main, opens=main)
            return
        if _parted(node) and node.part != "number":
            return
        for name in node.stated:
            statement = self._tree.statements[name]
            living = (statement.claim.readings and not statement.elsewhere) or statement.on(
                "text"
            ).living
            said = bool(text and living and not _NO_XML.search(text))
            role: Literal["says", "trace"] = "says" if said else "trace"
            self._loci.append(Locus(name, "text", text, role, bytes=place))


def _parted(node: Node) -> bool:
    """Whether a leaf shows a part alone: as an attribute of its parent it shows the whole text."""
    return bool(node.part) and node.place == "element"


def named(key: str) -> str:
    """Return a key as the name of an element.

    Example:
        >>> named("vat id"), named("2nd"), named("")
        ('vat_id', '_2nd', '_')
    """
    name = _NO_NAME.sub("_", key)
    return name if _NO_START.match(name) else f"_{name}"


def writer(document: Tree) -> Written:
    """Return the file of a document."""
    return Written(write(document))


WRITER = writer
