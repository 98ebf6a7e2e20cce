"""PyMuPDF's tables: cells between the lines that a page draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def pymupdf_tables(path: Path) -> dict[str, Any]:
    """Return the tables of a PDF."""
    import pymupdf as mupdf

    with mupdf.open(path) as document:  # type: ignore[no-untyped-call]
        return {
            "tables": [table.extract() for page in document for table in page.find_tables().tables]
        }


PARSER = Parser(pymupdf_tables, Library("pymupdf", "pymupdf"), "tables")
