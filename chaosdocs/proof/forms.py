"""What to look for when a value is gone: its forms, whatever convention they are in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import overload

from chaosdocs.proof.reading.normal import bare
from chaosdocs.proof.reading.spelling import Spelling
from chaosdocs.proof.witnesses.haystack import Haystack, Hit, Span, Stack
from chaosdocs.truth.values import Kind, Money, Month, Quantity, Value, plain

SHORTEST = 3
"""Values with fewer letters and digits are everywhere, and cannot be looked for."""

_MINOR = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "TND": 3}


def searchable(value: Value, kind: Kind) -> bool:
    """Whether a value is long enough to be looked for in a whole file.

    Example:
        >>> searchable(Decimal("3.00"), "number"), searchable("ACME", "id")
        (False, True)
    """
    match value:
        case bool():
            return False
        case str():
            return kind not in {"bool", "enum"} and len(bare(value)) >= SHORTEST
        case dt.date() | Month():
            return True
        case Money():
            return _digits(value.amount) >= SHORTEST
        case Quantity():
            return _digits(value.value) >= SHORTEST
        case Decimal():
            return _digits(value) >= SHORTEST


def shown_words(value: Value, conventions: Iterable[Spelling]) -> Sequence[str]:
    """Return the words that stand for a text or a code, in any of the `conventions`."""
    if not isinstance(value, str):
        return ()
    found = {value: None}
    for how in conventions:
        for shown, codes in how.words.items():
            if value in codes and len(bare(shown)) >= SHORTEST:
                found[shown] = None
    return tuple(found)


@overload
def hits(hay: Haystack, value: Value, words: Sequence[str] = ()) -> list[Span]: ...
@overload
def hits(hay: Stack, value: Value, words: Sequence[str] = ()) -> list[Hit]: ...
def hits(hay: Haystack | Stack, value: Value, words: Sequence[str] = ()) -> list[Span] | list[Hit]:
    """Return where a layer says `value`, in any form; for several layers, with the layer.

    Numbers are found with any marks of groups and decimals, with the sign and the currency in any
    place, and in minor units; dates in any order, with month names, as serial numbers; texts and
    ids without regard to case, spaces and signs between letters.

    Args:
        hay: The layer, or all layers of a file.
        value: The value that should not be there.
        words: For texts: what stands for it, see `shown_words`.
    """
    match value:
        case bool():
            return []
        case str():
            return [span for word in words or (value,) for span in hay.words(word)]  # type: ignore[return-value] # all of one layer, or all of several
        case Decimal():
            return hay.number(value)
        case Quantity():
            return hay.number(value.value)
        case Money():
            digits = _MINOR.get(value.currency, 2)
            minor = digits if _digits(value.amount.scaleb(digits)) > SHORTEST else 0
            return hay.number(value.amount, minor=minor)
        case dt.date():
            return hay.date(value)
        case Month():
            return hay.month(value.year, value.month)


def _digits(number: Decimal) -> int:
    text = plain(abs(number))
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return len(text.replace(".", "").lstrip("0"))
