"""The FreeType witness: the expected text drawn with the known fonts, laid over the page's picture.

pdfium draws small text from glyph pictures at whole pixels. Each glyph is drawn here by FreeType
through Pillow, put where the box says that it stands, and compared cell by cell: 1.234,56 and
1.284,56 differ in one cell.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from chaosdocs.foundation.quickly import quickly
from chaosdocs.foundation.sums import added
from chaosdocs.proof.ink.glyphs import advance, font_of, glyph_of
from chaosdocs.proof.ink.widths import by_width, narrowest, widths_of
from chaosdocs.proof.places import Box
from chaosdocs.proof.reading.right_to_left import as_drawn

_ASCENT = 0.8
_HEIGHT = 1.02
_DESCENT = 0.2
_ALIKE = ("0123456789OQDIlSBZG", ".,:;'", "-=+~", "|!iIl1")
"""Characters that are taken for one another."""
_CLEARLY = 0.8
"""A look-alike fits better only where so much of the difference is left."""
_CLEAR = 0.18
"""A cell that differs by less shows its character, and no other comes near."""
_SMALLEST = 0.08
"""Ink that a point is taken to have, em squares: its neighbours touch its cell."""
_WORST = 0.65
"""Most ink of a cell that may be missing or too much, as a share of what is expected."""
_BEATEN = 0.8
"""Another character is what is there where its difference is so much of the expected one's."""
_SIDES = (0, -1, 1)
"""How far a glyph is laid from its place, pixels."""
_EDGE = 32.0
_FLOOR = 40.0
"""Ink that never counts, grey levels times pixels: a point is only a few pixels."""
_FAINTEST = 25.0
"""Least contrast that is seen, grey levels."""
_SHORT = 2.5
"""How far from its end the ink of the last character is looked for, pixels."""
_FULL_ROW = 0.97
_SQUEEZED = 1.5


@quickly
@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a drawn line fits the page.

    Attributes:
        worst: The largest difference of a cell, as a share of its ink; small is like.
        at: The character of that cell.
        contrast: How dark the ink is against the ground, grey levels.
        font: The font that fits best.
        typical: The difference of the middle one of the cells: small in the right font.
    """

    worst: float
    at: str = ""
    contrast: float = 0.0
    font: str = ""
    typical: float = math.inf

    @property
    def alike(self) -> bool:
        """Whether every cell shows the expected character, and can be seen."""
        return self.worst <= _WORST and self.contrast >= _FAINTEST


_Placed = tuple[str, NDArray[np.float32], int, int, int]
"""A character, its glyph, the column of its origin, and where the glyph starts from there."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A glyph, where its origin lies in the compared part of the page, and its columns there."""

    char: str
    font: str
    px: float
    glyph: NDArray[np.float32]
    x: int
    y: int
    dx: int
    dy: int
    first: int
    last: int


def alike(picture: NDArray[np.uint8], text: str, box: Box) -> bool:
    """Return whether `text`, drawn in the best of the known fonts, is what is in `box`.

    The same as `likeness(...).alike`, and cheaper where it is not.
    """
    return likeness(picture, text, box, thorough=False).alike


def likeness(picture: NDArray[np.uint8], text: str, box: Box, *, thorough: bool = True) -> Likeness:
    """Return how well `text`, drawn in the best of the known fonts, fits what is in `box`.

    Args:
        picture: The page, grey.
        text: What should be there, on one line.
        box: Where, in pixels: from 0.8 above the baseline to 0.22 below it, in font sizes.
        thorough: Whether to look in what is not alike for the character that is worst of all.
    """
    best = Likeness(math.inf)
    text = as_drawn(text)
    size = (box[3] - box[1]) / _HEIGHT
    for font, drawn in by_width(text, (box[2] - box[0]) / size):
        for widths in widths_of(font, drawn):
            found = _compared(picture, drawn, box, font, widths, thorough=thorough)
            if found.alike and found.typical <= _CLEAR:
                return found
            best = min(best, found, key=lambda like: like.typical)
    return best


