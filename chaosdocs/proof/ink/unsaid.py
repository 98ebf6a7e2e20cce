"""Ink on a scan that did not lie on the glass: patches that no residue of a step accounts for.

The page that lay on the glass is accounted for by its own statements and labels. What the scan
shows beside it is a stamp, a stain, dirt - or something that nobody declared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from chaosdocs.proof.ink.bars import groups, on_glass, without_bars
from chaosdocs.proof.legibility.pictures import Paged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REACH = 4
"""How far from a letter on the glass its ink in the scan may be, points."""
_CELL = 24
"""Points of a square in which the paper is taken to be of one grey."""
_WHITE = 255
_PAPER = 250
"""Grey of paper on the glass; what is darker is ink."""
_BAND = 200
"""Grey of the bands behind rows on the glass at least."""
_STROKE = 9
"""Pixels of a page on the glass that a stroke of a letter is wide at most; a band is wider."""
_INK = 4
"""Grey levels by which ink on a band is darker than it."""
_FAINTEST = 14.0
"""Grey levels between paper and ink that are taken for ink at least."""
_NOISE = 5.0
"""Ink differs from the paper by so many times the paper's own noise."""
_LEAST = 14
"""Points, squared, that the ink of a patch covers at least."""
_ALIKE = 4
"""Of a point and its eight neighbours so many have ink, or it is a speck."""
_FINE = (1, 2, 4, 2)
"""Reach, area, neighbours, and pixels of a point that is checked, where no step is done to the
image: there a minus counts."""
_COARSE = (_REACH, _LEAST, _ALIKE, 1)
_LAYERED = frozenset({"scan.ocr_layer"})
"""Operators of scans that leave the image as it is."""
_BARS = frozenset({"scan.redacted_field", "scan.redaction_beside"})
"""Operators that leave bars."""
_SPECKS = frozenset({"scan.salt_and_pepper"})
_LEAST_AMONG_SPECKS = 60
_DENSE = 0.2
"""Share of its box that a patch of letters fills at least; specks that are near are no patch."""
_STAIN = (90.0, 45.0)
_STAIN_RIM = 40.0
"""How far a stain reaches beyond the ends of a field, both together, points."""
_OVER_FIELDS: Mapping[str, tuple[float, float]] = {
    "scan.stamped": (150.0, 90.0),
    "scan.coffee_stain": _STAIN,
}
"""Operators that leave a mark over a field, and how wide and tall it is at most, points."""
_BESIDE = frozenset({"scan.stain_beside"})
"""Operators that leave one mark anywhere."""
_SPARSE = 0.13
"""Share of its box that a patch fills at least."""
_EDGE = 6
"""Points at the edges of the image that are not checked: there the glass ends."""


Box = tuple[float, float, float, float]


class Patch(NamedTuple):
    """Ink that was not on the glass: its box in points of the scan's page, and its area."""

    box: Box
    area: float

    @property
    def filled(self) -> float:
        """Share of the box that has ink."""
        return self.area / ((self.box[2] - self.box[0]) * (self.box[3] - self.box[1]))

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


def patches(
    seen: NDArray[np.uint8],
    page_size: tuple[float, float],
    clean: NDArray[np.uint8],
    page: Paged,
    operators: Collection[str],
) -> Iterator[Patch]:
    """Yield the patches of ink that a scan shows and the page on the glass does not.

    Bars are left out where an operator leaves bars.

    Args:
        seen: The scan's page, grey.
        page_size: Its width and height in points.
        clean: The page that lay on the glass, grey.
        page: How the one became the other.
        operators: Names of the operators of the case, without their versions.
    """
    import numpy as np
    from PIL import Image, ImageFilter

    done = {name for name in operators if name.startswith(("scan.", "null."))} - _LAYERED
    reach, least, alike, fine = _COARSE if done else _FINE
    wide, tall = (max(1, round(fine * side)) for side in page_size)
    small = _shrunk(seen, wide, tall)
    dark = clean < _PAPER
    if not done:  # then the grey bands of the glass are those of the scan
        bands = _bands(clean)
        dark = (clean < _BAND) | (bands - clean > _INK)
        small = np.minimum(_WHITE - _laid(bands, page, wide, tall) + small, _WHITE)
    ink_there = Image.fromarray(np.where(dark, 0, _WHITE).astype(np.uint8))
    spread = np.asarray(ink_there.filter(ImageFilter.BoxBlur(2 * reach)))
    expected = _laid(spread, page, wide, tall) < _WHITE
    darker = _paper(small, fine * _CELL) - small
    free = ~expected
    edge = fine * _EDGE
    free[:edge] = free[-edge:] = False
    free[:, :edge] = free[:, -edge:] = False
    noise = float(np.percentile(np.abs(darker[free]), 70)) if free.any() else 0.0
    ink = free & (darker > max(_FAINTEST, _NOISE * noise))
    if _BARS & {*operators}:
        ink = without_bars(ink, free, darker, on_glass(page, wide, tall))
    for ys, xs in groups(ink & (_around(ink) >= alike)):
        corners = (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)
        left, top, right, bottom = (float(corner) / fine for corner in corners)
        patch = Patch((left, top, right, bottom), len(ys) / fine**2)
        if patch.area >= least and patch.filled >= _SPARSE:
            yield patch


