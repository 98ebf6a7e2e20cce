"""Pages as a PDF file."""

from __future__ import annotations

from chaosdocs.documents.pages import PdfDocument
from chaosdocs.render.pdf.write import write
from chaosdocs.render.writers.registry import Written


def writer(document: PdfDocument) -> Written:
    """Return the PDF."""
    return Written(write(document))


WRITER = writer
