"""From a flow to pages: where every run and rule stands. Pure data; no font is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chaosdocs.documents.flow import Block, Fields, Flow, Heading, Paragraph, TableBlock
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.table import Row
from chaosdocs.foundation.errors import UserError
from chaosdocs.render.pdf.blocks import set_fields, set_heading, set_paragraph
from chaosdocs.render.pdf.carry import carried
from chaosdocs.render.pdf.chrome import MARK, foot_and_head, mark
from chaosdocs.render.pdf.sheet import Sheets, Unit, broken, height
from chaosdocs.render.pdf.tables import (
    Grid,
    measured,
    set_head,
    set_row,
    sides,
    without_top_rule,
)
from chaosdocs.render.templates import look

PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}
"""Name of a paper to its width and height, points."""

_GUTTER = 16.0
_CARRIED = 6.0
"""Room for the sums carried to a page and from it, sizes of the text."""


def paginate(flow: Flow) -> PdfDocument:
    """Return `flow` laid out on pages.

    Reads these options of the flow: ``paper``, ``repeat_header`` and ``page_numbers`` (``yes`` or
    ``no``), ``columns`` (``1`` or ``2`` for the body of a table), ``carry_forward`` (``no``,
    ``yes`` or the id of a column of amounts), ``edges`` (``open``: tables without rules at their
    edges), ``span ROW COLUMN`` (``yes``: no rule before the cell).

    Raises:
        UserError: A character is in no font, or the paper is unknown.
    """
    return _Layout(flow).done()


class _Layout:
    def __init__(self, flow: Flow) -> None:
        paper = flow.options.get("paper", "a4")
        if paper not in PAPERS:
            raise UserError(f"there is no paper {paper!r}", allowed=PAPERS, given=paper)
        self.flow = flow
        self.look = look(flow.template)
        if flow.options.get("edges") == "open":
            self.look = replace(self.look, open_edges=True)
        self.sheets = Sheets(self.look, PAPERS[paper])

    def done(self) -> PdfDocument:
        flow, sheets = self.flow, self.sheets
        if self.look.mark and any(block.id == "sender" for block in flow.blocks):
            mark(sheets)  # beside the sender's address: without one it would be under the fields
        blocks = list(flow.blocks)
        while blocks:
            block = blocks.pop(0)
            if blocks and self._beside(block, blocks[0]):
                continue_with = blocks.pop(0)
                self._pair(block, continue_with)
            else:
                self._block(block)
        foot_and_head(sheets, flow)
        title = next((b.text for b in flow.blocks if isinstance(b, Heading)), "")
        return PdfDocument(
            sizes=(sheets.size,) * (sheets.page + 1),
            runs=tuple(sorted(sheets.runs, key=lambda run: run.page)),
            shapes=tuple(sheets.shapes),
            statements=flow.statements,
            locale=flow.locale,
            info={"title": title} if title else {},
            focus=flow.focus,
        )

    def _beside(self, one: Block, other: Block) -> bool:
        return (one.id, other.id) in self.look.beside

    def _gap(self) -> None:
        if not self.sheets.fresh:
            self.sheets.y += self.look.gap

    def _units(self, block: Block, x0: float, x1: float) -> list[Unit]:
        match block:
            case Heading():
                return set_heading(block, self.look, x0, x1)
            case Paragraph():
                return set_paragraph(block, self.look, x0, x1)
            case Fields():
                return set_fields(block, self.flow.statements, self.look, x0, x1)
            case TableBlock():
                raise TypeError("a table is not set as a block")

    def _block(self, block: Block) -> None:
        sheets = self.sheets
        if isinstance(block, TableBlock):
            self._gap()
            self._table(block)
            return
        middle = sheets.left + sheets.width * 0.56
        x0 = middle if block.id in self.look.right else sheets.left
        units = self._units(block, x0, sheets.right)
        if isinstance(block, Fields) and block.role == "footer":
            tall = height(units)
            if not sheets.fits(tall + self.look.gap):
                sheets.turn()
            sheets.y = max(sheets.y + self.look.gap, sheets.bottom - tall)
        elif block.id not in self.look.right:
            self._gap()
        sheets.flow(units)
        if block.id in self.look.right and self.look.mark and sheets.page == 0:
            sheets.y = max(sheets.y, sheets.top + MARK)

    def _pair(self, one: Block, other: Block) -> None:
        """Two blocks side by side, or one under the other where they are too tall for that."""
        sheets = self.sheets
        self._gap()
        middle = sheets.left + sheets.width * 0.5
        left = self._units(one, sheets.left, middle - _GUTTER / 2)
        right = self._units(other, middle + _GUTTER / 2, sheets.right)
        tall = max(height(left), height(right))
        if tall > sheets.bottom - sheets.top:
            sheets.flow(left)
            sheets.flow(right)
            return
        if not sheets.fits(tall):
            sheets.turn()
        top = sheets.y
        for units in (left, right):
            sheets.y = top
            for unit in units:
                sheets.place(unit)
        sheets.y = top + tall

    def _table(self, block: TableBlock) -> None:
        sheets, flow = self.sheets, self.flow
        columns = 2 if flow.options.get("columns") == "2" else 1
        wide = (sheets.width - _GUTTER * (columns - 1)) / columns
        grid = measured(block, flow.statements, self.look, sheets.left, sheets.left + wide)
        if not grid.columns:
            return
        rows = [row for row in block.table.rows if not row.hidden]
        _Columns(self, grid, rows, columns, wide).fill()


class _Columns:
    """The rows of a table filling the page, in one column or two."""

    def __init__(
        self, layout: _Layout, grid: Grid, rows: Sequence[Row], columns: int, wide: float
    ) -> None:
        self.sheets = layout.sheets
        self.flow = layout.flow
        self.grid = grid
        self.rows = rows
        self.columns = columns
        self.step = wide + _GUTTER
        self.column = 0
        self.start = self.sheets.y
        self.above: list[Row] = []
        self.breaks = 0
        self.lowest = 0.0
        self.first = True
        self.spans: list[tuple[int, float, float]] = []

    def fill(self) -> None:
        """Put all rows on pages."""
        units = []
        lines = 0
        for row in self.rows:
            lines += row.role == "line"
            units.append(
                set_row(
                    self.grid,
                    row,
                    self.flow.statements,
                    odd=lines % 2 == 0,
                    spanned=self._spanned(row),
                )
            )
        head = set_head(self.grid)
        first = units[0].height if units else 0.0
        page = self.sheets.bottom - self.sheets.top - head.height - _CARRIED * self.sheets.look.size
        if not self.sheets.fits(head.height + first):
            self.sheets.turn()
        self.start = self.sheets.y
        self._place(head)
        for place, (row, unit) in enumerate(zip(self.rows, units, strict=True)):
            if not self._room(units, place):
                self._break()
            for number, part in enumerate(broken(unit, page)):
                if number:
                    self._break()
                top = self.sheets.y - self.start
                self.spans += [(at, top, top + part.height) for at in sorted(self._spanned(row))]
                open_top = self.first and self.grid.look.open_edges
                self._place(without_top_rule(part) if open_top else part)
                self.first = False
            if row.role == "line":
                self.above.append(row)
        self._close()
        self.sheets.y = max(self.sheets.y, self.lowest)

    def _room(self, units: Sequence[Unit], place: int) -> bool:
        """Whether a row goes here: two columns are filled evenly where they end on the page."""
        unit, last = units[place], place == len(units) - 1
        keep = 0.0 if last or self._carry_words("carried") is None else unit.height
        if not self.sheets.fits(unit.height + keep):
            return False
        if self.columns == 1 or self.column == self.columns - 1:
            return True
        done, rest = self.sheets.y - self.start, height(units[place:])
        return done < (done + rest) / self.columns or done + rest > 2 * (
            self.sheets.bottom - self.start
        )

    def _spanned(self, row: Row) -> frozenset[int]:
        """The printed columns without a rule before them in a row."""
        options = self.flow.options
        return frozenset(
            at
            for at, column in enumerate(self.grid.columns)
            if f"span {row.id} {column.id}" in options
        )

    def _place(self, unit: Unit) -> None:
        self.sheets.place(unit, x=self.column * self.step)

    def _break(self) -> None:
        """Go to the next column or page."""
        self._carry("carried")
        self._close()
        self.breaks += 1
        if self.column < self.columns - 1:
            self.column += 1
            self.sheets.y = self.start
        else:
            self.column = 0
            self.sheets.turn()
            self.start = self.sheets.y
            self.lowest = 0.0
        if self.flow.options.get("repeat_header") == "yes":
            self._place(set_head(self.grid, again=True))
        self._carry("brought")

    def _close(self) -> None:
        tall = self.sheets.y - self.start
        self.sheets.put(
            Unit(0.0, [], sides(self.grid, tall, self.spans)),
            self.sheets.page,
            self.start,
            x=self.column * self.step,
        )
        self.lowest = max(self.lowest, self.sheets.y)
        self.spans.clear()
        self.first = True

    def _carry_words(self, way: str) -> Row | None:
        column = self.flow.options.get("carry_forward", "no")
        if column == "no":
            return None
        return carried(
            self.grid,
            self.above,
            self.flow.statements,
            column=column,
            locale=self.flow.locale,
            way=way,
            number=self.breaks + (way == "carried"),
        )

    def _carry(self, way: str) -> None:
        row = self._carry_words(way)
        if row is not None:
            self._place(set_row(self.grid, row, self.flow.statements))
