"""The tables of documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.cells import Grid
from chaosdocs.readers.builtin.written import export_tables, pdf_tables
from chaosdocs.readers.contained import laid_open

Json = Any


def tables(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Return the tables of the documents of a case: lists of rows of texts.

    Those in a ZIP or a mail are opened.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.

    Raises:
        BrokenAnswerError: A ZIP or a mail cannot be opened.
    """
    del case
    with laid_open(files) as laid:
        return {"tables": [grid for path in laid.values() for grid in _tables(path)]}


def _tables(path: Path) -> list[Grid]:
    return pdf_tables(path) if path.suffix == ".pdf" else export_tables(path)


READER = tables
