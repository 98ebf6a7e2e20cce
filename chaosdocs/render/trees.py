"""JSON: a tree written out, and where every statement stands in it."""

from __future__ import annotations

import json
from typing import Any

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.tree import Node, Tree

MEDIA_TYPE = "application/json"


def write(tree: Tree) -> Rendered:
    """Return `tree` as a JSON file.

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
        self._indent = tree.options.get("indent", "")
        self._ascii = tree.options.get("ascii") == "yes"

    def of(self, node: Node, pointer: str, depth: int) -> str:
        """Return the JSON text of `node`; duplicate keys are written as they are."""
        if node.members is not None:
            parts = [
                f"{self._string(m.key)}:{' ' if self._indent else ''}"
                f"{self.of(m, f'{pointer}/{_escaped(m.key)}', depth + 1)}"
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
        inner = "\n" + " " * (int(self._indent) * (depth + 1))
        outer = "\n" + " " * (int(self._indent) * depth)
        return opening + inner + f",{inner}".join(parts) + outer + closing

    def _leaf(self, node: Node, pointer: str) -> str:
        shown = node.text if node.spot is None else self._tree.spots[node.spot].text
        if node.spot is not None:
            self._note(node.spot, shown, pointer)
        elif node.id.startswith("note#"):
            self._loci.append(Locus(spot=node.id, channel="text", text=shown, pointer=pointer))
        if node.type == "null" or (not shown and node.spot is not None):
            return "null"
        if node.type == "number":
            return shown
        if node.type == "boolean":
            return "true" if shown.casefold() in {"true", "yes", "x", "t"} else "false"
        return self._string(shown)

    def _note(self, spot: str, shown: str, pointer: str) -> None:
        living = self._tree.spots[spot].on("text").living
        role: Any = "says" if shown and living else "trace"
        self._loci.append(Locus(spot=spot, channel="text", text=shown, pointer=pointer, role=role))

    def _string(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=self._ascii)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
