"""Words in capitals without their accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    Statement,
    StatementSet,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
)

_SPELLED = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ẞ": "SS", "Ø": "OE", "Å": "AA"})


@operator(
    VALUES,
    evidence="eljeffeg/SmartCopy#190: Loeb Baer and Löb Bär are not matched; pelias/schema#74",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def folded(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with names and texts in capitals without accents.

    What it does:
        Rewrites Müller Söhne as MUELLER SOEHNE. Severity is the share of texts.

    In the wild:
        Payment messages, mainframes, cards and passports; forms that ask for capitals.

    Effect on truth:
        Altered: the right answer is what stands there, in capitals or not. The text with its
        accents cannot be told from it, and is the lure.

    Example:
        >>> show(folded, "Müller Söhne", "text")
        'Müller Söhne → MUELLER SOEHNE'
    """
    eligible = statements_of(values, "text", where=_folds)
    if not eligible:
        yield Skip("no text has small letters")
        return
    for statement in take_statements(eligible, level.rate, rng):
        text = in_capitals(statement.text)
        respelt = text.casefold() != statement.text.casefold()
        lures = (Lure(statement.text, "unfolded"),) if respelt else ()
        yield retext(statement, text, readings=(text,), lures=lures)


def in_capitals(text: str) -> str:
    """Return `text` in capitals, with the letters A to Z for those with marks.

    Example:
        >>> in_capitals("Ænd Größe à Ørsted")
        'AEND GROESSE A OERSTED'
    """
    spelled = text.upper().replace("Æ", "AE").replace("Œ", "OE").translate(_SPELLED)
    parts = unicodedata.normalize("NFD", spelled)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not "\u0300" <= c <= "\u036f"))


def _folds(statement: Statement) -> bool:
    return isinstance(statement.value, str) and in_capitals(statement.text) != statement.text
