"""Poppler's pdftotext: the text layer in the places where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from chaosdocs.readers.parser import Parser, Program

ENGINE = Program("pdftotext", "poppler-utils", "-v")


def pdftotext(
    path: Path, *, mode: Literal["layout", "raw", "reading"] = "layout"
) -> dict[str, Any]:
    """Return the text of a PDF.

    Args:
        path: The document.
        mode: ``layout`` keeps places, ``raw`` the order of the file, ``reading`` finds columns.
    """
    how = [] if mode == "reading" else [f"-{mode}"]
    return {"text": ENGINE.output(*how, "-enc", "UTF-8", str(path), "-").decode(errors="replace")}


PARSER = Parser(pdftotext, ENGINE, "text")
