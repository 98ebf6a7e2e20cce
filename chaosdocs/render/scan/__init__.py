"""Scans: a PDF's pages as grey images with everything that happens to paper and sensors.

Every effect works on whole numbers: the pixels do not depend on the processor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaosdocs.documents.rendered import Rendered, ScannedPage

if TYPE_CHECKING:
    from chaosdocs.documents.scan import Scan
    from chaosdocs.render.scan.container import Sheet, Word
    from chaosdocs.render.scan.scanner import Frame

QUALITY = 88
"""JPEG quality of a scanner that was not told to save space."""


def scan(document: Scan, source_pdf: bytes) -> Rendered:
    """Return `document` as a PDF of page images.

    Args:
        document: What is scanned and what happens to it.
        source_pdf: The PDF that is scanned; its pages are those of ``document.source``.

    Returns:
        The PDF ``document.pdf``, where every statement stands in pixels of the page images, and
        the map from the points of each source page to the pixels of its image.
    """
    from chaosdocs.render.scan.container import bind
    from chaosdocs.render.scan.effects import run, turn_of
    from chaosdocs.render.scan.engines import mupdf
    from chaosdocs.render.scan.places import layer, loci
    from chaosdocs.render.scan.scanner import lay

    pymupdf = mupdf()
    pages: list[ScannedPage] = []
    sheets: list[Sheet] = []
    with pymupdf.open(stream=source_pdf, filetype="pdf") as source:
        for number in document.pages:
            turn = turn_of(document.effects, number)
            frame = lay(source[number], number, dpi=document.dpi, turn=turn)
            pymupdf.TOOLS.store_shrink(100)
            for effect in document.effects:
                if effect.page in {None, number}:
                    run(frame, effect)
            page = ScannedPage(
                source=number, affine=frame.affine, width=frame.width, height=frame.height
            )
            pages.append(page)
            sheets.append(_sheet(frame, layer(document, page) if document.layer == "text" else ()))
    return Rendered(
        name="document.pdf",
        media_type="application/pdf",
        data=bind(sheets),
        loci=loci(document, tuple(pages)),
        scan=tuple(pages),
    )


def _sheet(frame: Frame, words: tuple[Word, ...]) -> Sheet:
    import numpy as np

    from chaosdocs.render.scan.container import Sheet
    from chaosdocs.render.scan.effects import encoded

    if frame.bitonal:
        data = np.packbits(frame.image > 127, axis=1).tobytes()  # noqa: PLR2004 - half grey
    else:
        data = frame.jpeg or encoded(frame.image, QUALITY).tobytes()
    return Sheet(
        data=data,
        bits=1 if frame.bitonal else 8,
        width=frame.width,
        height=frame.height,
        dpi=frame.dpi,
        words=words,
    )
