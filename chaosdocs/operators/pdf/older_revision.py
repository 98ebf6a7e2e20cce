"""An older revision that still says what has been corrected since."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.documents.page_verbs import KeepRevision
from chaosdocs.kernel import (
    FILE,
    GONE,
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
    FILE,
    origin="incremental saves: what was corrected before sending is still in the file",
    ladder=numbers([1, 1, 2, 3, 4]),
    targeted=True,
)
def older_revision(pdf: PdfDocument, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Keep the revision before a correction in the file.

    What it does:
        Writes the file with an incremental update: before it, amounts or dates were others.
        Severity is how many.

    In the wild:
        Forms and invoices corrected in an editor that appends its changes.

    Effect on truth:
        None for the eye and the text layer. The older revision says another value: a lure.

    Example:
        >>> older_revision.stage.name
        'file'
    """
    if pdf.fonts:
        yield Skip("the text layer is not honest: an older revision could not be read either")
        return
    eligible = spots_of(
        pdf, "money", "date", where=lambda s: s.row is None and other_text(s) is not None
    )
    found = False
    for spot in take_few(eligible, level.count, rng):
        other = other_text(spot)
        if other is None or not pdf.runs_of(spot.id) or spot.id in pdf.hidden_revision:
            continue
        found = True
        text, value = other
        older = Spot(
            id=f"{spot.id}~older",
            ref=spot.ref,
            kind=spot.kind,
            text=text,
            claim=GONE,
            convention=spot.convention,
            lures=(Lure(value, "older-revision"),),
        ).saying("revision", says(value))
        yield KeepRevision(key=spot.id, texts=((spot.id, text),), spot=older)
    if not found:
        yield Skip("no amount or date on the pages could have been another")
