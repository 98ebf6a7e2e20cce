"""Plain parsers of banking and trade formats: each turns a file into rows that `cells` reads.

A parser knows the grammar of its format and nothing of who wrote the file. It names what it finds
by common labels, gives every amount its sign, and leaves the rest to the reader of cells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from chaosdocs.readers.builtin.messages.alv import alv
from chaosdocs.readers.builtin.messages.bai2 import bai2
from chaosdocs.readers.builtin.messages.camt import camt
from chaosdocs.readers.builtin.messages.datev import datev
from chaosdocs.readers.builtin.messages.edifact import edifact
from chaosdocs.readers.builtin.messages.einvoice import cii, ubl
from chaosdocs.readers.builtin.messages.fixed import fixed
from chaosdocs.readers.builtin.messages.mt940 import mt940
from chaosdocs.readers.builtin.messages.ofx import ofx
from chaosdocs.readers.builtin.messages.rows import Grid
from chaosdocs.readers.builtin.messages.x12 import x12
from chaosdocs.readers.builtin.messages.xero import xero

PARSERS: Final[tuple[Callable[[str], Grid | None], ...]] = (
    mt940,
    camt,
    ubl,
    cii,
    x12,
    edifact,
    bai2,
    ofx,
    datev,
    alv,
    fixed,
    xero,
)
"""Text to rows, or None where it is of another format."""


def parsed(text: str) -> Grid | None:
    """Return the rows of a file of a known format, or None."""
    for parser in PARSERS:
        grid = parser(text)
        if grid is not None:
            return grid
    return None
