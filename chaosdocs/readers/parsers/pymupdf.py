"""PyMuPDF: the text layer in the order of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def pymupdf(path: Path) -> dict[str, Any]:
    """Return the text of a PDF."""
    import pymupdf as mupdf

    with mupdf.open(path) as document:  # type: ignore[no-untyped-call]
        return {"text": "\f".join(page.get_text() for page in document)}


PARSER = Parser(pymupdf, Library("pymupdf", "pymupdf"), "text")