def undeclared(
    found: Sequence[Patch], operators: Collection[str], touched: Sequence[Box]
) -> Iterator[Patch]:
    """Yield the patches of a page that are no residue of the operators of its case.

    Args:
        found: The patches; bars are not among them.
        operators: Names of the operators, without their versions.
        touched: Where on the page the touched fields stand, points.
    """
    left = list(found)
    steps = {*operators}
    if _SPECKS & steps:
        left = [p for p in left if p.area >= _LEAST_AMONG_SPECKS and p.filled >= _DENSE]
    for name in sorted(_OVER_FIELDS.keys() & steps):
        left = [p for p in left if not any(_over(p, box, *_OVER_FIELDS[name]) for box in touched)]
    if _BESIDE & steps and left:
        largest = max(left, key=lambda patch: patch.area)
        without = [patch for patch in left if not _over(patch, largest.box, *_STAIN)]
        # a bar that lies on the stain, and is gone with it, leaves the rims of both sides
        left = without if without and not _is_one_mark(left, *_STAIN) else []
    yield from left


def _is_one_mark(found: Sequence[Patch], wide: float, tall: float) -> bool:
    """Whether patches lie within the size of one mark."""
    lefts, tops, rights, bottoms = zip(*(patch.box for patch in found), strict=True)
    return bool(max(rights) - min(lefts) <= wide and max(bottoms) - min(tops) <= tall)


def _over(patch: Patch, box: Box, wide: float, tall: float) -> bool:
    """Whether a patch is part of a mark of a size whose middle is that of a box."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    across = max(wide, box[2] - box[0] + _STAIN_RIM) / 2
    return (
        x - across <= patch.box[0]
        and patch.box[2] <= x + across
        and y - tall / 2 <= patch.box[1]
        and patch.box[3] <= y + tall / 2
    )


def _around(ink: NDArray[np.bool_]) -> NDArray[np.int8]:
    """How many of the nine points around and at each point have ink."""
    import numpy as np

    padded = np.pad(ink.astype(np.int8), 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    out: NDArray[np.int8] = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    return out


def _shrunk(picture: NDArray[np.uint8], wide: int, tall: int) -> NDArray[np.float32]:
    import numpy as np
    from PIL import Image

    return np.asarray(
        Image.fromarray(picture).resize((wide, tall), Image.Resampling.BOX), np.float32
    )


def _laid(picture: NDArray[np.uint8], page: Paged, wide: int, tall: int) -> NDArray[np.float32]:
    """Return what a picture of the glass is in points of the scan's page; around it is white."""
    import numpy as np
    from PIL import Image

    a, b, c, d, e, f = page.affine
    area = a * d - b * c
    x, y = page.width / wide, page.height / tall  # pixels of the image a point of its page
    return np.asarray(
        Image.fromarray(picture).transform(
            (wide, tall),
            Image.Transform.AFFINE,
            tuple(
                2 * value
                for value in (
                    d * x / area, -c * y / area, (c * f - d * e) / area,
                    -b * x / area, a * y / area, (b * e - a * f) / area,
                )
            ),
            fillcolor=_WHITE,
        ),
        np.float32,
    )  # fmt: skip


def _bands(clean: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the page on the glass without what is as thin as letters: paper and grey bands."""
    import numpy as np

    return _spread(_spread(clean, np.maximum), np.minimum)


def _spread(picture: NDArray[np.uint8], most: np.ufunc) -> NDArray[np.uint8]:
    """Give every pixel the most that is found up to half a stroke away, across and down."""
    half = _STROKE // 2
    for turned in (False, True):
        its = picture.T if turned else picture
        out = its.copy()
        for step in range(1, half + 1):
            most(out[step:], its[:-step], out=out[step:])
            most(out[:-step], its[step:], out=out[:-step])
        picture = out.T if turned else out
    return picture


def _paper(grey: NDArray[np.float32], cell: int) -> NDArray[np.float32]:
    """The grey of the paper around every point: the middle of its square, made smooth.

    A square that a bar fills has no paper to see: the median of it and its neighbours counts.
    """
    import numpy as np
    from PIL import Image, ImageFilter

    tall, wide = grey.shape
    rows, columns = -(-tall // cell), -(-wide // cell)
    padded = np.pad(grey, ((0, rows * cell - tall), (0, columns * cell - wide)), "edge")
    squares = padded.reshape(rows, cell, columns, cell).transpose(0, 2, 1, 3)
    middles = np.percentile(squares.reshape(rows, columns, -1), 65, axis=2).astype(np.float32)
    levels = Image.fromarray(np.rint(middles).astype(np.uint8)).filter(ImageFilter.MedianFilter(3))
    large = Image.fromarray(np.asarray(levels, np.float32)).resize(
        (columns * cell, rows * cell), Image.Resampling.BILINEAR
    )
    return np.asarray(large, np.float32)[:tall, :wide]
