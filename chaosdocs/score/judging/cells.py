"""Cells of tables: what a cell of an answer can be taken for, and what the truth allows.

A text equals a text; a number or a date that a parser took out of a typed cell equals the value.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chaosdocs.score.judging.comparison import Json, folded, said
from chaosdocs.truth.values import NUMERIC, Kind

_LONGEST: Final = 1000
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,40})(?:\.\d{1,40})?", re.ASCII)
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ t]00:00(?::00(?:\.0+)?)?")


@dataclass(frozen=True, slots=True)
class FoundCell:
    """A cell of an answer.

    Attributes:
        text: Its text, folded.
        keys: What it can be taken for.
    """

    text: str
    keys: tuple[Hashable, ...]


def found_cell(raw: Json) -> FoundCell:
    """Return a cell of an answer; a number of JSON is compared as a number alone.

    Example:
        >>> found_cell(2174.7).keys
        (('number', Decimal('2174.7')),)
    """
    if isinstance(raw, bool):
        return FoundCell(str(raw).lower(), (str(raw).lower(),))
    if isinstance(raw, int | float):
        return _typed(raw)
    text = "" if raw is None else folded(str(raw)[:_LONGEST])
    day = _MIDNIGHT.fullmatch(text)
    text = day[1] if day else text
    return FoundCell(text, (text, *_number(text)) if text else ())


def _typed(raw: float) -> FoundCell:
    known = said("number", raw).number
    text = folded(str(raw)[:_LONGEST]) if known is not None else "?"
    if known is None:
        return FoundCell(text, (text,))
    whole = (("whole", raw),) if isinstance(raw, int) else ()
    return FoundCell(text, (("number", known), *whole))


def literal_keys(text: str) -> tuple[Hashable, ...]:
    """Return what a cell of a table with `text` and no field may be read as."""
    words = folded(text)
    return (words, *_number(words), *_whole(words)) if words else ()


def value_keys(kind: Kind, values: Iterable[Json]) -> tuple[Hashable, ...]:
    """Return what typed cells hold that state one of `values`."""
    out: list[Hashable] = []
    for value in values:
        if kind in NUMERIC:
            number = said(kind, value).number
            out += [] if number is None else [("number", number)]
        elif isinstance(value, bool):
            out.append(str(value).lower())
        elif isinstance(value, str):
            out += _whole(folded(value))
    return tuple(out)


def head_key(text: str) -> str:
    """Return a head as it is compared: its letters and digits alone.

    Example:
        >>> head_key("Item : unit_price") == head_key("itemUnitPrice")
        True
    """
    words = folded(text)
    return "".join(c for c in words if c.isalnum()) or words


def _number(text: str) -> tuple[Hashable, ...]:
    return (("number", Decimal(text)),) if _NUMBER.fullmatch(text) else ()


def _whole(text: str) -> tuple[Hashable, ...]:
    return (("whole", int(text)),) if _NUMBER.fullmatch(text) and text.isdigit() else ()
