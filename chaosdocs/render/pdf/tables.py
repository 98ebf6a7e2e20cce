"""Setting a table into units: column widths, the head, one unit for every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chaosdocs.documents.flow import TableBlock
from chaosdocs.documents.pages import BLACK, RunRole
from chaosdocs.documents.table import Cell, Column, Row
from chaosdocs.foundation.sums import added
from chaosdocs.render.pdf.lines import longest_word, widest_line, wrapped
from chaosdocs.render.pdf.metrics import measure
from chaosdocs.render.pdf.sheet import Mark, Piece, Unit, baseline
from chaosdocs.render.templates.look import Look
from chaosdocs.truth.statements import Statement

_FIGURES = frozenset({"money", "number", "percent", "quantity"})
_RUNNING = frozenset({"text", "multiline"})
"""Kinds whose texts may break over lines where the columns are narrow."""
_SUMS = frozenset({"subtotal", "carry"})
"""Roles of the rows that sum up others: they are set in bold."""
_RULE = (0.72, 0.72, 0.72)
_GAP = 2.0
"""Points by which an inner rule falls short of the rules above and below its row."""
_SMALLEST = 4.5
_TIGHT = 6.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table measured for a width.

    Attributes:
        block: Id of the block.
        look: How it looks.
        columns: The columns that are printed.
        places: Their places in the rows' cells.
        lefts: Left edge of every column, and the right edge of the last.
        size: Font size that lets it fit.
        pad: Space left and right of a cell's text.
        title: What stands over all columns, or empty.
    """

    block: str
    look: Look
    columns: tuple[Column, ...]
    places: tuple[int, ...]
    lefts: tuple[float, ...]
    size: float
    pad: float
    title: str = ""


def measured(
    block: TableBlock, statements: Mapping[str, Statement], look: Look, x0: float, x1: float
) -> Grid:
    """Return `block` measured for the room from `x0` to `x1`; the font shrinks if it has to."""
    table = block.table
    places = tuple(i for i, column in enumerate(table.columns) if not column.hidden)
    columns = tuple(table.columns[i] for i in places)
    rows = [row for row in table.rows if not row.hidden]
    size = look.size
    while True:
        pad = 4.0 if size > _TIGHT else 2.0
        room = x1 - x0 - 2 * pad * len(columns)
        widths = _widths(columns, places, rows, statements, look=look, size=size, room=room)
        if added(widths) <= room + 0.01 or size <= _SMALLEST:
            break
        size -= 0.5
    short = min(1.0, room / added(widths)) if added(widths) else 1.0
    lefts = [x0]
    for wide in widths:
        lefts.append(lefts[-1] + wide * short + 2 * pad)
    return Grid(block.id, look, columns, places, tuple(lefts), size, pad, table.title)


def _widths(
    columns: Sequence[Column],
    places: Sequence[int],
    rows: Sequence[Row],
    statements: Mapping[str, Statement],
    *,
    look: Look,
    size: float,
    room: float,
) -> list[float]:
    """Widths of the columns' texts: what they want, or what wrapped texts leave them."""
    if not columns:
        return []
    texts = [
        [
            (_shown(row.cells[place], statements), _font(look, row))
            for row in rows
            if _sets_width(row, place)
        ]
        for place in places
    ]
    full = [max((widest_line(t, font, size) for t, font in each), default=0.0) for each in texts]
    want = [
        max(wide, measure(column.header, look.bold, size))
        for wide, column in zip(full, columns, strict=True)
    ]
    over = added(want) - room
    if over <= 0:
        running = [i for i, column in enumerate(columns) if column.kind in _RUNNING] or [0]
        want[max(running, key=want.__getitem__)] -= over
        return want
    least = []
    for column, each, wide in zip(columns, texts, full, strict=True):
        word = longest_word(column.header, look.bold, size)
        if column.kind in _RUNNING:
            longest = max((longest_word(text, font, size) for text, font in each), default=0.0)
            least.append(max(word, min(longest, room * 0.3)))
        else:
            least.append(max(wide, word))
    slack = added(want) - added(least)
    share = min(1.0, over / slack) if slack > 0 else 0.0
    return [w - (w - low) * share for w, low in zip(want, least, strict=True)]


def _font(look: Look, row: Row) -> str:
    return look.bold if row.role in _SUMS else look.font


def _sets_width(row: Row, place: int) -> bool:
    """Whether the cell may widen its column; words beside empty cells run over those."""
    return row.role == "line" or row.cells[place].statement is not None or place > 0


