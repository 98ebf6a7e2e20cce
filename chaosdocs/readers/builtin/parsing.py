"""From shown text to canonical values, with a confidence: what the honest baselines know."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

Json = Any

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "jan january januar janv janvier jän",
            "feb february februar févr fevr février fevrier",
            "mar march märz mär maerz mrz mars",
            "apr april avr avril",
            "may mai",
            "jun june juni juin",
            "jul july juli juil juillet",
            "aug august août aout",
            "sep sept september septembre",
            "oct okt october oktober octobre",
            "nov november novembre",
            "dec dez december dezember déc décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMBER = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_CURRENCY = re.compile(r"\b(EUR|USD|JPY|GBP|CHF|KWD|CAD|AUD|SEK|DKK|NOK|PLN)\b|[€£¥円]")
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY"}
_TRUE = {"yes", "ja", "oui", "true", "x", "1", "はい", "有", "該当", "y"}
_FALSE = {"no", "nein", "non", "false", "0", "いいえ", "無", "非該当", "n"}

SURE, LIKELY, UNSURE = 0.95, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Parsed:
    """A canonical value and how much the parser believes in it."""

    value: Json
    confidence: float


def parse(text: str, kind: str, *, currency: str | None = None) -> Parsed | None:
    """Return what `text` says as a value of `kind`, or None where it says none.

    Args:
        text: As shown.
        kind: Kind of the field.
        currency: The document's currency, for amounts without one.
    """
    shown = unicodedata.normalize("NFKC", text).strip()
    if not shown or set(shown) <= {"-", "–", "—", "*", "_"}:
        return None
    match kind:
        case "money":
            return _money(shown, currency)
        case "percent":
            return number(shown, small=True)
        case "number":
            return number(shown)
        case "quantity":
            return _quantity(shown)
        case "date":
            return _date(shown)
        case "bool":
            word = shown.casefold()
            if word in _TRUE | _FALSE:
                return Parsed(word in _TRUE, SURE)
            return None
        case "id":
            return Parsed(shown, LIKELY) if "*" not in shown else None
        case _:
            return Parsed(" ".join(text.split()), LIKELY)


def number(text: str, *, small: bool = False) -> Parsed | None:
    """Return the decimal number in `text`, the marks judged by their places.

    Args:
        text: As shown.
        small: Whether a lone mark must be a decimal one: no percentage is a thousand.
    """
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    digits = re.sub(r"[\s'’]", "", found[0].group())
    plain, confidence = _without_marks(digits)
    if small and confidence == UNSURE:
        plain, confidence = digits.replace(",", "."), LIKELY
    before, after = text[: found[0].start()], text[found[0].end() :]
    if _negative(before, after):
        plain = f"-{plain}"
    return Parsed(plain, confidence)


def _negative(before: str, after: str) -> bool:
    if before.rstrip().endswith(("-", "−", "–")) or after.lstrip().startswith(("-", "−", "–")):
        return True
    return before.rstrip().endswith("(") and after.lstrip().startswith(")")


def _without_marks(digits: str) -> tuple[str, float]:
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits, SURE
    last = digits.rindex(marks[-1])
    tail = len(digits) - last - 1
    if len(set(marks)) == 2 or (marks.count(marks[-1]) == 1 and tail != 3):  # noqa: PLR2004
        whole = re.sub(r"[.,]", "", digits[:last])
        return f"{whole}.{digits[last + 1 :]}", SURE
    return re.sub(r"[.,]", "", digits), SURE if marks.count(marks[-1]) > 1 else UNSURE


def _money(text: str, currency: str | None) -> Parsed | None:
    code = _CURRENCY.search(text)
    found = number(_CURRENCY.sub(" ", text))
    if found is None:
        return None
    name = currency if code is None else _SYMBOLS.get(code.group(), code.group())
    if name is None:
        return None
    return Parsed({"amount": found.value, "currency": name}, found.confidence)


def _quantity(text: str) -> Parsed | None:
    unit = re.search(r"[^\W\d_]+\.?$", text)
    found = number(text[: unit.start()] if unit else text)
    if found is None:
        return None
    return Parsed({"value": found.value, "unit": unit.group() if unit else ""}, found.confidence)


def _date(text: str) -> Parsed | None:
    year_first = re.search(r"\b(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})", text)
    if year_first:
        year, month, day = map(int, year_first.groups())
        return _iso(year, month, day, SURE)
    packed = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text)
    if packed:
        year, month, day = map(int, packed.groups())
        return _iso(year, month, day, LIKELY)
    named = re.search(r"(\d{1,2})(?:er|\.)?[\s-]+([^\W\d_]+)\.?[\s-]+(\d{4})", text)
    if named and named[2].casefold() in _MONTHS:
        return _iso(int(named[3]), _MONTHS[named[2].casefold()], int(named[1]), SURE)
    american = re.search(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})", text)
    if american and american[1].casefold() in _MONTHS:
        return _iso(int(american[3]), _MONTHS[american[1].casefold()], int(american[2]), SURE)
    dotted = re.search(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)\b", text)
    if dotted:
        return _iso(_full(dotted[3]), int(dotted[2]), int(dotted[1]), SURE)
    slashed = re.search(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)\b", text)
    if slashed:
        first, second, year = int(slashed[1]), int(slashed[2]), _full(slashed[3])
        if second > 12:  # noqa: PLR2004 - only the American order is left
            return _iso(year, first, second, LIKELY)
        return _iso(year, second, first, LIKELY if first > 12 else UNSURE)  # noqa: PLR2004
    return None


def _full(year: str) -> int:
    return int(year) + 2000 if len(year) == 2 else int(year)  # noqa: PLR2004


def _iso(year: int, month: int, day: int, confidence: float) -> Parsed | None:
    if 1 <= month <= 12 and 1 <= day <= 31:  # noqa: PLR2004 - a calendar
        return Parsed(f"{year:04}-{month:02}-{day:02}", confidence)
    return None


def currency_of(text: str) -> str | None:
    """Return the currency that `text` names most often, or None."""
    counts: dict[str, int] = {}
    for found in _CURRENCY.finditer(text):
        code = _SYMBOLS.get(found.group(), found.group())
        counts[code] = counts.get(code, 0) + 1
    return max(sorted(counts), key=lambda code: counts[code]) if counts else None
