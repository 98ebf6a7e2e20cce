"""A content stream in another order than the page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    PAGES,
    Edit,
    OrderRuns,
    PdfDocument,
    Rate,
    Rng,
    Run,
    Skip,
    operator,
    rates,
    take,
)


@operator(
    PAGES,
    evidence="mozilla/pdf.js#17191; pymupdf/PyMuPDF#2944; yob/pdf-reader#181",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
    media=("pdf",),
)
def shuffled_stream(pages: PdfDocument, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with text in another order in the content stream than on the page.

    What it does:
        Moves a share of the text runs to the end of the content stream, in random order. The page
        looks exactly the same.

    In the wild:
        Word processors that draw tables last; forms whose values are added to a finished page.

    Effect on truth:
        None.

    Example:
        content stream: header, lines, total → content stream: header, total, lines; the page looks
        the same
    """
    for page in range(len(pages.sizes)):
        runs = [run.id for run in pages.runs if run.page == page]
        whole = [run.id for run in pages.runs if run.page == page and _is_whole(pages, run)]
        moved = list(take(whole, level.rate, rng.at(page), str))
        if len(runs) < 3 or len(moved) < 2:  # noqa: PLR2004 - nothing to mix
            continue
        moved.sort(key=lambda run: rng.at(page, "order", run).between(0, 1))
        kept = [run for run in runs if run not in set(moved)]
        order = (*kept, *moved)
        if order != tuple(runs):
            yield OrderRuns(key=f"page {page + 1}", page=page, order=order)


def _is_whole(pages: PdfDocument, run: Run) -> bool:
    """Whether a run is all there is of its statement: words of one value stay together."""
    return run.statement is None or len(pages.runs_of(run.statement)) == 1
