"""Maps between neighbouring versions of a schema: lists of changes, forward and back.

    STRIPE = Map(changes=(Renamed(at="/total_tax_amounts", to="total_taxes"), ...))
    newer = STRIPE.forward(older)

Forward, a map carries a document of the older version over to the newer one. Back, it gives the
older document again, except for what the map says it loses. Maps go with statements too: the text
of each leaf stays exact, so a mapped document is proved like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from chaosdocs.documents.changes import CHANGES, Change, Path
from chaosdocs.documents.edits import Edit
from chaosdocs.documents.tree import Tree
from chaosdocs.documents.tree_verbs import TREE
from chaosdocs.truth.codec import decode, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What changed from one version to the next.

    Attributes:
        changes: The changes, in the order in which they are made.
    """

    changes: tuple[Change, ...] = ()

    def edits(self, tree: Tree) -> Iterator[Edit]:
        """Yield the edits that carry `tree` over, in order."""
        for change in self.changes:
            made = tuple(change.edits(tree))
            tree = TREE.apply(tree, made)
            yield from made

    def forward(self, tree: Tree) -> Tree:
        """Return a document of the older version as the newer version sends it.

        Raises:
            MisquoteError: The document is not of the older version: a key is in the way.
        """
        for change in self.changes:
            tree = TREE.apply(tree, change.edits(tree))
        return tree

    def backward(self, tree: Tree) -> Tree:
        """Return a document of the newer version as the older version sent it.

        Raises:
            MisquoteError: The document is not of the newer version.
        """
        return self.inverse().forward(tree)

    def inverse(self) -> Map:
        """Return the map from the newer version to the older one."""
        return Map(changes=tuple(change.inverse() for change in reversed(self.changes)))

    def then(self, other: Map) -> Map:
        """Return the map over both versions."""
        return Map(changes=(*self.changes, *other.changes))

    @property
    def loses(self) -> tuple[Path, ...]:
        """The places of the older version whose values cannot be recovered."""
        found: dict[Path, None] = {}
        for number, change in enumerate(self.changes):
            lost = change.loses
            for earlier in reversed(self.changes[:number]):
                lost = tuple(older for path in lost for older in earlier.older(path))
            found |= dict.fromkeys(lost)
        return tuple(found)

    def table(self) -> str:
        """Return the map as a Markdown table.

        Example:
            >>> from chaosdocs.documents.changes import Renamed
            >>> print(Map(changes=(Renamed(at="/tax", to="vat"),)).table())
            | change | from | to | loses |
            | --- | --- | --- | --- |
            | rename | `/tax` | `/vat` | - |
        """
        lines = ["| change | from | to | loses |", "| --- | --- | --- | --- |"]
        for change in self.changes:
            lost = _told(change.loses)
            for number, (old, new) in enumerate(change.pairs):
                last = lost if number == 0 else "-"
                lines.append(f"| {change.how} | {_told(old)} | {_told(new)} | {last} |")
        return "\n".join(lines)

    def to_json(self) -> list[Any]:
        """Return the map as plain data."""
        return [encode(change) for change in self.changes]

    @staticmethod
    def from_json(data: Iterable[Any]) -> Map:
        """Return the map that was stored.

        Raises:
            ValueError: It is none.
        """
        changes = tuple(decode(each) for each in data)
        strangers = [type(each).__name__ for each in changes if not isinstance(each, CHANGES)]
        if strangers:
            raise ValueError(f"a stored map holds a {strangers[0]}, which is no change")
        return Map(changes=changes)


def _told(paths: Iterable[Path]) -> str:
    return ", ".join(f"`{path or '/'}`" for path in paths) or "-"
