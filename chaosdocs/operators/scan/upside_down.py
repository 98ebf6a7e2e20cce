"""Pages that lie upside down."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Rate, Rng, Scan, Skew, Skip, operator, rates, take


@operator(
    SCAN,
    evidence="openpaperwork/paperwork#101; ocrmypdf/OCRmyPDF#581",
    exempt={
        "falling": "tesseract does not read a page that is not turned back",
        "distinct": "a document has few pages, so small shares are one page each",
    },
    ladder=rates([0.2, 0.4, 0.6, 0.8, 1.0]),
    nested=True,
)
def upside_down(scan: Scan, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with some pages upside down.

    What it does:
        Turns whole pages by 180 degrees.

    In the wild:
        Stacks fed the wrong way round, duplex scans of calendars.

    Effect on truth:
        Preserved.

    Example:
        five upright pages → three upright pages and two that stand on their heads
    """
    for page in take(scan.pages, level.rate, rng, str):
        yield Skew(key=f"page {page + 1}", page=page, angle=180.0)
