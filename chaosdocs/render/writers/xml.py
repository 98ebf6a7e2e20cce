"""XML: a tree as elements, and the bytes that every statement takes up.

A key is the name of an element; characters that a name cannot have become an underscore. An item of
a list is an element ``item``, a null an empty element. There are no attributes, so that a value
stands in one place alone.
"""

from __future__ import annotations

import re
from typing import Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.writers.registry import Written

_MEDIUM = MEDIA["xml"]
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ROOT, _ITEM = "document", "item"
_NO_NAME = re.compile(r"[^\w.\-]")
_NO_START = re.compile(r"[^\W\d]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def write(tree: Tree) -> Rendered:
    """Return `tree` as an XML file in UTF-8.

    Elements stand in the order of the tree. A character that XML cannot hold is left out; such a
    statement is a trace of itself.

    Args:
        tree: Its options are honoured: ``indent`` (a number of spaces, or empty), ``ascii``
            (``yes`` writes other characters as references).
    """
    return _Writer(tree).written()


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._indent = " " * int(tree.options.get("indent") or 0)
        self._ascii = tree.options.get("ascii") == "yes"
        self._out: list[bytes] = []
        self._at = 0
        self._loci: list[Locus] = []

    def written(self) -> Rendered:
        self._put(_HEAD)
        self._element(self._tree.root, _ROOT, "\n")
        self._put("\n")
        return Rendered(
            name=_MEDIUM.file_name,
            media_type=_MEDIUM.media_type,
            data=b"".join(self._out),
            loci=tuple(self._loci),
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
        self._put(f"<{name}>")
        for child in node.children:
            self._put(inner)
            self._element(child, _ITEM if node.items is not None else named(child.key), inner)
        self._put(f"{margin if self._indent else ''}</{name}>")

    def _leaf(self, node: Node, name: str) -> None:
        if node.statement is None:
            text = "" if node.type == "null" else node.text
            place = self._text(name, text)
            if node.id.startswith("note#"):
                self._loci.append(Locus(node.id, "text", text, bytes=place))
            return
        statement = self._tree.statements[node.statement]
        text = "" if node.type == "null" else statement.text
        living = (statement.claim.readings and not statement.elsewhere) or statement.on(
            "text"
        ).living
        said = bool(text and living and not _NO_XML.search(text))
        role: Literal["says", "trace"] = "says" if said else "trace"
        place = self._text(name, text)
        self._loci.append(Locus(node.statement, "text", text, role, bytes=place))

    def _text(self, name: str, text: str) -> tuple[int, int]:
        """Write an element with a text; return where the text stands, of an empty one its tag."""
        if not text:
            return self._put(f"<{name}/>")
        self._put(f"<{name}>")
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
