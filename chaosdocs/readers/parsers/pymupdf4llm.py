"""pymupdf4llm: a PDF as Markdown, with tables and headings."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def pymupdf4llm(path: Path) -> dict[str, Any]:
    """Return a PDF as Markdown."""
    with contextlib.redirect_stdout(io.StringIO()):  # it praises another package
        import pymupdf4llm as for_models

        return {"text": for_models.to_markdown(str(path), show_progress=False)}


PARSER = Parser(pymupdf4llm, Library("pymupdf4llm", "pymupdf4llm"), "text")