def too_long(text: str, box: Box) -> bool:
    """Whether `text` on one line would be far wider than its box: it runs over several."""
    size = (box[3] - box[1]) / _HEIGHT
    return narrowest(as_drawn(text)) * size > _SQUEEZED * (box[2] - box[0])


def ink(picture: NDArray[np.uint8], box: Box) -> float:
    """Return the contrast in a box of pixels, grey levels: 0 where nothing is drawn."""
    crop = _crop(picture, box)
    return float(crop.max()) - float(crop.min()) if crop.size else 0.0


def reaches(picture: NDArray[np.uint8], text: str, box: Box, font: str) -> bool:
    """Whether there is ink up to where that of a line's last character ends: it is not cut off."""
    text = as_drawn(text)
    last = text.rstrip()[-1]
    px = round((box[3] - box[1]) / _HEIGHT * 20) / 20
    spaces = added(advance(font, char) for char in text[len(text.rstrip()) :])
    glyph, dx, _ = glyph_of(font_of(font, last), px, last)
    end = box[2] - (spaces + advance(font, last)) * px + dx + glyph.shape[1]
    near = (end - _SHORT, box[1], end + 1, box[3])
    return ink(picture, near) >= _FAINTEST


def same_pixels(one: NDArray[np.uint8], box: Box, other: NDArray[np.uint8], other_box: Box) -> bool:
    """Whether two pages show the same in two boxes, pixel by pixel, and show anything."""
    first, second = _crop(one, box), _crop(other, other_box)
    if first.shape != second.shape or not first.size:
        return False
    pixels = first.tobytes()
    return pixels == second.tobytes() and pixels.count(pixels[:1]) < len(pixels)


