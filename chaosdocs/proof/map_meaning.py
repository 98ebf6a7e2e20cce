"""Whether texts of two versions say the same: word by word, as numbers, or as dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

_PARTS: Final = re.compile(r"[^\W_]+")
_DAY: Final = re.compile(r"(?:/Date\()?(\d{9,13})(?:\+0)?(?:\)/)?|(\d{4}-\d\d-\d\d)(?:T00:.*)?")
"""Seconds or milliseconds since 1970, or a date with midnight behind it."""
_WRITTEN_DAYS: Final = ("%d.%m.%Y", "%d-%b-%Y")
"""How systems write the days of their tables."""


def same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Return whether texts say the same: word by word, as numbers with another point, or as dates.

    Example:
        >>> same(["119.50"], ["11950"]), same(["2024-01-17"], ["1705449600"]), same(["a"], ["b"])
        (True, True, False)
    """
    one, other = {_meant(text) for text in left}, {_meant(text) for text in right}
    if one == other:
        return True
    return {w for t in left for w in _words(t)} == {w for t in right for w in _words(t)}


def recoded(left: Sequence[str], right: Sequence[str], codes: dict[str, str]) -> bool:
    """Return whether each code became one other code, the same in all documents.

    One side may repeat in each row what the other says once.

    Args:
        left: The older texts.
        right: The newer texts.
        codes: The codes of the documents before; those of these texts are added.
    """
    if len(left) != len(right):
        left, right = [*dict.fromkeys(left)], [*dict.fromkeys(right)]
    if len(left) != len(right):
        return False
    pairs = zip(left, right, strict=True)
    return all(codes.setdefault(old, new) == new for old, new in pairs) and len(
        set(codes.values())
    ) == len(codes)


def is_number(text: str) -> bool:
    """Return whether a text is a number, with its sign before it.

    Example:
        >>> is_number("-119.50"), is_number("2024-01-17")
        (True, False)
    """
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def date_of(text: str) -> dt.date | None:
    """Return the day that a text says, or None.

    Example:
        >>> date_of("/Date(1705449600000)/")
        datetime.date(2024, 1, 17)
    """
    for pattern in _WRITTEN_DAYS:
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        if found[2]:
            return dt.date.fromisoformat(found[2])
        seconds = int(found[1]) // (1000 if len(found[1]) > 10 else 1)  # noqa: PLR2004 - digits
        return dt.date.fromordinal(719_163 + seconds // 86_400) if seconds % 86_400 == 0 else None
    except (OverflowError, ValueError):
        return None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _PARTS.findall(text)]


def _meant(text: str) -> str:
    """A text in a form that is equal for what says the same."""
    date = date_of(text)
    if date is not None:
        return date.isoformat()
    try:
        digits = f"{abs(Decimal(text)):f}".replace(".", "").strip("0")
    except InvalidOperation:
        return " ".join(_words(text))
    return digits or "0"
