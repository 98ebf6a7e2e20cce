"""A value that is in a form field, not on the page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.documents.geometry import around
from chaosdocs.documents.page_verbs import MakeWidget
from chaosdocs.documents.pages import Widget
from chaosdocs.kernel import (
    FILE,
    Edit,
    Number,
    PdfDocument,
    Rng,
    Skip,
    numbers,
    operator,
    spots_of,
    take_few,
)


@operator(
    FILE,
    origin="docling #2677; liteparse #401; unstructured #4372; vandalizer #802",
    ladder=numbers([1, 2, 4, 6, 10]),
    targeted=True,
)
def form_field(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Move values from the page into form fields.

    What it does:
        The value stands in an AcroForm field with an appearance; the page's own text has a gap
        there. Severity is how many.

    In the wild:
        Forms that were filled in and never flattened.

    Effect on truth:
        None for the eye. Whether the text layer has it is the reader's affair; the form says it.

    Example:
        >>> form_field.stage.name
        'file'
    """
    eligible = [
        spot
        for spot in spots_of(pdf, where=lambda s: s.row is None)
        if len(pdf.runs_of(spot.id)) == 1
    ]
    for number, spot in enumerate(take_few(eligible, level.count, rng)):
        runs = pdf.runs_of(spot.id)
        box = around([run.box for run in runs]).grown(1)
        yield MakeWidget(
            key=spot.id,
            widget=Widget(
                id=f"field{number + 1}",
                page=runs[0].page,
                box=(*box,),
                value=spot.text,
                shown=spot.text,
                size=runs[0].size,
                spot=spot.id,
            ),
            runs=tuple(run.id for run in runs),
        )
