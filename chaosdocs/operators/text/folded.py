"""Words in capitals without their accents, katakana in half width."""

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

_NARROW = {unicodedata.normalize("NFKC", kana): kana for kana in map(chr, range(0xFF61, 0xFFA0))}
"""Katakana of full width, its punctuation and its two marks of sound, to their half width."""
_SPELLED = str.maketrans({"Ä": "AE", "Ö": "OE", "Ü": "UE", "ẞ": "SS", "Ø": "OE", "Å": "AA"})


@operator(
    VALUES,
    evidence="eljeffeg/SmartCopy#190: Loeb Baer and Löb Bär are not matched; pelias/schema#74",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=2,
)
def folded(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with names and texts in capitals without accents.

    What it does:
        Rewrites Müller Söhne as MUELLER SOEHNE, and カード支払 as ｶｰﾄﾞ支払. Severity is the share
        of texts.

    In the wild:
        Payment messages, mainframes, cards and passports; forms that ask for capitals. Japanese
        banks send katakana in half width.

    Effect on truth:
        Altered: the right answer is the printed text, in capitals or not. The lure is the text with
        its accents, which the document no longer shows. Katakana is right in both widths.

    Example:
        >>> show(folded, "Müller Söhne", "text")
        'Müller Söhne → MUELLER SOEHNE'
    """
    eligible = statements_of(values, "text", where=_folds)
    if not eligible:
        yield Skip("no text has small letters or katakana")
        return
    for statement in take_statements(eligible, level.rate, rng):
        text = _as_sent(statement.text)
        respelt = in_capitals(statement.text).casefold() != statement.text.casefold()
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


def in_half_width(text: str) -> str:
    """Return `text` with katakana in half width, where a mark of sound is a letter of its own.

    Example:
        >>> in_half_width("カード支払、あべ")
        'ｶｰﾄﾞ支払､あべ'
    """
    return "".join(map(_narrow, text))


def _narrow(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(_NARROW[part] for part in parts) if parts[0] in _NARROW else letter


def _as_sent(text: str) -> str:
    return in_half_width(in_capitals(text))


def _folds(statement: Statement) -> bool:
    return isinstance(statement.value, str) and _as_sent(statement.text) != statement.text
