"""Polars: read_csv as it behaves by default."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.frames import table_of
from chaosdocs.readers.parser import Library, Parser


def polars(path: Path) -> dict[str, Any]:
    """Return the table of a CSV file."""
    import polars as pl

    found = pl.read_csv(path)
    return {"tables": [table_of(found.columns, found.rows())]}


PARSER = Parser(polars, Library("polars", "polars"), "tables", ("csv",))
