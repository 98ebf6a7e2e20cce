"""Pages scanned at a low resolution."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Resample, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Resolution


@operator(
    SCAN,
    evidence="https://tesseract-ocr.github.io/tessdoc/ImproveQuality.html: at least 300 dpi is "
    "asked for",
    ladder=(Resolution(90), Resolution(75), Resolution(66), Resolution(58), Resolution(51)),
    version=2,
    nested=False,
)
def low_resolution(scan: Scan, level: Resolution, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages scanned at a low resolution and enlarged again.

    What it does:
        Samples the page images down and up again, always below the resolution of the scan.

    In the wild:
        Screen shots, thumbnails, scans to mail at the smallest setting.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        an image at 150 dpi → the image sampled at 51 dpi and enlarged (severity 5)
    """
    yield Resample(key="resolution", dpi=min(float(level.dpi), round(0.9 * scan.dpi, 2)))