def set_head(grid: Grid, *, again: bool = False, texts: Sequence[str] | None = None) -> Unit:
    """Return the head; `texts` stand in it instead of the columns' own for a header row.

    Args:
        grid: The measured table.
        again: Whether it is printed another time, after a page break.
        texts: What it shows, one for each printed column.
    """
    look = grid.look
    words = texts if texts is not None else [column.header for column in grid.columns]
    step = grid.size * look.leading
    unit = Unit(0.0)
    most = 1
    for place, (column, text) in enumerate(zip(grid.columns, words, strict=True)):
        left, right = grid.lefts[place] + grid.pad, grid.lefts[place + 1] - grid.pad
        lines = wrapped(text, look.bold, grid.size, right - left + 0.01)
        most = max(most, len(lines))
        name = f"{grid.block}:head:{column.id}" + (":again" if again else "")
        unit.pieces += _aligned(
            name,
            lines,
            grid,
            column,
            left=left,
            right=right,
            top=look.row_pad + 1,
            role="head",
            font=look.bold,
            colour=look.head_ink,
        )
    unit.height = most * step + 2 * look.row_pad + 2
    if grid.title and texts is None:
        return _under_title(grid, unit, again=again)
    x0, x1 = grid.lefts[0], grid.lefts[-1]
    if look.head_fill is not None:
        unit.marks.append(
            Mark(f"{grid.block}:band", "fill", (x0, 0, x1, unit.height), look.head_fill)
        )
    else:
        edges = (unit.height,) if look.open_edges else (0, unit.height)
        unit.marks += [
            Mark(f"{grid.block}:rule", "line", (x0, y, x1, y), look.accent, 0.9) for y in edges
        ]
    return unit


def _under_title(grid: Grid, head: Unit, *, again: bool) -> Unit:
    """Return the head under one cell over all columns that holds the title of the table."""
    look, x0, x1 = grid.look, grid.lefts[0], grid.lefts[-1]
    tall = grid.size * look.leading + 2 * look.row_pad + 2
    left = (x0 + x1 - measure(grid.title, look.bold, grid.size)) / 2
    name = f"{grid.block}:title" + (":again" if again else "")
    top = baseline(look.row_pad + 1, grid.size, look.leading)
    title = Piece(name, grid.title, left, top, grid.size, look.bold, role="chrome")
    below = [piece._replace(y=piece.y + tall) for piece in head.pieces]
    whole = tall + head.height
    edges = (tall, whole) if look.open_edges else (0, tall, whole)
    rule = f"{grid.block}:rule"
    marks = [Mark(rule, "line", (x0, y, x1, y), look.accent, 0.9) for y in edges]
    marks += [
        Mark(f"{grid.block}:side", "line", (x, tall, x, whole), _RULE, 0.4)
        for x in grid.lefts[1:-1]
    ]
    return Unit(whole, [title, *below], marks)


def set_row(
    grid: Grid,
    row: Row,
    statements: Mapping[str, Statement],
    *,
    odd: bool = False,
    spanned: frozenset[int] = frozenset(),
) -> Unit:
    """Return one row.

    Args:
        grid: The measured table.
        row: The row.
        statements: The statements of the flow.
        odd: Whether it is shaded, where the look says so.
        spanned: Printed columns without a rule before them in this row.
    """
    if row.role == "header":
        return set_head(
            grid, again=True, texts=[_shown(row.cells[i], statements) for i in grid.places]
        )
    look = grid.look
    font = _font(look, row)
    unit = Unit(0.0)
    most = 1
    for place, column in enumerate(grid.columns):
        cell = row.cells[grid.places[place]]
        text = _shown(cell, statements)
        if not text:
            continue
        left, right = grid.lefts[place] + grid.pad, grid.lefts[place + 1] - grid.pad
        figures = column.kind in _FIGURES
        if cell.statement is None and (row.role != "line") and not _figure(text):
            right = _until(grid, row, place, statements) - grid.pad
            figures = False
        whole = figures and row.role in _SUMS  # what is beside a sum is empty: it reaches over
        lines = (text,) if whole else wrapped(text, font, grid.size, right - left + 0.01)
        most = max(most, len(lines))
        name = (
            cell.statement if cell.statement is not None else f"{grid.block}:{row.id}:{column.id}"
        )
        unit.pieces += _aligned(
            name,
            lines,
            grid,
            column,
            left=left,
            right=right,
            top=look.row_pad,
            role="value" if cell.statement is not None else "words",
            font=font,
            statement=cell.statement,
            flush=figures,
        )
    unit.height = most * grid.size * look.leading + 2 * look.row_pad
    unit.marks += _row_marks(grid, row, unit.height, odd=odd, spanned=spanned)
    return unit


