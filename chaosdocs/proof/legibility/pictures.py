"""Pictures of pages for the legibility meter, by pdfium: a scan, and the page on the glass."""

from __future__ import annotations

import ctypes
import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PIXELS = 120_000_000
"""Largest picture that is drawn."""

FINER = 2
"""Steps of the clean page for one pixel."""
_FINEST = 4
"""How much larger the clean page is drawn before it is averaged: pdfium puts letters at whole
pixels unless they are large."""
_REMEMBERED = 4
"""Pages from the glass that are kept, each some 10 MB."""
Map = tuple[float, float, float, float, float, float]
"""x' = a x + c y + e, y' = b x + d y + f."""


class Paged(Protocol):
    """How a page image came from a page: its number there, points to pixels, and its size."""

    @property
    def source(self) -> int:
        """Number of the page in the source, from 0."""
        ...

    @property
    def affine(self) -> Map:
        """Points of the source page to pixels of the image."""
        ...

    @property
    def width(self) -> int:
        """Pixels."""
        ...

    @property
    def height(self) -> int:
        """Pixels."""
        ...


class Pair(NamedTuple):
    """The same page twice in the same pixels, with `margin` more on every side.

    Attributes:
        clean: As it lay on the glass, at steps of half a pixel: the pixel in row y and column x is
            at [2y, 2x].
        seen: As it is in the scan; the margin is paper.
        margin: Pixels.
        scale: Pixels here for one pixel of the scan.
    """

    clean: NDArray[np.uint8]
    seen: NDArray[np.uint8]
    margin: int
    scale: int


def pair(
    scan: Any,  # noqa: ANN401
    number: int,
    clean: bytes,
    page: Paged,
    *,
    scale: int,
    margin: int,
) -> Pair:
    """Draw page `number` of a scan and the page that it was made from.

    Args:
        scan: The scan, a `pypdfium2.PdfDocument`.
        number: Page in it, from 0.
        clean: What lay on the glass, a PDF.
        page: How the one became the other.
        scale: Pixels to draw for one pixel of the scan.
        margin: How far beyond the scan's edges to draw what lay on the glass, pixels drawn.

    Raises:
        ValueError: The picture would be too large.
    """
    import numpy as np

    wide, tall = page.width * scale, page.height * scale
    shape = (tall + 2 * margin, wide + 2 * margin)
    if shape[0] * shape[1] > MOST_PIXELS:
        raise ValueError(f"a picture of {shape[1]} x {shape[0]} pixels")
    seen = np.full(shape, 255, np.uint8)
    seen[margin : margin + tall, margin : margin + wide] = _drawn(scan, number, wide, tall)
    a, b, c, d, e, f = (value * scale for value in page.affine)
    moved = (a, b, c, d, e + margin, f + margin)
    return Pair(_lain(clean, page.source, moved, shape), seen, margin, scale)


