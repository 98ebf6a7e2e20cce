"""Whether a text is what is drawn in a box of a page."""

from __future__ import annotations

from chaosdocs.proof.normal import normal
from chaosdocs.proof.pdf_page import PdfPageView
from chaosdocs.proof.places import Box, touch


def drawn(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a text is what is drawn in a box: in a known font, or as a form field or note."""
    return in_known_glyphs(text, page, box) or noted(text, page, box)


def in_known_glyphs(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a text is drawn in a box in a known font, on one line or several."""
    from chaosdocs.proof.ink import likeness, too_long

    place = page.in_picture(box)
    if too_long(text, place):  # then its lines are looked at first: it is cheaper
        return _on_lines(text, page, box) or likeness(page.picture, text, place).alike
    return likeness(page.picture, text, place).alike or _on_lines(text, page, box)


def noted(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a form field or a note at a box says a text."""
    return any(normal(said) == normal(text) and touch(at, box) for _, said, at in page.notes)


def _on_lines(text: str, page: PdfPageView, box: Box) -> bool:
    """Whether a text that runs over several lines, or several pieces of one, is what is drawn.

    The text layer only says where the lines are and how long; what is on them, the pixels say.
    """
    from chaosdocs.proof.ink import likeness

    lines = page.lines_in(box)
    chars = [place for place, char in enumerate(text) if not char.isspace()]
    if not lines or sum(count for count, _ in lines) != len(chars):
        return False
    at = 0
    for count, where in lines:
        piece = text[chars[at] : chars[at + count - 1] + 1]
        if not likeness(page.picture, piece, page.in_picture(where)).alike:
            return False
        at += count
    return True
