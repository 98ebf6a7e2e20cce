"""Pages as images, for readers that see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def page_images(path: Path, dpi: int) -> Iterator[bytes]:
    """Yield every page of a PDF as PNG.

    Args:
        path: The document.
        dpi: Resolution of the images.
    """
    import pymupdf

    with pymupdf.open(path) as document:  # type: ignore[no-untyped-call]
        for page in document:
            yield page.get_pixmap(dpi=dpi).tobytes("png")
