"""Pages scanned at a low resolution."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Resample
from chaosdocs.operators.scan.levels import Resolution


@operator(
    SCAN,
    evidence="tesseract recall .727 at 100 dpi and .182 at 60 dpi, measured",
    ladder=(Resolution(130), Resolution(115), Resolution(105), Resolution(95), Resolution(24)),
    nested=False,
)
def low_resolution(scan: Scan, level: Resolution, rng: Rng) -> Iterator[Edit | Skip]:
    """Scan with few dots an inch, and blow up again.

    What it does:
        Samples the page images down and up; below the scan's own resolution in any case.

    In the wild:
        Screen shots, thumbnails, scans to mail at the smallest setting.

    Effect on truth:
        Preserved where the gauge finds the field legible, gone where it finds it illegible; in
        between it is not scored.

    Example:
        >>> low_resolution.stage.name
        'scan'
    """
    yield Resample(key="resolution", dpi=min(float(level.dpi), round(0.9 * scan.dpi, 2)))
