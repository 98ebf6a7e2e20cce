"""A batch that lacks a page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    SCAN,
    DropPage,
    Edit,
    Number,
    Rng,
    Scan,
    Skip,
    numbers,
    operator,
    take,
)


@operator(
    SCAN,
    evidence="votingworks/vxsuite#7263: two sheets fed at once; alexpevzner/sane-airscan#225",
    ladder=numbers([1, 1, 2, 2, 3]),
    nested=True,
    exempt={
        "applicable": "needs two pages",
        "falling": "its fields are on no page of the batch, so recall is 0 at any level",
        "distinct": "a document has few pages",
    },
    packets=False,
)
def missing_page(scan: Scan, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with missing pages.

    What it does:
        Removes whole pages. The page numbers on the other pages still count them.

    In the wild:
        Two sheets fed at once, a page lost in the copier.

    Effect on truth:
        The values on the page are gone. If a page number shows that a page is missing, the value is
        unanswerable; otherwise it is absent.

    Example:
        pages 1, 2 and 3 of 3 → pages 1 and 3 of 3
    """
    if len(scan.pages) == 1:
        yield Skip("the batch has one page")
        return
    most = min(level.count, len(scan.pages) - 1)
    for page in take(scan.pages, most / len(scan.pages), rng, str):
        yield DropPage(key=f"page {page + 1}", page=page)
