"""Another value in text that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    GONE,
    PAGES,
    AddRun,
    Edit,
    Lure,
    Number,
    PdfDocument,
    Rng,
    Skip,
    Statement,
    numbers,
    operator,
    other_text,
    says,
    statements_of,
    take_few,
)


@operator(
    PAGES,
    evidence="Unstructured-IO/unstructured#4377; jsvine/pdfplumber#1230; run-llama/liteparse#432",
    ladder=numbers([1, 2, 3, 4, 6]),
    version=3,
    media=("pdf",),
    targeted=True,
)
def invisible_text(pages: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with another value under the page, in text that no viewer shows.

    What it does:
        Adds invisible text with other digits at the place of a value. Severity is the number of
        values.

    In the wild:
        A poor OCR layer under a page; templates with residue; prompt injection.

    Effect on truth:
        None for the eye. The text layer states both values.

    Example:
        the page shows 119.00 → the page shows 119.00, and the text layer says 119.00 and
        919.00
    """
    eligible = [
        statement
        for statement in statements_of(pages, "money", "date", "id", where=lambda s: s.row is None)
        if len(pages.runs_of(statement.id)) == 1 and other_text(statement) is not None
    ]
    for statement in take_few(eligible, level.count, rng):
        other = other_text(statement)
        if other is None:
            continue
        text, value = other
        run = pages.runs_of(statement.id)[0]
        hidden = Statement(
            id=f"{statement.id}~invisible",
            ref=statement.ref,
            kind=statement.kind,
            text=text,
            claim=says(value),
            convention=statement.convention,
            lures=(Lure(value, "invisible-text"),),
            row=statement.row,
        ).saying("eye", GONE)
        yield AddRun(
            key=statement.id,
            run=replace(
                run, id=f"{run.id}~invisible", text=text, statement=hidden.id, visible=False
            ),
            statement=hidden,
        )
