"""A title that is another document's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaosdocs.documents.page_verbs import SetInfo
from chaosdocs.kernel import (
    FILE,
    GONE,
    Edit,
    Lure,
    PdfDocument,
    Rng,
    Skip,
    Spot,
    choose_spot,
    operator,
    says,
    spots_of,
)
from chaosdocs.kernel.otherwise import other_text
from chaosdocs.operators.pdf.levels import Entries

ENTRIES = ("title", "subject", "keywords")
_DOCUMENTS = re.compile(
    r"(^|_)(invoice|document|statement|credit_note|note|bill|receipt|report|voucher)_(number|no|id)$"
    r"|^(number|no|id|name)$"
)
"""Leaves of the fields that number a document, in our domains and in records of others."""


@operator(
    FILE,
    origin="files saved from the last document's template: its number is still in the title",
    ladder=(Entries(1), Entries(1), Entries(2), Entries(2), Entries(3)),
    version=2,
    targeted=True,
)
def stale_metadata(pdf: PdfDocument, level: Entries, rng: Rng) -> Iterator[Edit | Skip]:
    """Leave an older document's number in the document information.

    What it does:
        Writes a number of the same shape as the document's own into title, subject and keywords.

    In the wild:
        A new invoice made by saving the last one under another name.

    Effect on truth:
        None for the eye and the text layer. The metadata say another value: a lure.

    Example:
        >>> stale_metadata.stage.name
        'file'
    """
    eligible = spots_of(pdf, "id", where=_numbers_a_document)
    spot = choose_spot(eligible, rng)
    other = None if spot is None else other_text(spot)
    if spot is None or other is None:
        yield Skip("the document has no number that could be another's")
        return
    text, value = other
    stale = Spot(
        id=f"{spot.id}~stale",
        ref=spot.ref,
        kind=spot.kind,
        text=text,
        claim=GONE,
        convention=spot.convention,
        lures=(Lure(value, "stale-metadata"),),
    ).saying("metadata", says(value))
    for nth, entry in enumerate(ENTRIES[: level.count]):
        yield SetInfo(
            key=entry,
            entry=entry,
            before=pdf.info.get(entry, ""),
            after=text,
            spot=stale if nth == 0 else None,
        )


def _numbers_a_document(spot: Spot) -> bool:
    if spot.row is not None or spot.ref is None or other_text(spot) is None:
        return False
    *parents, leaf = spot.ref.strip("/").split("/")
    return not parents and _DOCUMENTS.search(leaf) is not None
