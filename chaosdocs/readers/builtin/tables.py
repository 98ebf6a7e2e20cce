"""The tables of a document."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.written import export_tables, pdf_tables

Json = Any


def tables(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Return the tables of the first file of a case: lists of rows of texts.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    del case
    path = next(iter(files.values()))
    return {"tables": pdf_tables(path) if path.suffix == ".pdf" else export_tables(path)}


READER = tables
