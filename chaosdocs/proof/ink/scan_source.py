"""Scans: that a statement's text is what is drawn at its place on the page that lay on the glass.

The legibility meter says how much of that page is left in the scan; this says that it is the right
text, by the glyphs of the known fonts, laid over pdfium's picture of the page.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.label import Known
from chaosdocs.proof.checked import agrees
from chaosdocs.proof.ink.drawn import drawn
from chaosdocs.proof.ink.unsaid import Patch, patches
from chaosdocs.proof.legibility.pictures import Paged
from chaosdocs.proof.places import Box
from chaosdocs.proof.witnesses.pdf_page import PdfPageView
from chaosdocs.proof.witnesses.witness import Found

FOOT = 1e5
"""Beneath all that stands on a page, points."""
_FLAT = 0.2
"""Below this a page is turned so far that its boxes cannot be turned back."""


class ScanSource:
    """The pages before the scanner, opened once.

    Args:
        pdf: The PDF that lay on the glass.
        pages: How each page image of the scan came from it, in order.
    """

    def __init__(self, pdf: bytes, pages: Sequence[Paged]) -> None:
        self._pdf = pdf
        self._pages = pages
        self._opened: Any = None
        self._views: dict[int, PdfPageView] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def shows(self, line: Evidence) -> bool:
        """Whether the text of a line is drawn where its box lay on the glass."""
        if line.box is None or line.page is None or not 1 <= line.page <= len(self._pages):
            return False
        page = self._pages[line.page - 1]
        box = lain(line.box, page)
        asked = (page.source, line.text, box)
        known = _known(self._pdf)
        if asked not in known:
            known[asked] = drawn(line.text, self._view(page.source + 1), box)
        return known[asked]

    def alone(self, line: Evidence) -> bool:
        """Whether the text of a line, and no other, stood where its box lay on the glass."""
        box = self.box(line)
        if box is None:
            return False
        view = self._view(self._pages[(line.page or 1) - 1].source + 1)
        text, extra = view.text_in(box, line.text)
        return not extra and agrees(Found(text), line)

    def box(self, line: Evidence) -> Box | None:
        """Return where a line lay upright on the glass, in points; None where nobody can tell."""
        if line.box is None or line.page is None or not 1 <= line.page <= len(self._pages):
            return None
        return lain(line.box, self._pages[line.page - 1])

    def label(self, line: Evidence, known: Known, number: int | None) -> str:
        """Return the label of a line on the page that lay on the glass, or an empty text.

        Args:
            line: The line.
            known: Whether a text is a label.
            number: The page of the scan, from 1, whose labels are asked for. On another page than
                the line's own it is the lowest label of the line's column on the glass: each page
                may be cropped and turned in its own way.
        """
        box = self.box(line)
        if box is None or number is None or not 1 <= number <= len(self._pages):
            return ""
        if number != line.page:
            box = (box[0], FOOT, box[2], FOOT)
        return self._view(self._pages[number - 1].source + 1).labels.of(box, known)

    def text(self, number: int) -> str:
        """Return the text of the page that lay on the glass for a page of the scan, from 1."""
        if not 1 <= number <= len(self._pages):
            return ""
        return self._view(self._pages[number - 1].source + 1).text

    def unlaid(self, seen: PdfPageView) -> str:
        """Return the letters that the text layer of a page has more often than lay on the glass.

        Args:
            seen: The page of the scan.
        """
        lay = Counter(filter(str.isalnum, self.text(seen.number)))
        more = Counter(filter(str.isalnum, seen.text)) - lay
        return "".join(sorted(more.elements()))

    def patches(self, seen: PdfPageView, operators: Collection[str]) -> list[Patch]:
        """Return the patches of ink on a page of the scan that did not lie on the glass.

        Args:
            seen: The page of the scan.
            operators: Names of the operators of the case: bars are left out where one leaves bars.
        """
        if not 1 <= seen.number <= len(self._pages):
            return []
        page = self._pages[seen.number - 1]
        clean = self._view(page.source + 1).picture
        return list(patches(seen.picture, seen.size, clean, page, operators))

    def close(self) -> None:
        """Let go of pdfium's memory."""
        for view in self._views.values():
            view.close()
        self._views.clear()
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _view(self, number: int) -> PdfPageView:
        import pypdfium2

        if self._opened is None:
            self._opened = pypdfium2.PdfDocument(self._pdf)
        if number not in self._views:
            self._views[number] = PdfPageView(self._opened, number)
        return self._views[number]


@lru_cache(maxsize=2)
def _known(_pdf: bytes) -> dict[tuple[int, str, Box], bool]:
    """What was asked before of a PDF: many scans of one are proved one after the other."""
    return {}


def lain(box: Box, page: Paged) -> Box:
    """Return a box of a page image as it lay upright on the glass, in points.

    The box in the image is the upright one around a turned one.
    """
    a, b, c, d, e, f = page.affine
    area = a * d - b * c
    unit = math.sqrt(abs(area))
    x, y = (box[0] + box[2]) / 2 - e, (box[1] + box[3]) / 2 - f
    middle = ((d * x - c * y) / area, (a * y - b * x) / area)
    across, down = (box[2] - box[0]) / unit, (box[3] - box[1]) / unit
    cos_x, sin_x, cos_y, sin_y = (abs(value) / unit for value in (a, b, d, c))
    flat = cos_x * cos_y - sin_x * sin_y
    if abs(flat) > _FLAT:
        across, down = (
            (across * cos_y - down * sin_y) / flat,
            (down * cos_x - across * sin_x) / flat,
        )
    half, tall = across / 2, down / 2
    return middle[0] - half, middle[1] - tall, middle[0] + half, middle[1] + tall