@lru_cache(maxsize=_REMEMBERED)
def _lain(pdf: bytes, number: int, affine: Map, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """What lay on the glass at steps of half a pixel; most scans of a page differ elsewhere."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        out = _averaged(_reduced(_mapped(document, number, affine, shape)))
    finally:
        document.close()
    out.flags.writeable = False
    return out


def drawn(scan: bytes) -> list[NDArray[np.uint8]]:
    """Return the page images of a scan, each in its own pixels."""
    import pypdfium2

    document = pypdfium2.PdfDocument(scan)
    try:
        out = []
        for number in range(len(document)):
            page = document[number]
            image = next(iter(page.get_objects(max_depth=1)))
            wide, tall = image.get_px_size()
            out.append(_drawn(document, number, wide, tall))
        return out
    finally:
        document.close()


def upright(
    both: Pair, box: tuple[float, float, float, float], page: Paged, rim: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return columns and rows of the pixels under a box as it stood upright on the glass.

    The box in the image is the upright one around a turned one; turned back, its neighbours fall
    out of it. `rim` pixels around the upright box are added on every side.
    """
    import numpy as np

    x0, y0, x1, y1 = (value * both.scale + both.margin for value in box)
    a, b, c, d, _e, _f = page.affine
    unit = math.sqrt(abs(a * d - b * c))
    cos_x, sin_x, cos_y, sin_y = a / unit, b / unit, d / unit, c / unit
    across, down = x1 - x0, y1 - y0
    flat = abs(cos_x * cos_y) - abs(sin_x * sin_y)
    wide = (across * abs(cos_y) - down * abs(sin_y)) / flat if abs(flat) > 0.2 else across  # noqa: PLR2004
    tall = (down * abs(cos_x) - across * abs(sin_x)) / flat if abs(flat) > 0.2 else down  # noqa: PLR2004
    columns, rows = max(4, round(wide)), max(4, round(tall))
    u = np.arange(-rim, columns + rim) - (columns - 1) / 2
    v = np.arange(-rim, rows + rim)[:, None] - (rows - 1) / 2
    xs = np.floor((x0 + x1) / 2 + u * cos_x + v * sin_y)
    ys = np.floor((y0 + y1) / 2 + u * sin_x + v * cos_y)
    return xs.astype(np.int64), ys.astype(np.int64)


def _reduced(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean of every two by two pixels, in half as many rows and columns."""
    import numpy as np

    wide = np.add(image[::2], image[1::2], dtype=np.uint16)
    return _quarter(wide[:, ::2], wide[:, 1::2])


def _averaged(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean of every two by two pixels, at every place: what a pixel there would see."""
    import numpy as np

    wide = np.add(image[:-1], image[1:], dtype=np.uint16)
    return _quarter(wide[:, :-1], wide[:, 1:])


def _quarter(one: NDArray[np.uint16], other: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """A quarter of both together, rounded."""
    import numpy as np

    both = one + other
    both += 2
    both >>= 2
    return both.astype(np.uint8)


def _drawn(pdf: Any, number: int, wide: int, tall: int) -> NDArray[np.uint8]:  # noqa: ANN401
    """The page stretched to so many pixels."""
    import pypdfium2.raw as pdfium

    with _Canvas(pdf, number, wide, tall) as canvas:
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(canvas.bitmap, canvas.page, 0, 0, wide, tall, 0, flags)
        return canvas.pixels


def _mapped(pdf: Any, number: int, affine: Map, shape: tuple[int, int]) -> NDArray[np.uint8]:  # noqa: ANN401
    """The page drawn by a map from its points to pixels, `_FINEST` times larger."""
    import pypdfium2.raw as pdfium

    tall, wide = shape[0] * _FINEST, shape[1] * _FINEST
    with _Canvas(pdf, number, wide, tall) as canvas:
        matrix = pdfium.FS_MATRIX(*(value * _FINEST for value in affine))
        clip = pdfium.FS_RECTF(0.0, 0.0, float(wide), float(tall))
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmapWithMatrix(canvas.bitmap, canvas.page, matrix, clip, flags)
        return canvas.pixels


class _Canvas:
    """A grey bitmap over an array, and an open page."""

    def __init__(self, pdf: Any, number: int, wide: int, tall: int) -> None:  # noqa: ANN401
        import numpy as np
        import pypdfium2.raw as pdfium

        stride = (wide + 3) // 4 * 4
        self._grey = np.full((tall, stride), 255, np.uint8)
        self._wide = wide
        self._page = pdf[number]
        pointer = self._grey.ctypes.data_as(ctypes.c_void_p)
        self.bitmap = pdfium.FPDFBitmap_CreateEx(
            wide, tall, pdfium.FPDFBitmap_Gray, pointer, stride
        )
        self.page = self._page.raw

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        import pypdfium2.raw as pdfium

        pdfium.FPDFBitmap_Destroy(self.bitmap)
        self._page.close()

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """What has been drawn."""
        out: NDArray[np.uint8] = self._grey[:, : self._wide]
        return out
