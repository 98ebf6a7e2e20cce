"""Pages that were compressed as JPEG too often."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Jpeg, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Compression


@operator(
    SCAN,
    evidence="arXiv:1903.12261: JPEG compression; ITU-T T.81",
    ladder=(
        Compression(60, 1),
        Compression(40, 2),
        Compression(30, 3),
        Compression(20, 4),
        Compression(12, 5),
    ),
    nested=False,
)
def jpeg_artifacts(scan: Scan, level: Compression, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages compressed several times over.

    What it does:
        JPEG at a low quality; between generations the blocks shift.

    In the wild:
        Scans that are mailed, printed to PDF and archived again.

    Effect on truth:
        Preserved where the legibility meter finds the field legible, gone where it finds it
        illegible; in between it is not scored.

    Example:
        a clean page image → the image after five rounds of JPEG at quality 12 (severity 5)
    """
    yield Jpeg(key="jpeg", quality=level.quality, times=level.times)
