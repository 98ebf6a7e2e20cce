"""A page box that hides the lower part of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from chaosdocs.authoring import (
    FILE,
    GONE,
    Edit,
    Lure,
    PdfDocument,
    Rng,
    Say,
    SetCrop,
    Skip,
    operator,
)
from chaosdocs.operators.pdf.levels import Depth

CLEAR = 5.0
"""So much space, in points, must be between the lines that a cut goes between."""

LEAST = 300.0
"""How much of a page stays at least, points."""

_Place: TypeAlias = tuple[int, float, str | None]
"""Page, height of the top, and row of the list."""


@operator(
    FILE,
    evidence="jsvine/pdfplumber#1054; datalab-to/marker#1072: text is lost where the CropBox is "
    "not the page",
    ladder=(Depth(0.05), Depth(0.1), Depth(0.2), Depth(0.35), Depth(0.5)),
    version=3,
    nested=False,
    exempt={"distinct": "nothing is cut through, so the last two levels may cut alike"},
)
def cropbox(pdf: PdfDocument, level: Depth, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a page cut short by its CropBox.

    What it does:
        Sets the CropBox of one page above what stands lowest on it; what is below is still in
        the file. It is the last page of which at least 300 points stay.

    In the wild:
        Pages that were cropped in a viewer; imposed print files.

    Effect on truth:
        Gone for the eye, without a trace; the text layer still has it. Where rows of the list are
        cut off, a careful reader reports that rows are missing, and no sum follows. No cut is made
        just below the last row: nobody could tell whether the list goes on.

    Example:
        the page shows the total at its foot → the page ends above the total, whose text is
        still in the file
    """
    found = (_cut(pdf, page, level) for page in range(len(pdf.sizes)))
    cuts = [each for each in found if each is not None]
    if not cuts:
        yield Skip(f"no page keeps {LEAST:g} points above a clean line to cut along")
        return
    page, cut = cuts[-1]
    width, _tall = pdf.sizes[page]
    yield SetCrop(key="crop", page=page, box=(0.0, 0.0, width, cut))
    below = {run.statement for run in pdf.runs if run.page == page and run.box.y0 >= cut}
    for statement in sorted(name for name in below if name is not None):
        if all(box.y0 >= cut and at == page for at, box in pdf.boxes(statement)):
            lures = tuple(
                Lure(value, "cropped-away") for value in pdf.statements[statement].claim.readings
            )
            yield Say(key="crop", statement=statement, channel="eye", claim=GONE, lures=lures)


def _cut(pdf: PdfDocument, page: int, level: Depth) -> tuple[int, float] | None:
    """Return the page and the height nearest to what is wanted at which it can be cut."""
    values = [run for run in pdf.runs if run.page == page and run.statement is not None]
    if not values:
        return None
    lowest = max(run.box.y0 for run in values)
    wanted = max(run.box.y1 for run in values) - level.share * pdf.sizes[page][1]
    places = _places(pdf)
    heights = [y for y in _gaps(pdf, page) if LEAST <= y <= lowest and _is_clear(places, page, y)]
    if not heights:
        return None
    return page, min(heights, key=lambda y: (abs(y - wanted), y))


def _places(pdf: PdfDocument) -> list[_Place]:
    """Where each statement is seen: page, top, and the row of the list that it stands in."""
    return [
        (run.page, run.box.y0, pdf.statements[run.statement].row)
        for run in pdf.runs
        if run.statement is not None and run.statement in pdf.statements and run.visible
    ]


def _is_clear(places: Sequence[_Place], page: int, cut: float) -> bool:
    """Whether a cut leaves something below the list, or takes whole rows of it."""
    above: list[_Place] = []
    below: list[_Place] = []
    for place in places:
        (below if place[0] == page and place[1] >= cut else above).append(place)
    if not below:
        return False
    first = min(below, key=lambda place: place[:2])
    before = [place for place in above if place[:2] < first[:2]]
    last = max(before, key=lambda place: place[:2], default=(0, 0.0, None))[2]
    following = first[2]
    return last is None or following not in {None, last}


def _gaps(pdf: PdfDocument, page: int) -> list[float]:
    """Heights at which the page can be cut without cutting through a line of text or a value."""
    heights: dict[str, tuple[float, float]] = {}
    for run in (r for r in pdf.runs if r.page == page and r.visible):
        name = run.id if run.statement is None else run.statement
        top, bottom = heights.get(name, (run.box.y0, run.box.y1))
        heights[name] = min(top, run.box.y0), max(bottom, run.box.y1)
    boxes = sorted(heights.values())
    gaps, low = [], boxes[0][1]
    for top, bottom in boxes[1:]:
        if top - low > CLEAR:
            gaps.append(round((low + top) / 2, 2))
        low = max(low, bottom)
    return gaps
