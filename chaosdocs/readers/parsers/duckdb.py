"""DuckDB: read_csv as it behaves by default; it sniffs delimiter, column headers and types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.frames import table_of
from chaosdocs.readers.parser import Library, Parser


def duckdb(path: Path) -> dict[str, Any]:
    """Return the table of a CSV file."""
    import duckdb as duck

    with duck.connect() as database:
        found = database.read_csv(str(path))
        return {"tables": [table_of(found.columns, found.fetchall())]}


PARSER = Parser(duckdb, Library("duckdb", "duckdb"), "tables", ("csv",))
