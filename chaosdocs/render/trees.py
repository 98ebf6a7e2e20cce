"""JSON: a tree written out, and where every statement stands in it."""

from __future__ import annotations

import re
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.tree import Node, Tree

MEDIA_TYPE = "application/json"
JSON_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?", re.ASCII)
"""The numbers that JSON allows, without exponents."""


def write(tree: Tree) -> Rendered:
    """Return `tree` as a JSON file.

    Keys stand in the order of the tree, and twice where two members have the same. Numbers are
    written digit by digit as their text has them; a number whose text JSON does not allow is
    written as a string.

    Args:
        tree: Its options are honoured: ``indent`` (a number of spaces, or empty), ``ascii``
            (``yes``).
    """
    loci: list[Locus] = []
    text = _Text(tree, loci).of(tree.root, "", 0)
    return Rendered(
        name="document.json",
        media_type=MEDIA_TYPE,
        data=f"{text}\n".encode(),
        loci=tuple(loci),
    )


class _Text:
    def __init__(self, tree: Tree, loci: list[Locus]) -> None:
        self._tree = tree
        self._loci = loci
        self._indent = int(tree.options.get("indent") or 0)
        ascii_alone = tree.options.get("ascii") == "yes"
        self._string = encode_basestring_ascii if ascii_alone else encode_basestring
        self._keys: dict[str, tuple[str, str]] = {}

    def of(self, node: Node, pointer: str, depth: int) -> str:
        """Return the JSON text of `node`; duplicate keys are written as they are."""
        if node.members is not None:
            parts = []
            for member in node.members:
                start, step = self._key(member.key)
                parts.append(start + self.of(member, pointer + step, depth + 1))
            return self._wrapped("{", parts, "}", depth)
        if node.items is not None:
            parts = [
                self.of(item, f"{pointer}/{place}", depth + 1)
                for place, item in enumerate(node.items)
            ]
            return self._wrapped("[", parts, "]", depth)
        return self._leaf(node, pointer)

    def _key(self, key: str) -> tuple[str, str]:
        """A member's key as it is written before its value, and as the end of its pointer."""
        known = self._keys.get(key)
        if known is None:
            space = ": " if self._indent else ":"
            known = self._keys[key] = self._string(key) + space, f"/{_escaped(key)}"
        return known

    def _wrapped(self, opening: str, parts: list[str], closing: str, depth: int) -> str:
        if not self._indent or not parts:
            return opening + ",".join(parts) + closing
        inner = "\n" + " " * (self._indent * (depth + 1))
        outer = "\n" + " " * (self._indent * depth)
        return opening + inner + f",{inner}".join(parts) + outer + closing

    def _leaf(self, node: Node, pointer: str) -> str:
        spot = None if node.spot is None else self._tree.spots[node.spot]
        shown = node.text if spot is None else spot.text
        written, read = self._written(node, shown)
        if spot is not None and node.spot is not None:
            living = bool(shown) and spot.on("text").living
            role: Literal["says", "trace"] = "says" if living else "trace"
            self._loci.append(Locus(node.spot, "text", read, role, pointer=pointer))
        elif node.id.startswith("note#"):
            self._loci.append(Locus(spot=node.id, channel="text", text=shown, pointer=pointer))
        return written

    def _written(self, node: Node, shown: str) -> tuple[str, str]:
        """The JSON of a leaf, and what a reader gets of it; nothing for null."""
        if node.type == "null" or (not shown and node.spot is not None):
            return "null", ""
        if node.type == "number" and JSON_NUMBER.fullmatch(shown):
            return shown, shown
        if node.type == "boolean" and shown in {"true", "false"}:
            return shown, shown
        return self._string(shown), shown


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
