"""Pages that were compressed as JPEG too often."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Jpeg
from chaosdocs.operators.scan.levels import Compression


@operator(
    SCAN,
    evidence="Augraphy JPEG; generation loss in DMS exports",
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
    """Compress every page, several times over.

    What it does:
        JPEG at a low quality; between generations the blocks shift.

    In the wild:
        Scans that are mailed, printed to PDF and archived again.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> jpeg_artifacts.stage.name
        'scan'
    """
    yield Jpeg(key="jpeg", quality=level.quality, times=level.times)
