"""Dates by pattern: the witness's own month names and its own parser."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from chaosdocs.proof.reading.normal import normal
from chaosdocs.truth.values import Month

_NAMES = {
    "en": (
        "jan january",
        "feb february",
        "mar march",
        "apr april",
        "may",
        "jun june",
        "jul july",
        "aug august",
        "sep sept september",
        "oct october",
        "nov november",
        "dec december",
    ),
    "de": (
        "jan januar jän jänner",
        "feb februar",
        "mär mrz märz",
        "apr april",
        "mai",
        "jun juni",
        "jul juli",
        "aug august",
        "sep sept september",
        "okt oktober",
        "nov november",
        "dez dezember",
    ),
    "fr": (
        "janv jan janvier",
        "févr fév février",
        "mars",
        "avr avril",
        "mai",
        "juin",
        "juil juillet",
        "août aoû",
        "sept sep septembre",
        "oct octobre",
        "nov novembre",
        "déc décembre",
    ),
}


def _table(names: Sequence[str]) -> dict[str, int]:
    return {word: number for number, words in enumerate(names, 1) for word in words.split()}


MONTHS: Mapping[str, Mapping[str, int]] = {language: _table(n) for language, n in _NAMES.items()}
"""Language to month name, small letters and without a point, to the number of the month."""

ANY_MONTH: Mapping[str, int] = {word: n for names in MONTHS.values() for word, n in names.items()}
"""Month names of all languages; no name stands for two months."""

YES_NO: Mapping[str, tuple[str, str]] = {
    "en": ("Yes", "No"),
    "de": ("Ja", "Nein"),
    "fr": ("Oui", "Non"),
    "ja": ("はい", "いいえ"),
}
"""Language to the words for true and false."""

_TOKEN = re.compile(r"y+|M+|d+|@(?:ms|s)(?:[+-]\d+)?")
_GROUPS = {
    "yyyy": ("y", r"(\d{4})"),
    "yy": ("s", r"(\d{2})"),
    "MMMM": ("n", r"([^\W\d_]+\.?|\d{1,2}月)"),
    "MMM": ("n", r"([^\W\d_]+\.?|\d{1,2}月)"),
    "MM": ("m", r"(\d{2})"),
    "M": ("m", r"(\d{1,2})"),
    "dd": ("d", r"(\d{2})"),
    "d": ("d", r"(\d{1,2})(?:(?<=\b1)er)?"),
}
_PIVOT = 70
_NEAR = "near "


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> tuple[re.Pattern[str], str]:
    out, order, at = [], "", 0
    pattern = normal(pattern)
    for token in _TOKEN.finditer(pattern):
        if token[0].startswith("@"):
            out += [re.escape(pattern[at : token.start()]), r"(-?\d{1,15})"]
            order += token[0]
            at = token.end()
            continue
        if token[0] not in _GROUPS:
            raise ValueError(f"{token[0]!r} in the date pattern {pattern!r}")
        name, group = _GROUPS[token[0]]
        out += [re.escape(pattern[at : token.start()]), group]
        order += name
        at = token.end()
    out.append(re.escape(pattern[at:]))
    return re.compile("".join(out)), order


def read_dates(
    shown: str, patterns: Sequence[str], name: str, *, month: bool = False
) -> list[dt.date | Month]:
    """Return every date that `shown` can mean under any of `patterns`.

    Args:
        shown: Text under `normal`.
        patterns: Of yyyy, yy, MMMM, MMM, MM, M, dd, d and literal characters; ``@s`` and ``@ms``
            count seconds and milliseconds since 1970, with the minutes that the writer's clock is
            ahead of UTC behind a sign.
        name: Name of the convention; its language names the months.
        month: Whether a month may stand for a date.

    A pattern ``near yyMMdd MMdd`` is of a date without its year, behind the one that it is next to:
    ``200101 1230`` is the 30th of December 2019.

    Raises:
        ValueError: A pattern has a letter that means nothing.

    Example:
        >>> read_dates("04/03/2024", ("dd/MM/yyyy", "MM/dd/yyyy"), "en_US")
        [datetime.date(2024, 3, 4), datetime.date(2024, 4, 3)]
    """
    found: list[dt.date | Month] = []
    for pattern in patterns:
        if pattern.startswith(_NEAR):
            found += _near(shown, pattern.removeprefix(_NEAR), name)
    plain = [pattern for pattern in patterns if not pattern.startswith(_NEAR)]
    for pattern in (*plain, *(("MM/yyyy", "yyyy-MM") if month else ())):
        compiled, order = _compiled(pattern)
        match = compiled.fullmatch(shown)
        if match is None:
            continue
        if order.startswith("@"):
            date: dt.date | Month | None = _counted(match[1], order)
        else:
            date = _date(dict(zip(order, match.groups(), strict=True)), name.partition("_")[0])
        if date is not None and date not in found:
            found.append(date)
    return found


def _near(shown: str, pattern: str, name: str) -> list[dt.date | Month]:
    """The date of a day and a month that is next to another date."""
    bases = read_dates(shown.partition(" ")[0], (pattern.partition(" ")[0],), name)
    days = shown.partition(" ")[2]
    if not bases or not isinstance(bases[0], dt.date) or not re.fullmatch(r"\d{4}", days):
        return []
    base, there = bases[0], []
    for year in (base.year - 1, base.year, base.year + 1):
        try:
            there.append(dt.date(year, int(days[:2]), int(days[2:])))
        except ValueError:
            continue
    return [min(there, key=lambda day: abs(day - base))] if there else []


def _counted(count: str, token: str) -> dt.date | None:
    """Return the day, by the writer's clock, of the moment that is counted."""
    thousands = token.startswith("@ms")
    ahead = int(token.removeprefix("@ms").removeprefix("@s") or "0")
    seconds = int(count) // 1000 if thousands else int(count)
    try:
        return dt.date.fromordinal(719_163 + (seconds + 60 * ahead) // (24 * 60 * 60))
    except (OverflowError, ValueError):
        return None


def _date(parts: Mapping[str, str], language: str) -> dt.date | Month | None:
    if "s" in parts:
        short = int(parts["s"])
        year = short + (2000 if short < _PIVOT else 1900)
    else:
        year = int(parts.get("y", "0"))
    if "n" in parts:
        word = parts["n"].rstrip(".").casefold()
        month = int(word[:-1]) if word.endswith("月") else MONTHS.get(
            language, MONTHS["en"]
        ).get(word, 0)  # fmt: skip
    else:
        month = int(parts.get("m", "0"))
    try:
        if "d" in parts:
            return dt.date(year, month, int(parts["d"]))
        dt.date(year, month, 1)
        return Month(year, month)
    except ValueError:
        return None
