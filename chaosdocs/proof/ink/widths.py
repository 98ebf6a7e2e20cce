"""How wide a text is in every known font, and in which order they are tried."""

from __future__ import annotations

import math
from functools import lru_cache
from operator import itemgetter

from chaosdocs.foundation.fonts import FONTS
from chaosdocs.foundation.sums import added
from chaosdocs.proof.ink.glyphs import advance, stand_in

_ROUNDINGS = (math.floor, round)
"""pdfium cuts widths down to whole thousandths of the font size; most writers round them."""
_MOST_GAP = 0.9


def by_width(text: str, width: float) -> list[tuple[str, str]]:
    """Return the fonts and what each draws, those in which that is so many sizes wide first."""
    near = [
        (abs(own - width), font, drawn)
        for font, drawn, own in drawn_in_all(text)
        if abs(own - width) <= _MOST_GAP * len(text)
    ]
    return [(font, drawn) for _, font, drawn in sorted(near, key=itemgetter(0))]


@lru_cache(maxsize=512)
def widths_of(font: str, drawn: str) -> tuple[tuple[float, ...], ...]:
    """Return the widths of the characters, in font sizes, in every way that they are rounded."""
    exact = [advance(font, char) * 1000 for char in drawn]
    ways = (tuple(whole(width) / 1000 for width in exact) for whole in _ROUNDINGS)
    return tuple(dict.fromkeys(ways))


@lru_cache(maxsize=20_000)
def _advances(char: str) -> tuple[float, ...]:
    """Return the advance width of a character in every font."""
    return tuple(advance(font, char) for font in FONTS)


@lru_cache(maxsize=512)
def narrowest(text: str) -> float:
    """Return how many sizes wide a text is in the narrowest font."""
    return min([width for _, _, width in drawn_in_all(text)])


@lru_cache(maxsize=512)
def drawn_in_all(text: str) -> tuple[tuple[str, str, float], ...]:
    """Return every font, what it draws for `text`, and how many sizes wide that is."""
    if text and text.isascii():  # nothing stands in for anything: all fonts in one pass
        columns = zip(*map(_advances, text), strict=True)
        return tuple([(font, text, added(each)) for font, each in zip(FONTS, columns, strict=True)])
    out = []
    for font in FONTS:
        drawn = "".join(stand_in(font, char) for char in text)
        out.append((font, drawn, added(advance(font, char) for char in drawn)))
    return tuple(out)
