"""The two sides of a map: what stands at the places of a document, and which statements do.

A place of a tree is a path of keys; a place of a table is a column header. For the places of
EDI messages see `chaosdocs.corpus.map_messages`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chaosdocs.corpus.map_messages import message_leaves
from chaosdocs.documents.changes.fitting import paths_of
from chaosdocs.documents.segments import Segments
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.render.cells import texts_of

Side = Tree | Table | Segments
"""A document of one side."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands at a place once.

    Attributes:
        path: The place.
        text: What is shown.
        kind: How it is written beside its text: the type in JSON, the element or attribute in XML.
        stated: The statements, without the row in which they are repeated; none for fixed words.
    """

    path: str
    text: str
    kind: str
    stated: tuple[str, ...]


def leaves(document: Side, medium: str) -> Iterator[Leaf]:
    """Yield what stands at each place of a document that has no places below it.

    Args:
        document: The document.
        medium: The medium that it is written in: XML shows no types.
    """
    if isinstance(document, Table):
        yield from _cells(document)
        return
    if isinstance(document, Segments):
        for leaf in message_leaves(document):
            yield Leaf(leaf.path, leaf.text, "element", (f"{_once(leaf.said)}~{leaf.part}",))
        return
    for path, nodes in paths_of(document).items():
        for node in nodes:
            if not (node.children or node.members is not None or node.items is not None):
                names = tuple(name.replace("#held", "#1") for name in node.stated)
                kind = node.place if medium == "xml" else node.type
                yield Leaf(path, document.text(node), kind, names)


def texts_by_place(documents: Sequence[Side], medium: str) -> list[dict[str, tuple[str, ...]]]:
    """Return place to what stands there, for each document; see `leaves`."""
    found: list[dict[str, tuple[str, ...]]] = []
    for document in documents:
        texts: dict[str, list[str]] = {}
        for leaf in leaves(document, medium):
            texts.setdefault(leaf.path, []).append(leaf.text)
        found.append({path: tuple(its) for path, its in texts.items()})
    return found


def _cells(table: Table) -> Iterator[Leaf]:
    for row in table.rows:
        if row.role == "header":
            continue
        texts = texts_of(table, row)
        for column, cell, text in zip(table.columns, row.cells, texts, strict=True):
            if text:
                stated = () if cell.statement is None else (_once(cell.statement),)
                yield Leaf(f"/{column.header}", text, "cell", stated)


def _once(name: str) -> str:
    """The id of a statement without the number of the row in which it is repeated.

    Example:
        >>> _once("/total#1.3"), _once("/lines/k1/amount#1")
        ('/total#1', '/lines/k1/amount#1')
    """
    ref, mark, number = name.rpartition("#")
    return f"{ref}{mark}{number.partition('.')[0]}"
