"""A note on the page that says another value."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FILE,
    GONE,
    Annotate,
    Annotation,
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

MARGIN = 8
"""The icon stands in the left margin, points: it must not cover what is printed."""


@operator(
    FILE,
    evidence="Fergana-Labs/stash#1007: the content of sticky notes is lost",
    ladder=numbers([1, 1, 2, 3, 4]),
    version=2,
    targeted=True,
)
def sticky_note(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a note with another value pinned to the page.

    What it does:
        Adds a text annotation that contains a value of the same form. Viewers show its icon, but
        not its contents. Severity is the number of values.

    In the wild:
        A reviewer's question on an invoice; a correction that was never printed.

    Effect on truth:
        None for the eye and the text layer. The annotation states another value, which is a lure.

    Example:
        no annotation → the icon of a note, whose text is 919.00
    """
    eligible = [
        statement
        for statement in statements_of(pdf, "money", "date", "id", where=lambda s: s.row is None)
        if pdf.runs_of(statement.id) and other_text(statement) is not None
    ]
    for statement in take_few(eligible, level.count, rng):
        other = other_text(statement)
        if other is None:
            continue
        text, value = other
        run = pdf.runs_of(statement.id)[-1]
        noted = Statement(
            id=f"{statement.id}~note",
            ref=statement.ref,
            kind=statement.kind,
            text=text,
            claim=GONE,
            convention=statement.convention,
            lures=(Lure(value, "sticky-note"),),
        ).saying("annotation", says(value))
        yield Annotate(
            key=statement.id,
            annotation=Annotation(
                id=f"note {statement.id}",
                page=run.page,
                kind="note",
                box=(MARGIN, run.box.y0 - 4, MARGIN + 16, run.box.y0 + 12),
                contents=text,
                statement=noted.id,
            ),
            statement=noted,
        )
