"""An older revision that still says what has been corrected since."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FILE,
    GONE,
    Edit,
    KeepRevision,
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
    FILE,
    version=2,
    evidence="pymupdf/PyMuPDF#3092; mozilla/pdf.js#11402: a reader shows the older revision",
    ladder=numbers([1, 1, 2, 3, 4]),
    targeted=True,
)
def older_revision(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an older revision, before a correction, still in the file.

    What it does:
        Saves the file with an incremental update. The revision before it has other amounts or
        dates. Severity is the number of values.

    In the wild:
        Forms and invoices corrected in an editor that appends its changes.

    Effect on truth:
        None for the eye and the text layer. The older revision states another value, which is a
        lure.

    Example:
        one revision with 119.00 → a revision with 919.00, then an update to 119.00
    """
    if pdf.fonts:
        yield Skip("the text layer is not honest: an older revision could not be read either")
        return
    eligible = statements_of(
        pdf,
        "money",
        "date",
        where=lambda s: s.row is None and other_text(s) is not None and not _rivals(pdf, s),
    )
    found = False
    for statement in take_few(eligible, level.count, rng):
        other = other_text(statement)
        if other is None or not pdf.runs_of(statement.id) or statement.id in pdf.hidden_revision:
            continue
        found = True
        text, value = other
        older = Statement(
            id=f"{statement.id}~older",
            ref=statement.ref,
            kind=statement.kind,
            text=text,
            claim=GONE,
            convention=statement.convention,
            lures=(Lure(value, "older-revision"),),
        ).saying("revision", says(value))
        yield KeepRevision(key=statement.id, texts=((statement.id, text),), statement=older)
    if not found:
        yield Skip("no amount or date on the pages could have been another")


def _rivals(pdf: PdfDocument, statement: Statement) -> bool:
    """Whether another statement says something else of the field: it did so before, too."""
    said = statement.on("eye")
    return any(
        other.ref == statement.ref and other.on("eye").living and other.on("eye") != said
        for other in pdf.statements.values()
    )
