"""pdfplumber: the text layer, line by line by its places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def pdfplumber(path: Path) -> dict[str, Any]:
    """Return the text of a PDF."""
    import pdfplumber as plumber

    with plumber.open(path) as pdf:
        return {"text": "\f".join(page.extract_text() or "" for page in pdf.pages)}


PARSER = Parser(pdfplumber, Library("pdfplumber", "pdfplumber"), "text")
