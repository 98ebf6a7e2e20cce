"""What a spreadsheet shows: a value under its number format, for the formats that are met."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from chaosdocs.proof.reading.spelling import SYMBOLS

_NUMERIC = re.compile(r"(#,##0|#,###|0+|#)?(?:\.(0+|#+))?(%)?")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_DATE_TOKEN = re.compile(r"y+|m+|d+|h+|s+", re.IGNORECASE)


_SECTIONS = 4
"""Of a pattern: for numbers above, below and at zero, and for texts."""


def shown(value: object, pattern: str) -> str | None:
    """Return what a cell shows, or None where the pattern is not understood.

    Args:
        value: What openpyxl reads: None, text, number, truth, date.
        pattern: The cell's number format.

    Example:
        >>> shown(Decimal("-1234.5"), '#,##0.00 "EUR"'), shown(dt.date(2024, 3, 4), "dd.mm.yyyy")
        ('-1,234.50 EUR', '04.03.2024')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case str():
            return _text(value, pattern)
        case int() | float() | Decimal():
            return _number(Decimal(str(value)), pattern)
        case dt.date():
            return _date(value, pattern)
        case _:
            return None


def _text(text: str, pattern: str) -> str:
    """Return a text as the fourth section of a pattern shows it; ``@`` stands for the text."""
    sections = pattern.split(";")
    if len(sections) != _SECTIONS:
        return text
    bare = _QUOTED.sub(lambda match: match[1] or match[2] or match[3] or "", sections[-1])
    return bare.replace("@", text)


def _number(number: Decimal, pattern: str) -> str | None:
    if pattern in {"General", "@", ""}:
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    sections = pattern.split(";")
    section = sections[0]
    sign = "-" if number < 0 else ""
    if number < 0 and len(sections) > 1 and sections[1]:
        section, sign = sections[1], ""
    if not section:
        return ""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return "\x00"

    bare = _QUOTED.sub(keep, section)
    found = next((m for m in _NUMERIC.finditer(bare) if m[0]), None)
    if found is None:
        return _filled(bare, literals)
    size = abs(number) * (100 if found[3] else 1)
    places = len(found[2] or "")
    rounded = size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = f"{rounded:,f}" if "," in (found[1] or "") else f"{rounded:f}"
    whole, _, fraction = digits.partition(".")
    whole = whole.zfill(len(found[1])) if re.fullmatch("0+", found[1] or "") else whole
    text = (f"{whole}.{fraction}" if fraction else whole) + (found[3] or "")
    around = bare[: found.start()] + text + bare[found.end() :]
    if re.search(r"[^\x00 ()+\-.,%\d€$£¥A-Z]", around.replace(text, "")):
        return None
    return sign + _filled(around, literals)


def _filled(bare: str, literals: list[str]) -> str:
    left = iter(literals)
    return "".join(next(left, "") if char == "\x00" else char for char in bare).strip()


def _date(value: dt.date, pattern: str) -> str | None:
    bare = re.sub(r"\[[^\]]*\]|\\", "", pattern.partition(";")[0]).replace('"', "")
    out, at = [], 0
    parts = {
        "yyyy": f"{value.year:04}", "yy": f"{value.year % 100:02}", "mm": f"{value.month:02}",
        "m": str(value.month), "dd": f"{value.day:02}", "d": str(value.day), "hh": "00",
        "ss": "00", "h": "0", "mmm": value.strftime("%b"), "mmmm": value.strftime("%B"),
    }  # fmt: skip
    if pattern == "General":
        return None
    for token in _DATE_TOKEN.finditer(bare):
        word = parts.get(token[0].lower())
        if word is None:
            return None
        out += [bare[at : token.start()], word]
        at = token.end()
    return "".join((*out, bare[at:]))


def currency_of(pattern: str) -> str:
    """Return the currency that a number format shows, or nothing.

    Example:
        >>> currency_of('#,##0.00 [$€-407]')
        'EUR'
    """
    bare = pattern.replace("[$", "[")
    for sign, code in SYMBOLS.items():
        if sign in bare:
            return code
    found = re.search(r"\b[A-Z]{3}\b", bare)
    return found[0] if found else ""
