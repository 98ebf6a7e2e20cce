"""A list of SAP saved as a spreadsheet: text between tabs in UTF-16, named ``.xls``.

The file is no workbook. It begins with a byte order mark; a title stands above the heads, every row
begins with an empty cell, and the minus stands behind the number.

Evidence: SAP List Viewer, "Local file: spreadsheet"; abap2xlsx/abap2xlsx#15 (trailing minus). What
reads it outside is any reader of CSV in UTF-16.
"""

from __future__ import annotations

from dataclasses import replace

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Column, Row, Table
from chaosdocs.render.systems import sap
from chaosdocs.render.systems.sap_names import LISTS
from chaosdocs.render.systems.system import System


def table(values: StatementSet) -> Table:
    """Return the flat table of SAP with a margin, a title and a blank row above it."""
    flat = sap.table(values)
    margin = Column(id="margin", header="")
    width = len(flat.columns) + 1
    title = Row(id="title", role="preamble", cells=(Cell(text=flat.title), *_blank(width - 1)))
    blank = Row(id="blank", role="blank", cells=_blank(width))
    rows = tuple(replace(row, cells=(EMPTY, *row.cells)) for row in flat.rows)
    return replace(
        flat,
        columns=(margin, *flat.columns),
        rows=(title, blank, *rows),
        system="sap_xls",
        options={
            "delimiter": "\t",
            "quote": '"',
            "encoding": "utf-16",
            "newline": "\r\n",
            "ragged": "yes",
            "file_name": "document.xls",
        },
    )


def _blank(width: int) -> tuple[Cell, ...]:
    return tuple(EMPTY for _ in range(width))


SYSTEM = System(
    convention=sap.convention,
    table=table,
    media=("csv",),
    domains=("invoice", "statement", *LISTS),
)
