"""The tables of an answer, in whatever shape they come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaosdocs.score.judging.comparison import Json


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
        >>> markdown_grids("| a | b |\n|---|---|\n| 1 | 2 |")
        [[['a', 'b'], ['1', '2']]]
    """
    grids: list[list[list[str]]] = []
    inside = False
    for raw in text.splitlines():
        row = raw.strip()
        if not (row.startswith("|") and row.endswith("|") and len(row) > 1):
            inside = False
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row[1:-1])]
        if not inside:
            grids.append([])
            inside = True
        if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
            grids[-1].append(cells)
    return [grid for grid in grids if grid]


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
