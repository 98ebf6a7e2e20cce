"""Page images with a text layer."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import LayText
from chaosdocs.operators.scan.levels import ONCE, Once


@operator(
    SCAN,
    evidence="sandwich PDFs of office scanners",
    ladder=ONCE,
    nested=False,
)
def ocr_layer(scan: Scan, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """Put an invisible text layer over the page images, an honest one.

    What it does:
        Every text that is in the image stands in the layer, at its place.

    In the wild:
        Scanners and archives that run OCR on the way in.

    Effect on truth:
        Preserved; the text channel says what the eye sees.

    Example:
        >>> ocr_layer.stage.name
        'scan'
    """
    if scan.layer != "none":
        yield Skip("there is a text layer already")
        return
    yield LayText(key="layer")
