"""The tables of an answer, in whatever shape they come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from chaosdocs.score.judging.comparison import Json

BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
"""The end of a line in a cell of a Markdown table."""
_STRONG: Final = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~$])")


def grids_of(tables: Json) -> list[list[list[str]]]:
    """Return tables as lists of rows of texts, whatever they come as. Never raises.

    See `typed_grids_of` for the shapes.
    """
    return [[[_text(cell) for cell in row] for row in grid] for grid in typed_grids_of(tables)]


def typed_grids_of(tables: Json) -> list[list[list[Json]]]:
    """Return tables as lists of rows of cells, whatever they come as. Never raises.

    A table is a list of rows, or an object with `rows` (or `cells`, `data`) and perhaps `header`; a
    row is a list, or an object whose values are its cells. The keys of the first such row are the
    heads of a table without a header.
    """
    if isinstance(tables, dict):
        tables = [tables]
    if not isinstance(tables, list):
        return []
    if tables and all(isinstance(row, list) and not _has_rows(row) for row in tables):
        tables = [tables]
    return [grid for table in tables if (grid := list(_rows(table)))]


def markdown_grids(text: str) -> list[list[list[str]]]:
    r"""Return the pipe tables of a Markdown text.

    Example:
        >>> markdown_grids("| a | **b** |\n|---|---|\n| 1 | 2<br>3 |")
        [[['a', 'b'], ['1', '2 3']]]
    """
    grids: list[list[list[str]]] = []
    inside = False
    for raw in text.splitlines():
        row = raw.strip()
        if not (row.startswith("|") and row.endswith("|") and len(row) > 1):
            inside = False
            continue
        cells = [_cell(cell) for cell in re.split(r"(?<!\\)\|", row[1:-1])]
        if not inside:
            grids.append([])
            inside = True
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            grids[-1].append(cells)
    return [grid for grid in grids if grid]


def without_marks(text: str) -> str:
    r"""Return a text of Markdown without the marks of strong words and without escapes.

    Example:
        >>> without_marks(r"**Total** 9\.00 \* __net__, LIFNR__NAME")
        'Total 9.00 * net, LIFNR__NAME'
    """
    if "*" in text or "__" in text:
        text = _STRONG.sub(lambda found: found[1] or found[2], text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _cell(text: str) -> str:
    """The text of a cell of a Markdown table, its lines beside each other."""
    return without_marks(BREAK.sub(" ", text)).strip()


def _has_rows(row: list[Json]) -> bool:
    return any(isinstance(cell, list | dict) for cell in row)


def _rows(table: Json) -> Iterator[list[Json]]:
    heads: list[str] = []
    if isinstance(table, dict):
        header = table.get("header")
        if isinstance(header, list):
            yield header
            heads = list(map(_text, header))
        table = next((table[k] for k in ("rows", "cells", "data") if k in table), None)
    if not isinstance(table, list):
        return
    for row in table:
        if isinstance(row, dict):
            if not heads:
                heads = list(dict.fromkeys(key for each in table if isinstance(each, dict)
                                           for key in each))  # fmt: skip
                yield list(heads)
            yield [row.get(head) for head in heads] + [row[key] for key in row if key not in heads]
        elif isinstance(row, list):
            yield row


def _text(cell: Json) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else str(cell)[:1000]