def _crop(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    x0, y0, x1, y1 = box
    left, top = max(0, math.floor(x0 + 0.5)), max(0, math.floor(y0 + 0.5))
    right, bottom = max(0, math.floor(x1 + 0.5)), max(0, math.floor(y1 + 0.5))
    return picture[top:bottom, left:right]


def _compared(
    picture: NDArray[np.uint8],
    text: str,
    box: Box,
    font: str,
    widths: Sequence[float],
    *,
    thorough: bool,
) -> Likeness:
    left, top = math.floor(box[0]) - 3, math.floor(box[1]) - 3
    right, bottom = math.ceil(box[2]) + 4, math.ceil(box[3]) + 4
    if left < 0 or top < 0 or bottom > picture.shape[0] or right > picture.shape[1]:
        return Likeness(math.inf)
    crop = picture[top:bottom, left:right]
    looked = (
        crop.tobytes(),
        crop.shape,
        text,
        font,
        tuple(widths),
        thorough,
        *_from_corner(box, left, top),
    )
    if looked not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[looked] = _drawn_over(
            crop, text, (left, top), box, font=font, widths=widths, thorough=thorough
        )
    return _KNOWN[looked]


_KNOWN: dict[tuple[object, ...], Likeness] = {}
"""Texts over the same pixels: on the pages of a damaged document most are those of its twin."""
_MOST_KNOWN = 4096


def _from_corner(box: Box, left: int, top: int) -> Box:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _drawn_over(
    crop: NDArray[np.uint8],
    text: str,
    corner: tuple[int, int],
    box: Box,
    *,
    font: str,
    widths: Sequence[float],
    thorough: bool,
) -> Likeness:
    """Return how like its pixels a text is when it is drawn over them."""
    left, top = corner
    size = (box[3] - box[1]) / _HEIGHT
    px = round(size * 20) / 20
    advances = [width * px for width in widths]
    slack = (box[2] - box[0]) - added(advances)
    spaced = len(text) > 1 and abs(slack) > 1 + len(text) * px / 1000
    gap = slack / (len(text) - 1) if spaced else 0.0
    seen = crop.astype(np.float32)
    base = math.floor((box[1] + _ASCENT * size) + 0.5) - top
    drawn = np.zeros_like(seen)
    cells: list[_Placed] = []
    starts = [box[0] - left + at for at in accumulate([a + gap for a in advances], initial=0.0)]
    for char, at in zip(text, _whole_pixels(starts[:-1]), strict=True):
        glyph, dx, dy = glyph_of(font_of(font, char), px, char)
        if glyph.size:
            _stamp(drawn, glyph, at + dx, base + dy)
            cells.append((char, glyph, at, dx, dy))
    rows = np.flatnonzero(drawn.max(axis=1))
    if not rows.size:
        return Likeness(math.inf)
    there = np.abs(seen - _ground(crop))
    start = max(int(rows[0]) - 1, 0)
    end = max(int(rows[-1]), base + math.ceil(_DESCENT * px)) + 2
    there, drawn = _without_rules(there[start:end], drawn[start:end])
    dark = float(there.max()) / float(drawn.max())
    if dark * 255 < _FAINTEST:
        return Likeness(math.inf, contrast=dark * 255)
    like = Likeness(0.0, "", dark * 255, font)
    return _worst(there / dark, drawn, cells, like, px=px, base=base - start, thorough=thorough)


def _ground(crop: NDArray[np.uint8]) -> float:
    """Return the middle grey level: of white paper without putting all pixels in order."""
    lightest = crop.max()
    if 2 * np.count_nonzero(crop == lightest) > crop.size:
        return float(lightest)
    return float(np.median(crop))


def _worst(
    there: NDArray[np.float32],
    drawn: NDArray[np.float32],
    cells: Sequence[_Placed],
    like: Likeness,
    *,
    px: float,
    base: int,
    thorough: bool,
) -> Likeness:
    """Return the worst cell.

    One that does not fit at once is laid over the page a pixel to every side, and beside it the
    characters that it could be taken for; where one of those fits better, it is what is there. If
    not thorough, these are left out where a cell fits so badly that no more need be known.
    """
    off = [0.0, *np.abs(there - drawn).sum(axis=0).cumsum().tolist()]
    full = [0.0, *drawn.sum(axis=0).cumsum().tolist()]
    width = there.shape[1]
    shares = []
    doubtful: dict[int, tuple[_Cell, NDArray[np.bool_]]] = {}
    for number, (char, glyph, x, dx, dy) in enumerate(cells):
        left, right = x + dx - 1, x + dx + glyph.shape[1] + 1
        first = min(max(left, 0), width)
        last = max(first, min(right, width))
        share = max(0.0, off[last] - off[first] - _FLOOR) / max(full[last] - full[first], 1.0)
        if share > _CLEAR:
            cell = _Cell(char, like.font, px, glyph, x, base, dx, dy, left, right)
            near = _near(drawn, cell)
            share = _nearest(there, near, cell, char, enough=_CLEAR)
            if _CLEAR < share <= _WORST:
                doubtful[number] = cell, near
        shares.append(share)
    typical = sorted(shares)[len(shares) // 2]
    if not thorough and max(shares) > _WORST:
        return Likeness(max(shares), "", like.contrast, like.font, typical)
    worst, at = 0.0, ""
    for number, share in enumerate(shares):
        beaten = number in doubtful and _beaten(there, *doubtful[number], share)
        if beaten or share > worst:
            worst, at = (math.inf if beaten else share), cells[number][0]
        if beaten and not thorough:
            break
    return Likeness(worst, at, like.contrast, like.font, typical)


def _near(drawn: NDArray[np.float32], cell: _Cell) -> NDArray[np.bool_]:
    """Return where the neighbours of a cell have ink, or nearly."""
    rest = drawn.copy()
    _unstamp(rest, cell)
    near = rest > 0
    near[:, 1:] |= near[:, :-1]
    near[:, :-1] |= near[:, 1:]
    return near


def _beaten(there: NDArray[np.float32], cell: _Cell, near: NDArray[np.bool_], mine: float) -> bool:
    """Whether another character fits clearly better where a cell differs by `mine`."""
    rivals = next((group for group in _ALIKE if cell.char in group), "")
    clearly = _CLEARLY * mine
    return any(
        _nearest(there, near, cell, rival, enough=clearly) <= clearly
        for rival in f"{rivals} "
        if rival != cell.char
    )


def _nearest(
    there: NDArray[np.float32], near: NDArray[np.bool_], cell: _Cell, char: str, *, enough: float
) -> float:
    """Return the least difference of `char` in place of the cell, a pixel to every side.

    What its neighbours reach does not count, where it has no ink itself. The search ends where the
    difference is at most `enough`.
    """
    glyph, dx, dy = glyph_of(font_of(cell.font, char), cell.px, char)
    whole = max(float(cell.glyph.sum()), _SMALLEST * 255 * cell.px * cell.px)
    rows, columns = there.shape
    wide = max(0, cell.last - cell.first - 2)
    trials = np.zeros((len(_SIDES), rows, wide), np.float32)
    for trial, y in zip(trials, _SIDES, strict=True):
        _stamp(trial, glyph, cell.x + dx - cell.first - 1, cell.y + dy + y)
    faint = trials < _EDGE
    best = math.inf
    for x in _SIDES:
        left = max(cell.first + 1 + x, 0)
        right = max(left, min(cell.last - 1 + x, columns))
        inside = slice(left - cell.first - 1 - x, right - cell.first - 1 - x)
        off = np.abs(there[:, left:right] - trials[:, :, inside])
        off[near[:, left:right] & faint[:, :, inside]] = 0.0
        best = min(best, max(0.0, float(off.sum(axis=(1, 2)).min()) - _FLOOR) / whole)
        if best <= enough:
            break
    return best


def _unstamp(canvas: NDArray[np.float32], cell: _Cell) -> None:
    top, left = cell.y + cell.dy, cell.x + cell.dx
    height, width = cell.glyph.shape
    part = canvas[max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]
    mine = cell.glyph[max(-top, 0) :, max(-left, 0) :][: part.shape[0], : part.shape[1]]
    part[part <= mine] = 0.0


def _without_rules(
    there: NDArray[np.float32], drawn: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return both without the rows that a ruled line runs through from end to end."""
    dark = (there > there.max() / 3).sum(axis=1) / there.shape[1] >= _FULL_ROW
    if not dark.any() or dark.mean() > 1 / 3:
        return there, drawn
    return there[~dark], drawn[~dark]


def _whole_pixels(starts: list[float]) -> list[int]:
    """Return the pixels at which pdfium puts glyphs that start at `starts`.

    It rounds, and then, from the end, moves a glyph by one where rounding has eaten more than half
    a pixel of the space after it.
    """
    at = [math.floor(start + 0.5) for start in starts]
    for i in range(len(at) - 1, 1, -1):
        if starts[i] - starts[i - 1] - (at[i] - at[i - 1]) > 0.5:  # noqa: PLR2004
            at[i - 1] -= 1
    return at


def _stamp(canvas: NDArray[np.float32], glyph: NDArray[np.float32], x: int, y: int) -> None:
    if x >= 0 and y >= 0:
        part = canvas[y : y + glyph.shape[0], x : x + glyph.shape[1]]
        if part.shape == glyph.shape:  # all of it, as nearly always
            np.maximum(part, glyph, out=part)
            return
    top, left = max(0, -y), max(0, -x)
    part = canvas[max(y, 0) : max(y + glyph.shape[0], 0), max(x, 0) : max(x + glyph.shape[1], 0)]
    if part.size and glyph.size:
        mine = glyph[top : top + part.shape[0], left : left + part.shape[1]]
        np.maximum(part, mine, out=part)
