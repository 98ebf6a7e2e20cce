"""A batch that lacks a page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Number, Rng, Scan, Skip, numbers, operator, take
from chaosdocs.documents.scan import DropPage


@operator(
    SCAN,
    evidence="operators S32; stacks scanned in a hurry",
    ladder=numbers([1, 1, 2, 2, 3]),
    nested=True,
    exempt={"applicable": "needs two pages"},
)
def missing_page(scan: Scan, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Leave pages out of the batch, never all of them.

    What it does:
        Drops whole pages; the numbers on the others still count them.

    In the wild:
        Two sheets fed at once, a page lost in the copier.

    Effect on truth:
        Gone with the page, seen in a page number that counts it; without one, as if never said.

    Example:
        >>> missing_page.stage.name
        'scan'
    """
    if len(scan.pages) == 1:
        yield Skip("the batch has one page")
        return
    most = min(level.count, len(scan.pages) - 1)
    for page in take(scan.pages, most / len(scan.pages), rng, str):
        yield DropPage(key=f"page {page + 1}", page=page)
