"""JSON: a tree written out, and where every statement stands in it."""

from __future__ import annotations

import json
import re
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
        self._ascii = tree.options.get("ascii") == "yes"

    def of(self, node: Node, pointer: str, depth: int) -> str:
        """Return the JSON text of `node`; duplicate keys are written as they are."""
        if node.members is not None:
            space = ": " if self._indent else ":"
            parts = [
                self._string(m.key) + space + self.of(m, f"{pointer}/{_escaped(m.key)}", depth + 1)
                for m in node.members
            ]
            return self._wrapped("{", parts, "}", depth)
        if node.items is not None:
            parts = [
                self.of(item, f"{pointer}/{place}", depth + 1)
                for place, item in enumerate(node.items)
            ]
            return self._wrapped("[", parts, "]", depth)
        return self._leaf(node, pointer)

    def _wrapped(self, opening: str, parts: list[str], closing: str, depth: int) -> str:
        if not self._indent or not parts:
            return opening + ",".join(parts) + closing
        inner = "\n" + " " * (self._indent * (depth + 1))
        outer = "\n" + " " * (self._indent * depth)
        return opening + inner + f",{inner}".join(parts) + outer + closing

    def _leaf(self, node: Node, pointer: str) -> str:
        shown = node.text if node.spot is None else self._tree.spots[node.spot].text
        written, read = self._written(node, shown)
        if node.spot is not None:
            living = bool(shown) and self._tree.spots[node.spot].on("text").living
            role: Literal["says", "trace"] = "says" if living else "trace"
            self._loci.append(
                Locus(spot=node.spot, channel="text", text=read, pointer=pointer, role=role)
            )
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

    def _string(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=self._ascii)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
