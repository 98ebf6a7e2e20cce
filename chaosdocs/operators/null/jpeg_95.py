"""A scan that was compressed once more, so little that nobody sees it."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rng, Scan, Skip, operator
from chaosdocs.documents.scan import Jpeg
from chaosdocs.operators.null.levels import Same


@operator(
    SCAN,
    evidence="archives and viewers that save images again at their best quality",
    ladder=(Same(), Same(), Same(), Same(), Same()),
)
def jpeg_95(scan: Scan, level: Same, rng: Rng) -> Iterator[Edit | Skip]:
    """Compress the pages of a clean scan once, at quality 95.

    What it does:
        JPEG at quality 95. Every severity is the same, so a design takes one of them.

    In the wild:
        A scan that was opened and saved.

    Effect on truth:
        None. What a reader changes here hangs on pixels that nobody sees; the score prints it as
        a floor.

    Example:
        >>> jpeg_95.stage.name
        'scan'
    """
    yield Jpeg(key="jpeg", quality=95, times=1)
