"""Camelot: the tables of a PDF by drawn lines, by white space, or by both."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from chaosdocs.readers.parser import Library, Parser


def camelot(
    path: Path, *, flavor: Literal["lattice", "stream", "hybrid"] = "lattice"
) -> dict[str, Any]:
    """Return the tables of a PDF.

    Args:
        path: The document.
        flavor: ``lattice`` needs drawn lines, ``stream`` white space, ``hybrid`` takes both.
    """
    import warnings

    import camelot as tables_of

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of pages without a table
        found = tables_of.read_pdf(str(path), pages="all", flavor=flavor)
    return {"tables": [table.df.to_numpy().tolist() for table in found]}


PARSER = Parser(camelot, Library("camelot", "camelot-py"), "tables")
