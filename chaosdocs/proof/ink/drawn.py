"""Whether a text is what is drawn in a box of a page."""

from __future__ import annotations

import re
from itertools import accumulate

from chaosdocs.proof.places import Box, touch
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.reading.right_to_left import as_drawn
from chaosdocs.proof.witnesses.pdf_page import PdfPageView

_NUMBER = r"(-?\d*\.?\d+)"
_START = re.compile(rf"{_NUMBER}\s+{_NUMBER}\s+T[dm]\b")
_SIZE = re.compile(rf"{_NUMBER}\s+Tf\b")
_OVER = 0.25
"""How far a text may reach over the right edge of its form field, points: its last space."""


def drawn(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a text is what is drawn in a box: on the page, in a form field or as a note."""
    return in_known_glyphs(text, page, box) or filled(text, page, box) or noted(text, page, box)


def in_known_glyphs(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a text is drawn in a box in a known font, on one line or several."""
    from chaosdocs.proof.ink.freetype import alike, too_long

    if "\n" in text:
        return _on_lines(text, page, box)
    place = page.in_picture(box)
    if too_long(text, place):  # then its lines are looked at first: it is cheaper
        return _on_lines(text, page, box) or alike(page.picture, text, place)
    return alike(page.picture, text, place) or _on_lines(text, page, box)


def noted(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a note at a box says a text."""
    return any(
        channel != "form" and normal(said) == normal(text) and touch(at, box)
        for channel, said, at in page.notes
    )


def filled(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a form field at a box shows a text, whole and in a known font.

    The appearance only says where it starts and in which size; what is there, the pixels say.
    """
    return any(
        normal(said) == normal(text) and touch(at, box) and _shows(text, page, drawing, at)
        for said, drawing, at in page.appearances
    )


def _shows(text: str, page: PdfPageView, drawing: str, field: Box) -> bool:
    from chaosdocs.proof.ink.freetype import likeness, reaches
    from chaosdocs.proof.ink.widths import drawn_in_all

    start, size = _START.search(drawing), _SIZE.search(drawing)
    if start is None or size is None:
        return False
    x, y, high = field[0] + float(start[1]), field[3] - float(start[2]), float(size[1])
    for _, _, wide in drawn_in_all(as_drawn(text)):
        box = (x, y - 0.8 * high, x + wide * high, y + 0.22 * high)
        if box[2] > field[2] + _OVER:
            continue
        place = page.in_picture(box)
        like = likeness(page.picture, text, place, thorough=False)
        if like.alike and reaches(page.picture, text, place, like.font):
            return True
    return False


def _on_lines(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a text that runs over several lines, or several pieces of one, is what is drawn.

    Where the text has a line break, a line ends. The text layer only says where the lines are and
    how long; what is on them, the pixels say.
    """
    from chaosdocs.proof.ink.freetype import alike

    lines = page.lines_in(box)
    ends = set(accumulate(count for count, _ in lines))
    breaks = {len("".join(text[:at].split())) for at, char in enumerate(text) if char == "\n"}
    chars = [place for place, char in enumerate(text) if not char.isspace()]
    if not breaks <= ends or not lines or sum(count for count, _ in lines) != len(chars):
        return False
    at = 0
    for count, where in lines:
        piece = text[chars[at] : chars[at + count - 1] + 1]
        if not alike(page.picture, piece, page.in_picture(where)):
            return False
        at += count
    return True
