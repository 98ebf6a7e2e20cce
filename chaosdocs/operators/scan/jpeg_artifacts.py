"""Pages that were compressed as JPEG too often."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Jpeg, Rng, Scan, Skip, operator
from chaosdocs.operators.scan.levels import Compression


@operator(
    SCAN,
    evidence="arXiv:1903.12261: JPEG compression; ITU-T T.81",
    ladder=(
        Compression(20, 3),
        Compression(10, 3),
        Compression(6, 3),
        Compression(5, 3),
        Compression(4, 3),
    ),
    version=2,
    nested=False,
)
def jpeg_artifacts(scan: Scan, level: Compression, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with pages compressed as JPEG several times.

    What it does:
        Compresses the page as JPEG at a low quality, several times. The blocks shift between the
        generations.

    In the wild:
        Scans that are mailed, printed to PDF and archived again.

    Effect on truth:
        Preserved if the legibility meter finds the field legible, gone if it finds the field
        illegible. In between the field is not scored.

    Example:
        a clean page image → the image after three rounds of JPEG at quality 4 (severity 5)
    """
    yield Jpeg(key="jpeg", quality=level.quality, times=level.times)
