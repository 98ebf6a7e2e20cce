"""The tables of a finished document, as a perfect reader returns them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chaosdocs.corpus.build import RenderedDocument
from chaosdocs.documents.flow import Flow
from chaosdocs.documents.table import EMPTY, Row, Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.formats.cases import GoldTable
from chaosdocs.render.cells import texts_of
from chaosdocs.render.parts import part_of
from chaosdocs.truth.statements import GONE, Channel, Statement


def gold_tables(built: RenderedDocument, channel: Channel) -> tuple[GoldTable, ...]:
    """Return the tables of a document, heads and repeated values included.

    A sheet is one table with all that it shows. A tree has one table for each list of objects, its
    keys being the heads. Pages have the tables of their flow, whole though they go over several
    pages; what the pages do not show any more, such as rows below a CropBox, is in none.

    Args:
        built: The finished document.
        channel: The channel that is asked for: what is hidden is not shown.
    """
    match built.tabled:
        case Table() as table:
            sheet = built.medium == "xlsx"
            title = sheet and bool(table.title) and table.options.get("title_row") == "yes"
            hides = sheet and channel == "shown"
            return (_of_table(table, hides=hides, title=table.title if title else ""),)
        case Tree() as tree:
            return tuple(_of_tree(tree.root, tree.statements))
        case Flow() as flow:
            there = {**flow.statements, **built.statements}
            shown = {name: _shown(each, channel) for name, each in there.items()}
            tables = (replace(each.table, statements=shown) for each in flow.tables())
            return tuple(_without_gone(_headed(table)) for table in tables)
        case None:
            return ()


def _shown(statement: Statement, channel: Channel) -> Statement:
    """A statement as the pages show it: without text where it is gone."""
    gone = statement.on(channel) == GONE and statement.claim != GONE
    return replace(statement, text="") if gone else statement


def _headed(table: Table) -> Table:
    """A table of a page with the heads that are drawn over it, where it has no row of heads."""
    headed = bool(table.rows) and table.rows[0].role == "header"
    if headed or not any(column.header for column in table.columns):
        return table
    head = Row(id="head", role="header", cells=tuple(EMPTY for _ in table.columns))
    return replace(table, rows=(head, *table.rows))


def _without_gone(table: Table) -> GoldTable:
    """A table of pages, without the rows of which nothing is left."""
    left = [
        row
        for row in table.rows
        if row.role == "blank" or any(text for text in texts_of(table, row))
    ]
    return _of_table(replace(table, rows=tuple(left)), hides=True, title=table.title)


def _of_table(table: Table, *, hides: bool = False, title: str = "") -> GoldTable:
    seen = [n for n, column in enumerate(table.columns) if not (hides and column.hidden)]
    rows: list[tuple[str, ...]] = []
    paths: list[tuple[str, ...]] = []
    head = None
    if title:
        rows.append((title, *[""] * (len(seen) - 1)))
        paths.append(("",) * len(seen))
    for row in table.rows:
        if hides and row.hidden:
            continue
        if row.role == "header" and head is None:
            head = len(rows)
        texts = texts_of(table, row)
        rows.append(tuple(texts[n] for n in seen))
        paths.append(tuple(_path(row.cells[n].statement, table.statements) for n in seen))
    return GoldTable(rows=tuple(rows), paths=tuple(paths), head=head)


def _of_tree(root: Node, statements: Mapping[str, Statement]) -> Iterator[GoldTable]:
    for node in root.walk():
        objects = [item for item in node.items or () if item.members is not None]
        if not objects:
            continue
        leaves = [dict(_leaves(item, "")) for item in objects]
        heads = list(dict.fromkeys(key for row in leaves for key in row))
        cells = [[row.get(head) for head in heads] for row in leaves]
        yield GoldTable(
            rows=(
                tuple(heads),
                *(tuple(_text(each, statements) for each in row) for row in cells),
            ),
            paths=(
                ("",) * len(heads),
                *(
                    tuple("" if each is None else _path(each.statement, statements) for each in row)
                    for row in cells
                ),
            ),
            head=0,
        )


def _leaves(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    """Yield the leaves of an object, each after its keys joined by a space; lists are left out."""
    for member in node.members or ():
        key = f"{name} {member.key}".strip()
        if member.members is not None:
            yield from _leaves(member, key)
        elif member.items is None:
            yield key, member


def _text(node: Node | None, statements: Mapping[str, Statement]) -> str:
    if node is None or (node.statement is None and node.type == "null"):
        return ""
    return node.text if node.statement is None else part_of(statements[node.statement], node.part)


def _path(statement: str | None, statements: Mapping[str, Statement]) -> str:
    """Return the field that a cell states, or an empty text."""
    return "" if statement is None else statements[statement].ref or ""
