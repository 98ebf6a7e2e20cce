"""Glyphs of the known fonts as FreeType draws them, through Pillow."""

from __future__ import annotations

import io
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from chaosdocs.foundation.fonts import FALLBACKS, STAND_INS, font_bytes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FINE = 4
"""Glyphs are drawn so many times larger, and averaged."""
_RULER = 16_000


@lru_cache(maxsize=64)
def _face(font: str, size: float) -> Any:  # noqa: ANN401 - Pillow is imported late
    from PIL import ImageFont

    return ImageFont.truetype(
        io.BytesIO(font_bytes(font)), size, layout_engine=ImageFont.Layout.BASIC
    )


@lru_cache(maxsize=20_000)
def advance(font: str, char: str) -> float:
    """Return the advance width of a character, in font sizes."""
    return float(_face(font_of(font, char), _RULER).getlength(char)) / _RULER + 1e-6


@lru_cache(maxsize=20_000)
def font_of(font: str, char: str) -> str:
    """Return the font that a character is drawn in: `font`, or the first that has it."""
    return next((each for each in (font, *FALLBACKS) if char.isspace() or has(each, char)), font)


@lru_cache(maxsize=20_000)
def has(font: str, char: str) -> bool:
    """Whether a font has a glyph for a character."""
    face = _face(font, 16)
    return bytes(face.getmask(char)) != bytes(face.getmask("\uffff"))


def stand_in(font: str, char: str) -> str:
    """Return the character whose glyph a font draws for another: mostly itself."""
    like = STAND_INS.get(char)
    return char if like is None or has(font, char) else like


@lru_cache(maxsize=20_000)
def glyph_of(font: str, px: float, char: str) -> tuple[NDArray[np.float32], int, int]:
    """Return a glyph's picture and where it starts from the origin on the baseline."""
    import numpy as np
    from PIL import Image, ImageDraw

    pad = math.ceil(px) + 2
    image = Image.new("L", (3 * pad * _FINE, 2 * pad * _FINE), 0)
    origin = (pad * _FINE, int(1.4 * pad) * _FINE)
    ImageDraw.Draw(image).text(origin, char, fill=255, font=_face(font, px * _FINE), anchor="ls")
    small = np.asarray(image.reduce(_FINE), np.float32)
    rows, columns = np.flatnonzero(small.max(axis=1)), np.flatnonzero(small.max(axis=0))
    if not rows.size:
        return np.zeros((0, 0), np.float32), 0, 0
    top, left = int(rows[0]), int(columns[0])
    return (
        small[top : rows[-1] + 1, left : columns[-1] + 1].copy(),  # lets go of the empty canvas
        left - pad,
        top - int(1.4 * pad),
    )
