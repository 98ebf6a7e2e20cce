"""Page images with a text layer."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, LayText, Once, Rng, Scan, Skip, operator


@operator(
    SCAN,
    evidence="axa-group/Parsr#4; ocrmypdf/OCRmyPDF#581",
    exempt={"falling": "the text layer is put over an image that stays as it is"},
    nested=False,
)
def ocr_layer(scan: Scan, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an invisible text layer over its page images, with the same text.

    What it does:
        Puts every text of the image into an invisible layer, at the same place.

    In the wild:
        Scanners and archives that run OCR on the way in.

    Effect on truth:
        Preserved: the text channel has the same text as the image.

    Example:
        a page image → the page image, with its words as invisible text over it
    """
    if scan.layer != "none":
        yield Skip("there is a text layer already")
        return
    yield LayText(key="layer")
