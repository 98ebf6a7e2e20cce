"""JSON: a tree written out, and where every statement stands in it."""

from __future__ import annotations

import re
from json.encoder import encode_basestring, encode_basestring_ascii

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.render.writers.registry import Written
from chaosdocs.truth.statements import Statement

JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
"""The numbers that JSON allows, without exponents."""

_MEDIUM = MEDIA["json"]
_NOTHING = {"null": "null", "empty": '""', "list": "[]", "object": "{}"}
"""Type of a leaf that says nothing to its text."""
_MADE = tuple.__new__
_BARE = frozenset({"number", "boolean"})
"""Types of leaves that stand without quotes, where their text allows it."""


@gc_paused()
def write(tree: Tree) -> Rendered:
    """Return `tree` as a JSON file.

    Keys stand in the order of the tree, and twice where two members have the same. The pointer of
    the second of them ends in ``~2``, which no pointer of RFC 6901 does. Numbers are
    written digit by digit as their text has them; a number whose text JSON does not allow is
    written as a string.

    Args:
        tree: Its options are honoured: ``indent`` (a number of spaces, or empty), ``ascii``
            (``yes``).
    """
    writer = _Writer(tree)
    text = writer.of(tree.root, "", "\n")
    return Rendered(
        name=_MEDIUM.file_name,
        media_type=_MEDIUM.media_type,
        data=f"{text}\n".encode(),
        loci=tuple(writer.loci),
    )


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self.loci: list[Locus] = []
        self._statements = tree.statements
        self._indent = " " * int(tree.options.get("indent") or 0)
        ascii_alone = tree.options.get("ascii") == "yes"
        self._string = encode_basestring_ascii if ascii_alone else encode_basestring
        self._keys: dict[str, tuple[str, str]] = {}

    def of(self, node: Node, pointer: str, margin: str) -> str:
        """Return the JSON text of `node`; duplicate keys are written as they are.

        Args:
            node: The node.
            pointer: Where it stands.
            margin: The line break before its closing bracket.
        """
        if node.members is not None:
            inner = margin + self._indent
            parts = []
            seen: dict[str, int] = {}
            for member in node.members:
                start, step = self._keys.get(member.key) or self._key(member.key)
                if step in seen:
                    times = seen[step] = seen[step] + 1
                    step = f"{step}~{times}"
                else:
                    seen[step] = 1
                if member.members is None and member.items is None:
                    parts.append(start + self._leaf(member, pointer + step))
                else:
                    parts.append(start + self.of(member, pointer + step, inner))
            return self._wrapped("{", parts, "}", margin)
        if node.items is not None:
            inner = margin + self._indent
            parts = [
                self.of(item, f"{pointer}/{place}", inner) for place, item in enumerate(node.items)
            ]
            return self._wrapped("[", parts, "]", margin)
        return self._leaf(node, pointer)

    def _key(self, key: str) -> tuple[str, str]:
        """A member's key as it is written before its value, and as the end of its pointer."""
        space = ": " if self._indent else ":"
        known = self._keys[key] = self._string(key) + space, f"/{_escaped(key)}"
        return known

    def _wrapped(self, opening: str, parts: list[str], closing: str, margin: str) -> str:
        if not self._indent or not parts:
            return opening + ",".join(parts) + closing
        inner = margin + self._indent
        return opening + inner + f",{inner}".join(parts) + margin + closing

    def _leaf(self, node: Node, pointer: str) -> str:
        name = node.statement
        if name is None:
            if node.id.startswith("note#"):
                self.loci.append(Locus(node.id, "text", node.text, pointer=pointer))
            return _NOTHING.get(node.type) or self._written(node, node.text)
        statement = self._statements[name]
        text = node.text or statement.text
        kind = node.type
        if kind in _NOTHING:
            text = ""
        role = "says" if text and _says(statement) else "trace"
        place = (name, "text", text, role, None, None, None, None, None, pointer, None, None)
        self.loci.append(_MADE(Locus, place))
        for each in node.also:
            role = "says" if text and _says(self._statements[each]) else "trace"
            place = (each, "text", text, role, None, None, None, None, None, pointer, None, None)
            self.loci.append(_MADE(Locus, place))
        if not text:
            return _NOTHING.get(kind, "null")
        return self._written(node, text) if kind in _BARE else self._string(text)

    def _written(self, node: Node, text: str) -> str:
        if node.type == "number" and JSON_NUMBER.fullmatch(text):
            return text
        if node.type == "boolean" and text in {"true", "false"}:
            return text
        return self._string(text)


def _says(statement: Statement) -> bool:
    """Whether a statement says something, where a text of it stands."""
    plain = statement.claim.readings and not statement.elsewhere
    return bool(plain) or statement.on("text").living


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def writer(document: Tree) -> Written:
    """Return the file of a document."""
    return Written(write(document))


WRITER = writer
