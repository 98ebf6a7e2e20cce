"""PDFium, the reader of Chrome: the text layer in the order of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def pypdfium2(path: Path) -> dict[str, Any]:
    """Return the text of a PDF."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return {"text": "\f".join(pages).replace("\r\n", "\n")}


PARSER = Parser(pypdfium2, Library("pypdfium2", "pypdfium2"), "text")
