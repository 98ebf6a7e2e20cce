"""The letters of the page that lay on the glass, and their pictures, as pdfium has them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from chaosdocs.proof.legibility.pictures import FINER, Map, Paged, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.float32]

_REMEMBERED = 8
_NAME = 128
"""Longest name of a font that is read, bytes."""
_QUARTERS = 4
"""Sizes are distinguished by quarters of a point."""
_RIM = 0.04
"""How much of its size the ink of a letter may reach beyond its box."""
_LAST = 0x110000
"""One more than the last code of a character."""


class Letter(NamedTuple):
    """One letter of a page.

    Attributes:
        char: The character.
        font: Name of its font.
        size: Size, points.
        x: Where it starts on the baseline, points from the left edge of the page.
        y: The baseline, points from the top edge.
        box: What its ink covers, points: left, top, right, bottom.
    """

    char: str
    font: str
    size: float
    x: float
    y: float
    box: tuple[float, float, float, float]

    @property
    def look(self) -> tuple[str, float]:
        """Font and size."""
        return self.font, self.size


@lru_cache(maxsize=_REMEMBERED)
def letters(pdf: bytes, number: int) -> tuple[Letter, ...]:
    """Return the letters that are printed on page `number` of `pdf`, from 0."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[number]
        tall = page.get_height()
        text = page.get_textpage()  # kept, or pdfium would let go of it
        return tuple(_letters(text.raw, raw, tall))
    finally:
        document.close()


def _letters(text: Any, raw: Any, tall: float) -> Iterator[Letter]:  # noqa: ANN401
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    name, flags = ctypes.create_string_buffer(_NAME), ctypes.c_int()
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        if not 0 < code < _LAST or chr(code).isspace() or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        if right.value <= left.value or top.value <= bottom.value:
            continue
        raw.FPDFText_GetFontInfo(text, at, name, _NAME, flags)
        size = raw.FPDFText_GetFontSize(text, at)
        box = (left.value, tall - top.value, right.value, tall - bottom.value)
        yield Letter(
            chr(code),
            name.value.decode("latin-1"),
            round(size * _QUARTERS) / _QUARTERS,
            x.value,
            tall - y.value,
            box,
        )


def of_field(pdf: bytes, page: Paged, box: tuple[float, float, float, float]) -> tuple[Letter, ...]:
    """Return the letters of a field; `box` is in pixels of the page image."""
    x0, y0, x1, y1 = box
    inside = []
    for letter in letters(pdf, page.source):
        left, top, right, bottom = letter.box
        x, y = placed(page.affine, (left + right) / 2, (top + bottom) / 2)
        if x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1:
            inside.append(letter)
    return tuple(inside)


def placed(affine: Map, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the page is in the image."""
    a, b, c, d, e, f = affine
    return a * x + c * y + e, b * x + d * y + f


def pixels_of(both: Pair, page: Paged, letter: Letter) -> tuple[float, float, float, float]:
    """Return the pixels of the pair that the ink of a letter covers."""
    rim = _RIM * letter.size
    left, top, right, bottom = letter.box
    corners = [
        placed(page.affine, x, y)
        for x in (left - rim, right + rim)
        for y in (top - rim, bottom + rim)
    ]
    xs = [x * both.scale + both.margin for x, _ in corners]
    ys = [y * both.scale + both.margin for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def ink_of(both: Pair, page: Paged, letter: Letter) -> tuple[Picture, int, int] | None:
    """Return the ink of a letter, as black as can be, and where it is from the letter's origin.

    Returns:
        The picture at steps of half a pixel, and the steps from the letter's place on the baseline
        to its upper left corner, across and down; None beyond the edge of the page.
    """
    import numpy as np

    x0, y0, x1, y1 = (round(value * FINER) for value in pixels_of(both, page, letter))
    tall, wide = both.clean.shape
    if x0 < 0 or y0 < 0 or x1 >= wide or y1 >= tall:
        return None
    picture = 255.0 - both.clean[y0 : y1 + 1, x0 : x1 + 1].astype(np.float32)
    picture *= 255.0 / max(1.0, float(picture.max()))
    x, y = origin(both, page, letter)
    return picture, x0 - round(x * FINER), y0 - round(y * FINER)


def origin(both: Pair, page: Paged, letter: Letter) -> tuple[float, float]:
    """Return the pixel of the pair where a letter starts on the baseline."""
    x, y = placed(page.affine, letter.x, letter.y)
    return x * both.scale + both.margin, y * both.scale + both.margin
