"""Another value in text that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.documents.page_verbs import AddRun
from chaosdocs.kernel import (
    GONE,
    PAGES,
    Edit,
    Lure,
    Number,
    PdfDocument,
    Rng,
    Skip,
    Spot,
    numbers,
    operator,
    says,
    spots_of,
    take_few,
)
from chaosdocs.kernel.otherwise import other_text


@operator(
    PAGES,
    origin="vandalizer #777; unstructured #4377; PyMuPDF #736; pdf-inspector #456",
    ladder=numbers([1, 2, 3, 4, 6]),
    version=2,
    media=("pdf",),
    targeted=True,
)
def invisible_text(pages: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Lay another value under the page in text render mode 3.

    What it does:
        At the place of a value, adds invisible text with other digits. Severity is how many.

    In the wild:
        A poor OCR layer under a page; templates with residue; prompt injection.

    Effect on truth:
        None for the eye. The text layer says both.

    Example:
        >>> invisible_text.stage.name
        'pages'
    """
    eligible = [
        spot
        for spot in spots_of(pages, "money", "date", "id", where=lambda s: s.row is None)
        if len(pages.runs_of(spot.id)) == 1 and other_text(spot) is not None
    ]
    for spot in take_few(eligible, level.count, rng):
        other = other_text(spot)
        if other is None:
            continue
        text, value = other
        run = pages.runs_of(spot.id)[0]
        hidden = Spot(
            id=f"{spot.id}~invisible",
            ref=spot.ref,
            kind=spot.kind,
            text=text,
            claim=says(value),
            convention=spot.convention,
            lures=(Lure(value, "invisible-text"),),
            row=spot.row,
        ).saying("eye", GONE)
        yield AddRun(
            key=spot.id,
            run=replace(run, id=f"{run.id}~invisible", text=text, spot=hidden.id, visible=False),
            spot=hidden,
        )
