"""The scanner: a page of a PDF becomes a grey image, turned as it lay on the glass."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from chaosdocs.documents.geometry import Affine, Box, moved, scaled, turned
from chaosdocs.render.scan.engines import mupdf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey: TypeAlias = NDArray[np.uint8]

POINTS = 72.0
"""Points an inch."""


@dataclass(slots=True)
class Frame:
    """A page image on its way, rewritten by one effect after the other.

    Attributes:
        image: Rows of grey pixels, 0 is black. An effect may write into it.
        affine: Points of the source page to pixels of the image.
        dpi: Pixels an inch of the source page, the same across and down.
        page: Number of the source page.
        size: Width and height of the source page, points.
        turn: Degrees that it lies turned, clockwise.
        jpeg: The image as JPEG where its last effect was to compress it; `image` is then as it
            was before.
        bitonal: Whether it is black and white only.
    """

    image: Grey
    affine: Affine
    dpi: float
    page: int
    size: tuple[float, float]
    turn: float = 0.0
    jpeg: bytes | None = None
    bitonal: bool = False

    @property
    def height(self) -> int:
        """Rows of the image."""
        return int(self.image.shape[0])

    @property
    def width(self) -> int:
        """Columns of the image."""
        return int(self.image.shape[1])

    def pixels(self, points: float) -> float:
        """Return how many pixels a length of `points` is."""
        return points * self.dpi / POINTS

    def corners(self, box: Box) -> list[tuple[float, float]]:
        """Return where the corners of a box of the source page are, in order around it."""
        x0, y0, x1, y1 = box
        return [self.affine.point(x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]


def lay(page: Any, number: int, *, dpi: float, turn: float) -> Frame:  # noqa: ANN401
    """Return the image of a `pymupdf.Page` that lies on the glass turned by `turn` degrees.

    The turn is part of the map that the page is drawn with, so it blurs nothing. The image holds
    the whole page, its corners too.
    """
    import numpy as np

    pymupdf = mupdf()
    rect = page.rect
    drawn = scaled(dpi / POINTS).then(turned(turn, (0.0, 0.0)))
    pixmap = page.get_pixmap(
        matrix=pymupdf.Matrix(*drawn), colorspace=pymupdf.csGRAY, alpha=False, annots=True
    )
    rows = np.frombuffer(pixmap.samples_mv, np.uint8).reshape(pixmap.height, pixmap.stride)
    image = rows[:, : pixmap.width].copy()
    affine = drawn.then(moved(-pixmap.x, -pixmap.y))
    return Frame(image, affine, dpi, number, (float(rect.width), float(rect.height)), turn)


def quarter(turn: float) -> int:
    """Return how many quarter turns clockwise come nearest to `turn` degrees, 0 to 3.

    Example:
        >>> quarter(2.5), quarter(178), quarter(-90)
        (0, 2, 3)
    """
    return math.floor(turn / 90 + 0.5) % 4
