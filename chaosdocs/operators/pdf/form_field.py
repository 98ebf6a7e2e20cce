"""A value that is in a form field, not on the page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FILE,
    Box,
    Edit,
    MakeWidget,
    Number,
    PdfDocument,
    Rng,
    Run,
    Skip,
    Widget,
    numbers,
    operator,
    room_for,
    statements_of,
    take_few,
)

_MARGIN = 15.0
"""How far from the edge of the page a field stays, points."""
_BESIDE = 1.0
"""How far from its neighbours on the line a field stays, points."""


@operator(
    FILE,
    version=2,
    evidence="docling-project/docling#2677; run-llama/liteparse#401; "
    "Unstructured-IO/unstructured#4372",
    ladder=numbers([1, 2, 4, 6, 10]),
    targeted=True,
)
def form_field(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with values in form fields instead of the page's own text.

    What it does:
        Puts the value into an AcroForm field with an appearance; the text of the page has a gap
        there. Severity is the number of values. The field is as wide as the value in its own font.
        If there is no room for this, the font is smaller.

    In the wild:
        Forms that were filled in and never flattened.

    Effect on truth:
        None for the eye and for the form data. Whether the text layer has the value depends on the
        reader.

    Example:
        the page prints 119.00 → a form field holds 119.00, the page prints nothing there
    """
    eligible = [
        statement
        for statement in statements_of(pdf, where=lambda s: s.row is None)
        if len(pdf.runs_of(statement.id)) == 1
    ]
    for number, statement in enumerate(take_few(eligible, level.count, rng)):
        runs = pdf.runs_of(statement.id)
        box, size = _fitted(pdf, runs[0], statement.text)
        yield MakeWidget(
            key=statement.id,
            widget=Widget(
                id=f"field{number + 1}",
                page=runs[0].page,
                box=(*box,),
                value=statement.text,
                shown=statement.text,
                size=size,
                statement=statement.id,
            ),
            runs=tuple(run.id for run in runs),
        )


def _fitted(pdf: PdfDocument, run: Run, text: str) -> tuple[Box, float]:
    """Return a box around a run, and a font size, that the whole text fits."""
    box = run.box.grown(1)
    wide = room_for(text, run.size)
    left, right = _MARGIN, pdf.sizes[run.page][0] - _MARGIN
    for other in pdf.runs:
        at = other.box
        if other.page != run.page or other.id == run.id or not other.visible:
            continue
        if at.y0 < box.y1 and box.y0 < at.y1:
            if at.x0 >= run.box.x1:
                right = min(right, at.x0 - _apart(at.x0 - run.box.x1, other))
            elif at.x1 <= run.box.x0:
                left = max(left, at.x1 + _apart(run.box.x0 - at.x1, other))
    x0, x1 = box.x0, max(box.x1, min(right, box.x0 + wide))
    x0 = min(x0, max(left, x1 - wide))
    size = run.size
    while room_for(text, size) > x1 - x0:
        size = round(size - 0.1, 2)
    return Box(round(x0, 2), box.y0, round(x1 + 0.01, 2), box.y1), size


def _apart(gap: float, other: Run) -> float:
    """How far a field stays from a neighbour: half of the gap, where that may become one too."""
    return _BESIDE if other.statement is None else max(_BESIDE, gap / 2)
