"""pdfplumber's tables: cells between the lines that a page draws."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def pdfplumber_tables(path: Path) -> dict[str, Any]:
    """Return the tables of a PDF."""
    import pdfplumber as plumber

    with plumber.open(path) as pdf:
        return {"tables": [table for page in pdf.pages for table in page.extract_tables()]}


PARSER = Parser(pdfplumber_tables, Library("pdfplumber", "pdfplumber"), "tables")
