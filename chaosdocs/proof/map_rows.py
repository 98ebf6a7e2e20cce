"""The rows of exports that a map compares, as the standard library and openpyxl read them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.proof.witnesses.decoding import decoded


def rows_of(data: bytes, media_type: str) -> Iterator[list[str]]:
    """Yield the rows of a CSV file or of the first sheet of a workbook as texts.

    Raises:
        ValueError: The file is no text, or no workbook.
    """
    if media_type == "text/csv":
        text = decoded(data)[0]
        delimiter = max(",;", key=text.count)
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.date().isoformat()
        case float():
            return f"{Decimal(str(value)):f}"
        case _:
            return str(value)
