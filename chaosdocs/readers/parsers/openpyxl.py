"""openpyxl: the cells of every sheet as they are stored, formulas and hidden rows included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.frames import cells_of
from chaosdocs.readers.parser import Library, Parser


def openpyxl(path: Path) -> dict[str, Any]:
    """Return a table for every sheet of a workbook."""
    import openpyxl as xl

    sheets = xl.load_workbook(path).worksheets
    return {
        "tables": [[cells_of(row) for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    }


PARSER = Parser(openpyxl, Library("openpyxl", "openpyxl"), "tables", ("xlsx",))
