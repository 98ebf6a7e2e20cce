"""Parsers for every medium: a document as text with its layout, or as Markdown, or as tables.

What a PDF prints is read with pdfplumber: its words keep their places, four points a character. An
export is a Markdown table of what it shows, a tree its own text. A scan has no text to read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import Grid, broken_in_words, decoded, flattened, grid_of
from chaosdocs.readers.builtin.messages import parsed
from chaosdocs.readers.builtin.words import Line, Segment, Word, lines_of
from chaosdocs.score.judging.returned import BREAK, without_marks

Json = Any
POINTS = 4.0
"""Width of a character of laid-out text, in points."""
PITCH, HEIGHT, COLUMN = 12.0, 10.0, 4_000.0
"""Places of text that has none: from line to line, of a line, from cell to cell of a table."""
_CHUNK = re.compile(r"\S+(?: \S+)*")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+|^\s*[-*+]\s+(?=\*\*)")
_RULE = re.compile(r":?-+:?")


def text_of(path: Path) -> str:
    """Return the text of a PDF, a workbook, or a file of text."""
    if path.suffix == ".pdf":
        return laid_out(lines_of(path))
    data = path.read_bytes()
    if data[:2] == b"PK":
        return "\n\n".join(f"## {name}\n\n{markdown(grid)}" for name, grid in sheets(path))
    plain = decoded(data)
    if plain.lstrip()[:1] in {"{", "[", "<"} or parsed(plain) is not None:
        return plain
    return markdown(grid_of(path))


def laid_out(lines: Sequence[Line]) -> str:
    """Return lines of segments as text in which every segment stands where it did."""
    out: list[str] = []
    before: Segment | None = None
    for line in lines:
        first = line[0]
        if before is not None and first.page != before.page:
            out.append("\f")
        elif before is not None and first.top - before.bottom > 1.2 * before.height:
            out.append("")
        row = ""
        for segment in line:
            gap = 2 if row else 0
            row = row.ljust(max(len(row) + gap, round(segment.x0 / POINTS))) + segment.text
        out.append(row)
        before = first
    return "\n".join(out)


def lines_of_text(written: str) -> list[Line]:
    """Return text as lines of segments: what `laid_out` wrote, Markdown, or plain text.

    Two spaces or a tab part two segments, and so does a pipe in a table. A cell of a Markdown table
    with ``<br>`` goes on in the line below.

    Example:
        >>> [[s.text for s in line] for line in lines_of_text("**Total**  9.00 EUR")]
        [['Total', '9.00 EUR']]
        >>> [[s.text for s in line] for line in lines_of_text("|Total<br>9.00|Due<br>May 1|")]
        [['Total', 'Due'], ['9.00', 'May 1']]
    """
    lines: list[Line] = []
    for page, part in enumerate(written.split("\f")):
        number = 0
        for raw in part.splitlines():
            row = _HEADING.sub("", raw.expandtabs(8))
            inside = _cells(row) if _PIPES.fullmatch(row) else None
            for chunks in [_chunks(without_marks(row), 0.0)] if inside is None else inside:
                line = tuple(_segment(each, x0, page, number * PITCH) for each, x0 in chunks)
                if line:
                    lines.append(line)
                number += 1
    return lines


def markdown(grid: Sequence[Sequence[str]]) -> str:
    r"""Return a grid as a Markdown table.

    Example:
        >>> markdown([["a", "b"], ["1"]])
        '| a | b |\n| --- | --- |\n| 1 |  |'
    """
    width = max((len(row) for row in grid), default=0)
    rows = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in grid]
    if not width:
        return ""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"| {' | '.join(['---'] * width)} |", *lines[1:]])


def sheets(path: Path) -> list[tuple[str, Grid]]:
    """Return name and grid of every visible sheet, cells as the sheet shows them."""
    import openpyxl

    from chaosdocs.proof.witnesses.number_formats import shown
    from chaosdocs.readers.builtin.cells import plain

    out: list[tuple[str, Grid]] = []
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        if sheet.sheet_state != "visible":
            continue
        grid: Grid = []
        for number, row in enumerate(sheet.iter_rows(), 1):
            if sheet.row_dimensions[number].hidden:
                continue
            seen = [cell for n, cell in enumerate(row, 1) if not _hidden(sheet, n)]
            texts = [shown(cell.value, cell.number_format) for cell in seen]
            if any(texts):
                pairs = zip(seen, texts, strict=True)
                grid.append([plain(c.value) if t is None else t for c, t in pairs])
        out.append((sheet.title, grid))
    return out


def _hidden(sheet: Any, column: int) -> bool:  # noqa: ANN401 - openpyxl's
    """Whether a column is hidden, alone or in a group of columns that are described as one."""
    return any(
        each.hidden and (each.min or 0) <= column <= (each.max or 0)
        for each in sheet.column_dimensions.values()
    )


def _cell(words: str) -> str:
    return " ".join(words.replace("|", "\\|").split())


def _cells(row: str) -> list[list[tuple[str, float]]]:
    """The lines of a row of a Markdown table: each cell and its place; none of a row of dashes."""
    cells = re.split(r"(?<!\\)\|", row.strip()[1:-1])
    if all(_RULE.fullmatch(cell.strip()) for cell in cells):
        return []
    parts = [BREAK.split(cell) for cell in cells]
    return [
        [
            (words, nth * COLUMN)
            for nth, part in enumerate(parts)
            if line < len(part) and (words := without_marks(part[line]).strip())
        ]
        for line in range(max(map(len, parts)))
    ]


def _chunks(row: str, left: float) -> list[tuple[str, float]]:
    return [(found.group(), left + found.start() * POINTS) for found in _CHUNK.finditer(row)]


def _segment(words: str, x0: float, page: int, top: float) -> Segment:
    return Segment(
        text=words,
        page=page,
        x0=x0,
        x1=x0 + len(words) * POINTS,
        top=top,
        bottom=top + HEIGHT,
        words=tuple(
            Word(found.group(), x0 + found.start() * POINTS, x0 + found.end() * POINTS)
            for found in re.finditer(r"\S+", words)
        ),
    )


def pdf_tables(path: Path) -> list[Grid]:
    """Return the tables of a PDF: lists of rows of texts."""
    import pdfplumber

    out: list[Grid] = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            out += [
                [[" ".join((cell or "").split()) for cell in row] for row in found]
                for found in page.extract_tables()
            ]
            page.close()
    return out


@broken_in_words()
def export_tables(path: Path) -> list[Grid]:
    """Return the tables of an export: lists of rows of texts.

    Raises:
        BrokenAnswerError: See `broken_in_words`.
    """
    data = path.read_bytes()
    if data[:2] == b"PK":
        return [grid for _, grid in sheets(path) if grid]
    plain = decoded(data)
    tree = plain.lstrip()[:1] in {"{", "["} and parsed(plain) is None
    grid = flattened(json.loads(plain, parse_float=str)) if tree else grid_of(path)
    tables: list[Grid] = [[]]
    for row in grid:
        if row:
            tables[-1].append(row)
        else:
            tables.append([])
    return [table for table in tables if table]
