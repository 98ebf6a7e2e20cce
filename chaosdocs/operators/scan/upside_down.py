"""Pages that lie upside down."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rate, Rng, Scan, Skip, operator, rates, take
from chaosdocs.documents.scan import Skew


@operator(
    SCAN,
    evidence="operators S02; mixed orientation in one batch",
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    nested=True,
)
def upside_down(scan: Scan, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """Turn a share of the pages by half a turn.

    What it does:
        Turns whole pages; the image is not turned back.

    In the wild:
        Stacks fed the wrong way round, duplex scans of calendars.

    Effect on truth:
        Preserved.

    Example:
        >>> upside_down.stage.name
        'scan'
    """
    for page in take(scan.pages, level.rate, rng, str):
        yield Skew(key=f"page {page + 1}", page=page, angle=180.0)
