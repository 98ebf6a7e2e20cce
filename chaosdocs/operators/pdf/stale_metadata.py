"""A title that is another document's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaosdocs.authoring import (
    FILE,
    GONE,
    Edit,
    Lure,
    PdfDocument,
    Rng,
    SetInfo,
    Skip,
    Statement,
    choose_statement,
    operator,
    other_text,
    says,
    statements_of,
)
from chaosdocs.operators.pdf.levels import Entries

ENTRIES = ("title", "subject", "keywords")
_DOCUMENTS = re.compile(
    r"(^|_)(invoice|document|statement|credit_note|note|bill|receipt|report|voucher)_(number|no|id)$"
    r"|^(number|no|id|name)$"
)
"""Leaves of the fields that number a document, in our domains and in records of others."""


@operator(
    FILE,
    evidence="fecgov/fec-cms#1361: opinions carry the number of another one in their title",
    ladder=(Entries(1), Entries(1), Entries(2), Entries(2), Entries(3)),
    version=3,
    targeted=True,
)
def stale_metadata(pdf: PdfDocument, level: Entries, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with an older document's number in the document information.

    What it does:
        Writes a number of the same shape as the document's own into title, subject and keywords.

    In the wild:
        A new invoice made by saving the last one under another name.

    Effect on truth:
        None for the eye and the text layer. The metadata state another value, which is a lure.

    Example:
        title: none → title: R-2024-0814, on an invoice with the number R-2024-0815
    """
    eligible = statements_of(pdf, "id", where=_numbers_a_document)
    statement = choose_statement(eligible, rng)
    other = None if statement is None else other_text(statement)
    if statement is None or other is None:
        yield Skip("the document has no number that could be another's")
        return
    text, value = other
    stale = Statement(
        id=f"{statement.id}~stale",
        ref=statement.ref,
        kind=statement.kind,
        text=text,
        claim=GONE,
        convention=statement.convention,
        lures=(Lure(value, "stale-metadata"),),
    ).saying("metadata", says(value))
    for nth, entry in enumerate(ENTRIES[: level.count]):
        yield SetInfo(
            key=entry,
            entry=entry,
            before=pdf.info.get(entry, ""),
            after=text,
            statement=stale if nth == 0 else None,
        )


def _numbers_a_document(statement: Statement) -> bool:
    if statement.row is not None or statement.ref is None or other_text(statement) is None:
        return False
    *parents, leaf = statement.ref.strip("/").split("/")
    return not parents and _DOCUMENTS.search(leaf) is not None
