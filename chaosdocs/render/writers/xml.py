"""XML: a tree as elements, and the bytes that every statement takes up.

A key is the name of an element; characters that a name cannot have become an underscore. An item of
a list is an element ``item``, a null an empty element. Only systems of formats that have attributes
write them.
"""

from __future__ import annotations

import re
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
_QUOTED = {**_ESCAPES, '"': "&quot;"}


def write(tree: Tree) -> Rendered:
    """Return `tree` as an XML file in UTF-8.

    Elements stand in the order of the tree. A character that XML cannot hold is left out; such a
    statement is a trace of itself.

    Args:
        tree: Its options are honoured: ``indent`` (a number of spaces, or empty), ``ascii``
            (``yes`` writes other characters as references), ``root`` (the name of the outermost
            element), ``lists`` (``flat``: an item is an element with the key of its list, and
            nothing is around them), ``names`` (``prefixed``: keys may begin with a prefix that
            the outermost element declares).
    """
    return _Writer(tree).written()


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._indent = " " * int(tree.options.get("indent") or 0)
        self._ascii = tree.options.get("ascii") == "yes"
        self._flat = tree.options.get("lists") == "flat"
        self._prefixed = tree.options.get("names") == "prefixed"
        declared = (each.name.partition("xmlns:")[2] for each in tree.root.attributes)
        self._prefixes = frozenset(filter(None, declared))
        self._out: list[bytes] = []
        self._at = 0
        self._loci: list[Locus] = []
        self._parted = Parted()

    def written(self) -> Rendered:
        self._put(_HEAD)
        self._element(self._tree.root, self._tree.options.get("root", _ROOT), "\n")
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
        if not node.children:
            self._leaf(node, name)
            return
        inner = margin + self._indent if self._indent else ""
        self._open(node, name)
        for child in node.children:
            if self._flat and child.items is not None:
                for item in child.items:
                    self._put(inner)
                    self._element(item, self._named(child.key), inner)
                continue
            self._put(inner)
            key = _ITEM if node.items is not None else self._named(child.key)
            self._element(child, key, inner)
        self._put(f"{margin if self._indent else ''}</{name}>")

    def _named(self, key: str) -> str:
        if not self._prefixed:
            return named(key)
        prefix, colon, name = key.rpartition(":")
        return f"{prefix}:{named(name)}" if colon and prefix in self._prefixes else named(key)

    def _open(self, node: Node, name: str, end: str = ">") -> tuple[int, int]:
        """Write the first tag of an element, with its attributes."""
        start = self._at
        self._put(f"<{name}")
        for each in node.attributes:
            text = each.text
            if each.statement is not None and each.statement in self._tree.statements:
                text = part_of(self._tree.statements[each.statement], each.part)
            if not text:
                continue
            self._put(f' {each.name}="')
            plain = _NO_XML.sub("", text).replace("\n", " ")
            place = self._put("".join(_QUOTED.get(mark, mark) for mark in plain))
            self._put('"')
            if each.statement is not None:
                self._parted.add(each.statement, text, place, main=False)
        self._put(end)
        return start, self._at

    def _leaf(self, node: Node, name: str) -> None:
        if node.statement is None:
            text = "" if node.type == "null" else node.text
            place = self._text(node, name, text)
            if node.id.startswith("note#"):
                self._loci.append(Locus(node.id, "text", text, bytes=place))
            return
        statement = self._tree.statements[node.statement]
        text = "" if node.type == "null" else part_of(statement, node.part)
        if node.part and text:
            place = self._text(node, name, text)
            self._parted.add(node.statement, text, place, main=node.part == "number")
            return
        if node.part not in {"", "number"}:
            self._text(node, name, text)
            return
        living = (statement.claim.readings and not statement.elsewhere) or statement.on(
            "text"
        ).living
        said = bool(text and living and not _NO_XML.search(text))
        role: Literal["says", "trace"] = "says" if said else "trace"
        place = self._text(node, name, text)
        self._loci.append(Locus(node.statement, "text", text, role, bytes=place))

    def _text(self, node: Node, name: str, text: str) -> tuple[int, int]:
        """Write an element with a text; return where the text stands, of an empty one its tag."""
        if not text:
            return self._open(node, name, "/>")
        self._open(node, name)
        plain = _NO_XML.sub("", text)
        place = self._put("".join(_ESCAPES.get(mark, mark) for mark in plain))
        self._put(f"</{name}>")
        return place


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
