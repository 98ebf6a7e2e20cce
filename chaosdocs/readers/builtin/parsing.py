"""From shown text to canonical values, with a confidence: what the honest baselines know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
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
_PLAIN = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,'’\u00a0\u202f ]?\d{3})*([.,])\d\d(?![\d.,])")
_SLASHED = re.compile(r"(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)(?![\d/-])")
_CURRENCY = re.compile(r"\b(EUR|USD|JPY|GBP|CHF|KWD|CAD|AUD|SEK|DKK|NOK|PLN)\b|[€£¥円]")
_THOUSANDTHS = {"BHD", "JOD", "KWD", "OMR", "TND"}
_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY"}
_TRUE = {"yes", "ja", "oui", "true", "x", "1", "はい", "有", "該当", "y"}
_FALSE = {"no", "nein", "non", "false", "0", "いいえ", "無", "非該当", "n"}

SURE, LIKELY, UNSURE = 0.95, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Parsed:
    """A canonical value and how much the parser believes in it."""

    value: Json
    confidence: float


Parse = Callable[..., Parsed | None]
"""What makes a value of a text and its kind: `parse`, or a poorer one."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document writes: what its plain values say about those that can be read in two ways.

    `decimal` is its decimal mark, `month_first` the order of its dates; None where nothing tells.
    """

    decimal: str | None = None
    month_first: bool | None = None


def habits_of(text: str) -> Habits:
    """Return how the document writes whose text is given.

    Example:
        >>> habits_of("1,234.50 on 11/17/2017")
        Habits(decimal='.', month_first=True)
        >>> habits_of("1.234 on 03/04/2017")
        Habits(decimal=None, month_first=None)
    """
    marks = {"." if found[1] == "." else "," for found in _PLAIN.finditer(text)}
    orders = set()
    for found in _SLASHED.finditer(text):
        first, second = int(found[1]), int(found[2])
        if (first > 12) != (second > 12):  # noqa: PLR2004 - a calendar
            orders.add(second > first)
    return Habits(
        decimal=marks.pop() if len(marks) == 1 else None,
        month_first=orders.pop() if len(orders) == 1 else None,
    )


UNKNOWN = Habits()


def parse(
    text: str, kind: str, *, currency: str | None = None, habits: Habits = UNKNOWN
) -> Parsed | None:
    """Return what `text` says as a value of `kind`, or None where it says none.

    Args:
        text: As shown.
        kind: Kind of the field.
        currency: The document's currency, for amounts without one.
        habits: How the document writes numbers and dates.
    """
    shown = unicodedata.normalize("NFKC", text).strip()
    if not shown or set(shown) <= {"-", "–", "—", "*", "_"}:
        return None
    match kind:
        case "money":
            return _money(shown, currency, habits)
        case "percent":
            return number(shown, small=True, habits=habits)
        case "number":
            return number(shown, habits=habits)
        case "quantity":
            return _quantity(shown, habits)
        case "date":
            return _date(shown, habits)
        case "bool":
            word = shown.casefold()
            if word in _TRUE | _FALSE:
                return Parsed(word in _TRUE, SURE)
            return None
        case "id":
            return Parsed(shown, LIKELY) if "*" not in shown else None
        case _:
            return Parsed(" ".join(text.split()), LIKELY)


def number(text: str, *, small: bool = False, habits: Habits = UNKNOWN) -> Parsed | None:
    """Return the decimal number in `text`, the marks judged by their places.

    Args:
        text: As shown.
        small: Whether a lone mark must be a decimal one: no percentage is a thousand.
        habits: How the document writes numbers.
    """
    found = list(_NUMBER.finditer(text))
    if len(found) != 1:
        return None
    digits = re.sub(r"[\s'’]", "", found[0].group())
    plain, confidence = _without_marks(digits, habits)
    if small and confidence == UNSURE:
        plain, confidence = digits.replace(",", "."), LIKELY
    before, after = text[: found[0].start()], text[found[0].end() :]
    if before[-1:].isalpha() or after[:1].isalpha():
        return None
    if _negative(before, after):
        plain = f"-{plain}"
    return Parsed(plain, confidence)


def _negative(before: str, after: str) -> bool:
    if before.rstrip().endswith(("-", "−", "–")) or after.lstrip().startswith(("-", "−", "–")):
        return True
    return before.rstrip().endswith("(") and after.lstrip().startswith(")")


def _without_marks(digits: str, habits: Habits) -> tuple[str, float]:
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return digits, SURE
    last = digits.rindex(marks[-1])
    tail = len(digits) - last - 1
    if len(set(marks)) == 2 or (marks.count(marks[-1]) == 1 and tail != 3):  # noqa: PLR2004
        whole = re.sub(r"[.,]", "", digits[:last])
        return f"{whole}.{digits[last + 1 :]}", SURE
    joined = re.sub(r"[.,]", "", digits)
    if len(marks) > 1:
        return joined, SURE
    decimal = f"{digits[:last]}.{digits[last + 1 :]}"
    if digits[:last] == "0":
        return decimal, SURE
    if habits.decimal is not None:
        return decimal if marks[0] == habits.decimal else joined, LIKELY
    return joined, UNSURE


def _money(text: str, currency: str | None, habits: Habits) -> Parsed | None:
    if "%" in text:
        return None
    code = _CURRENCY.search(text)
    found = number(_CURRENCY.sub(" ", text), habits=habits)
    name = currency if code is None else _SYMBOLS.get(code.group(), code.group())
    if found is None or name is None:
        return None
    if name not in _THOUSANDTHS and re.fullmatch(r"-?[1-9]\d*\.\d{3}", found.value):
        found = Parsed(found.value.replace(".", ""), UNSURE)  # the mark is a foreign one
    return Parsed({"amount": found.value, "currency": name}, found.confidence)


def _quantity(text: str, habits: Habits) -> Parsed | None:
    unit = re.search(r"[^\W\d_]+\.?$", text)
    found = number(text[: unit.start()] if unit else text, habits=habits)
    if found is None:
        return None
    return Parsed({"value": found.value, "unit": unit.group() if unit else ""}, found.confidence)


def _date(text: str, habits: Habits) -> Parsed | None:
    year_first = re.search(r"\b(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})", text)
    if year_first:
        year, month, day = map(int, year_first.groups())
        return _iso(year, month, day, SURE)
    packed = re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", text)
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
        american_order = second > 12 or (bool(habits.month_first) and first <= 12)  # noqa: PLR2004
        if american_order:
            return _iso(year, first, second, LIKELY)
        if habits.month_first is False:
            return _iso(year, second, first, LIKELY)
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
