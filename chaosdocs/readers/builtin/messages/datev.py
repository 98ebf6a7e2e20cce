"""DATEV's batches of bookings: fields by their place, the year of a date in the first line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid, amount, day, rows

_PLUS: Final = {"S": "+", "H": "-"}
_FIRST, _HEADS, _BOOKING = 22, 2, 14
"""How many fields the first line has at least, how many lines stand above the bookings, and how
many fields a booking has at least."""


def datev(text: str) -> Grid | None:
    """Return the bookings of a file in the format EXTF, or None if the text is something else."""
    if not text.startswith(('"EXTF"', "EXTF;", '"DTVF"')):
        return None
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    first = [*lines[0], *[""] * _FIRST]
    start, end = day(first[14]), day(first[15])
    pairs = [
        ("Statement number", first[16]),
        ("Period from", start),
        ("Period to", end),
        ("Currency", first[21]),
    ]
    year = (start or end or day(first[12]))[:4]
    bookings: list[Mapping[str, str]] = [
        _booking(line, year) for line in lines[_HEADS:] if len(line) >= _BOOKING
    ]
    return rows(pairs, bookings)


def _booking(line: Sequence[str], year: str) -> dict[str, str]:
    date = line[9]
    short = len(date) in {3, 4} and date.isdigit()
    return {
        "Booking date": f"{year}-{date[-2:]}-{date[:-2]:>02}" if short else day(date),
        "Description": line[13],
        "Reference": line[10],
        "Amount": amount(line[0], _PLUS.get(line[1], "+"), line[2], decimal=","),
    }