def _row_marks(
    grid: Grid, row: Row, tall: float, *, odd: bool, spanned: frozenset[int]
) -> list[Mark]:
    look = grid.look
    x0, x1 = grid.lefts[0], grid.lefts[-1]
    marks = []
    if look.stripe is not None and odd and row.role == "line":
        marks.append(Mark(f"{grid.block}:stripe", "fill", (x0, 0, x1, tall), look.stripe))
    if row.role in _SUMS:
        marks.append(Mark(f"{grid.block}:rule", "line", (x0, 0, x1, 0), BLACK, 0.6))
    if look.rules == "inner" and row.role == "line":
        marks += [
            Mark(f"{grid.block}:side", "line", (x, _GAP, x, tall - _GAP), _RULE, 0.4)
            for place, x in enumerate(grid.lefts[1:-1], 1)
            if place not in spanned
        ]
    if look.rules in {"rows", "grid", "inner"} or row.role in _SUMS:
        edge = 0 if look.open_edges else tall
        marks.append(Mark(f"{grid.block}:rule", "line", (x0, edge, x1, edge), _RULE, 0.4))
    return marks


def without_top_rule(unit: Unit) -> Unit:
    """Return a unit without the rule at its top."""
    kept = [mark for mark in unit.marks if mark.kind != "line" or mark.box[1] != mark.box[3] != 0]
    return Unit(unit.height, unit.pieces, kept)


def sides(grid: Grid, tall: float, breaks: Sequence[tuple[int, float, float]] = ()) -> list[Mark]:
    """Return the lines that close a part of the table `tall` points high.

    Args:
        grid: The measured table.
        tall: Height of the part, points.
        breaks: Printed columns without a rule before them, from where to where, points below the
            top of the part.
    """
    x0, x1 = grid.lefts[0], grid.lefts[-1]
    if grid.look.rules == "grid":
        name = f"{grid.block}:side"
        inner = grid.look.open_edges
        return [
            Mark(name, "line", (x, top, x, bottom), _RULE, 0.4)
            for place, x in enumerate(grid.lefts)
            if not inner or 0 < place < len(grid.lefts) - 1
            for top, bottom in _around(tall, [each[1:] for each in breaks if each[0] == place])
        ]
    if grid.look.open_edges:
        return []
    return [Mark(f"{grid.block}:rule", "line", (x0, tall, x1, tall), grid.look.accent, 0.9)]


def _around(tall: float, breaks: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The pieces of a line of `tall` points that are left between its breaks, from top to bottom.

    Example:
        >>> _around(10.0, [(2.0, 4.0)])
        [(0.0, 2.0), (4.0, 10.0)]
    """
    pieces, start = [], 0.0
    for top, bottom in breaks:
        if top > start:
            pieces.append((start, top))
        start = bottom
    return [*pieces, (start, tall)] if start < tall else pieces


def _until(grid: Grid, row: Row, place: int, statements: Mapping[str, Statement]) -> float:
    """The right edge of the last empty cell after `place`."""
    last = place + 1
    while last < len(grid.columns) and not _shown(row.cells[grid.places[last]], statements):
        last += 1
    return grid.lefts[last]


def _aligned(
    name: str,
    lines: Sequence[str],
    grid: Grid,
    column: Column,
    *,
    left: float,
    right: float,
    top: float,
    role: RunRole,
    font: str,
    colour: tuple[float, float, float] = BLACK,
    statement: str | None = None,
    flush: bool | None = None,
) -> list[Piece]:
    size, step = grid.size, grid.size * grid.look.leading
    figures = column.kind in _FIGURES if flush is None else flush
    return [
        Piece(
            name,
            line,
            right - measure(line, font, size) if figures else left,
            baseline(top + place * step, size, grid.look.leading),
            size,
            font,
            statement,
            role,
            colour,
        )
        for place, line in enumerate(lines)
    ]


def _figure(text: str) -> bool:
    return any(char.isdigit() for char in text) and not any(char.isalpha() for char in text)


def _shown(cell: Cell, statements: Mapping[str, Statement]) -> str:
    return statements[cell.statement].text if cell.statement is not None else cell.text
