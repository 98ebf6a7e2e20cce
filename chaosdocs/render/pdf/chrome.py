"""What stands on pages beside the document's own words: mark, masthead, page numbers."""

from __future__ import annotations

from chaosdocs.documents.flow import Flow, Heading
from chaosdocs.documents.pages import BLACK
from chaosdocs.render.pdf.lines import wrapped
from chaosdocs.render.pdf.metrics import measure
from chaosdocs.render.pdf.sheet import Mark, Piece, Sheets, Unit
from chaosdocs.render.templates.words import word

MARK = 40.0
"""Height that the mark takes at the top of the first page, points."""
_PALE = (0.55, 0.66, 0.82)


def mark(sheets: Sheets) -> None:
    """Draw a mark of three bars at the top of the first page."""
    x, y, ink = sheets.left, sheets.top - 6, sheets.look.accent
    bars = ((0.0, 14.0, 9.0, 40.0), (12.0, 4.0, 21.0, 40.0), (24.0, 20.0, 33.0, 40.0))
    inks = (ink, _PALE, ink)
    marks = [
        Mark("chrome:mark", "fill", (x + x0, y + y0, x + x1, y + y1), colour)
        for (x0, y0, x1, y1), colour in zip(bars, inks, strict=True)
    ]
    sheets.put(Unit(0.0, [], marks), 0, 0.0)


def foot_and_head(sheets: Sheets, flow: Flow) -> None:
    """Put the masthead and the page number on every page."""
    look = sheets.look
    pages = sheets.page + 1
    numbered = flow.options.get("page_numbers", "yes") == "yes"
    title = next((b.text for b in flow.blocks if isinstance(b, Heading) and b.level == 1), "")
    for page in range(pages):
        unit = Unit(0.0)
        head = sheets.top - 22.0
        if numbered:
            text = word("page", flow.locale).format(page=page + 1, pages=pages)
            wide = measure(text, look.font, look.small)
            at_head = look.number == "head"
            x = sheets.right - wide if at_head else (sheets.left + sheets.right - wide) / 2
            y = head if at_head else sheets.size[1] - 28.0
            unit.pieces.append(
                Piece(
                    f"chrome:page:{page + 1}",
                    text,
                    x,
                    y,
                    look.small,
                    look.font,
                    role="chrome",
                    colour=look.grey,
                )
            )
        if look.masthead == "line" or (look.masthead == "later" and page > 0):
            _masthead(sheets, unit, title, page, head)
        sheets.put(unit, page, 0.0)


def _masthead(sheets: Sheets, unit: Unit, title: str, page: int, y: float) -> None:
    look = sheets.look
    name = f"chrome:masthead:{page + 1}"
    colour = look.accent if look.accent != BLACK else look.grey
    line, *_rest = wrapped(title, look.bold, look.small, sheets.width * 0.7)
    unit.pieces.append(
        Piece(name, line, sheets.left, y, look.small, look.bold, role="chrome", colour=colour)
    )
    unit.marks.append(
        Mark(name, "line", (sheets.left, y + 6.0, sheets.right, y + 6.0), look.accent, 0.6)
    )
