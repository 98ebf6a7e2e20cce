"""Pages as pictures: they are printed, put on the glass and scanned."""

from __future__ import annotations

from chaosdocs.documents.scan import Scan
from chaosdocs.render.pdf.write import write
from chaosdocs.render.scan import scan
from chaosdocs.render.writers.registry import Written


def writer(document: Scan) -> Written:
    """Return the scan, and the PDF that lay on the glass."""
    glass = write(document.source).data
    return Written(scan(document, glass), glass)


WRITER = writer
