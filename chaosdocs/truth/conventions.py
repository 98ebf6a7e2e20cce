"""Conventions: how a system or a template writes values, as data, and the one writer.

Every statement holds the convention that its text is written in. The evidence states it as a text,
`spec`, so that a witness can parse what is shown without knowing who wrote it::

    de_DE;decimal=,;group=.;date=dd.MM.yyyy;minus=lead;currency=after
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, assert_never

from chaosdocs.truth.dates import EPOCH, counted
from chaosdocs.truth.values import Money, Month, Quantity, Value, plain

Minus = Literal["lead", "trailing", "paren", "none"]
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH_LONG = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_GERMAN_LONG = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
_FRENCH_LONG = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_JAPANESE = tuple(f"{month}月" for month in range(1, 13))
MONTHS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (_ENGLISH, _ENGLISH_LONG),
    "de": (tuple(m[:3] for m in _GERMAN_LONG), _GERMAN_LONG),
    "fr": (
        ("janv.", "févr.", "mars", "avr.", "mai", "juin",
         "juil.", "août", "sept.", "oct.", "nov.", "déc."),
        _FRENCH_LONG,
    ),
    "ja": (_JAPANESE, _JAPANESE),
}  # fmt: skip
"""Language to its twelve short and twelve long month names."""

_CODED = frozenset({"enum", "bool", "quantity"})
"""Kinds whose values are codes, or have one."""
_MINUS_OF: Mapping[str, str] = {"": "{}", "turned": "turned", "open": "{}|turned"}
_MINOR_DIGITS = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "TND": 3}
YES_NO: Mapping[str, tuple[str, str]] = {
    "en": ("Yes", "No"),
    "de": ("Ja", "Nein"),
    "fr": ("Oui", "Non"),
    "ja": ("はい", "いいえ"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """How values are written.

    Attributes:
        name: Informative: a locale such as ``de_DE``; its language names the months.
        decimal: The decimal mark; two, separated by ``|``, where the document leaves open which.
        group: The mark between groups of three digits; empty for none; two as with `decimal`.
        date: Pattern of dd, MM, yyyy, yy, MMM, MMMM, d, M and literal characters; two as with
            `decimal`. ``@s`` and ``@ms`` count since 1970 (`chaosdocs.truth.dates`).
        minus: Where the sign of a negative number stands.
        currency: ``after`` or ``before`` the number, ``none``, or ``column:EUR`` where it is
            stated once for a column or a document.
        words: Code to the word that is shown for it (enums, booleans, units).
        scale: Power of ten that shown amounts are to be multiplied with.
        other_scale: Another such power, where the document leaves open which of the two.
        sign: ``turned`` where amounts have the other sign, ``open`` where that is not told.
        joint: The mark between several values that one text shows; empty where it shows one.
        part: Which of these values is meant, counted from 1, and how many there are.
        signs: Mark to ``+`` or ``-``, where a mark beside the number gives its sign (``DR``,
            ``RC``, the head of a column); the first mark of a sign is the usual one.
        garbled: The code page in which bytes of UTF-8 were read, so that texts show two letters for
            one; empty where they were not.
        note: The mark of a footnote that stands behind the number; empty where there is none.
    """

    name: str
    decimal: str = "."
    group: str = ","
    date: str = "yyyy-MM-dd"
    minus: Minus = "lead"
    currency: str = "after"
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    scale: int = 0
    other_scale: int | None = None
    sign: Literal["", "turned", "open"] = ""
    joint: str = ""
    part: tuple[int, int] = (1, 1)
    signs: Mapping[str, str] = field(default_factory=dict, hash=False)
    garbled: str = ""
    note: str = ""

    @property
    def settled(self) -> bool:
        """Whether there is one way to read what is written under it.

        Example:
            >>> Convention(name="en_US", decimal=".|,", group=",|.").settled
            False
        """
        if self.sign or self.joint or self.other_scale is not None:
            return False
        return not any("|" in part for part in (self.decimal, self.group, self.date))

    def spec(self, kind: str = "enum") -> str:
        """Return the text that states this convention for values of a kind: words for codes only.

        Example:
            >>> Convention(name="de_DE", decimal=",", group=".").spec()
            'de_DE;decimal=,;group=.;date=yyyy-MM-dd;minus=lead;currency=after'
        """
        parts = [
            self.name,
            f"decimal={self.decimal}",
            f"group={self.group}",
            f"date={self.date}",
            f"minus={_MINUS_OF[self.sign].format(self.minus)}",
            f"currency={self.currency}",
        ]
        if self.words and kind in _CODED:
            parts.append("words=" + "|".join(f"{k}:{v}" for k, v in self.words.items()))
        if self.other_scale is not None:
            parts.append(f"scale={self.scale}|{self.other_scale}")
        elif self.scale:
            parts.append(f"scale={self.scale}")
        if self.joint:
            parts += [f"joint={self.joint}", f"part={self.part[0]}/{self.part[1]}"]
        if self.signs:
            parts.append("signs=" + "|".join(f"{k}:{v}" for k, v in self.signs.items()))
        if self.garbled:
            parts.append(f"garbled={self.garbled}")
        if self.note:
            parts.append(f"note={self.note}")
        return ";".join(parts)


def write(value: Value, convention: Convention) -> str:
    """Return `value` as `convention` writes it.

    Example:
        >>> german = Convention(name="de_DE", decimal=",", group=".", date="dd.MM.yyyy")
        >>> write(Money(Decimal("-1234.5"), "EUR"), german)
        '-1.234,50 EUR'
        >>> write(dt.date(2024, 3, 4), german)
        '04.03.2024'
    """
    match value:
        case bool():
            yes, no = YES_NO.get(convention.name.partition("_")[0], YES_NO["en"])
            return convention.words.get(str(value).lower(), yes if value else no)
        case str():
            return value if value in {"true", "false"} else convention.words.get(value, value)
        case Decimal():
            return write_number(value, convention)
        case dt.date():
            return write_date(value, convention.date.partition("|")[0], convention.name)
        case Month():
            return f"{value.month:02}/{value.year:04}"
        case Quantity():
            number = write_number(value.value, convention)
            unit = convention.words.get(value.unit, value.unit)
            return f"{number} {unit}" if unit else number
        case Money():
            amount = money_amount(value, convention.scale)
            mark = f" {mark_of(amount, convention)}" if convention.signs else ""
            number = write_number(abs(amount) if mark else amount, convention)
            if convention.currency == "after":
                return f"{number} {value.currency}{mark}"
            if convention.currency == "before":
                return f"{value.currency} {number}{mark}"
            return f"{number}{mark}"
        case _:
            assert_never(value)


def mark_of(number: Decimal, convention: Convention) -> str:
    """Return the usual mark of a number's sign, or an empty text where no mark gives it.

    Example:
        >>> mark_of(Decimal(-3), Convention(name="mt940", signs={"C": "+", "D": "-", "RC": "-"}))
        'D'
    """
    wanted = "-" if number < 0 else "+"
    return next((mark for mark, sign in convention.signs.items() if sign == wanted), "")


def minor_digits(currency: str) -> int:
    """Return how many digits amounts in `currency` have after the decimal mark (ISO 4217)."""
    return _MINOR_DIGITS.get(currency, 2)


def money_amount(money: Money, scale: int = 0) -> Decimal:
    """Return the amount with at least the digits of its currency, divided by 10**`scale`."""
    amount = money.amount.scaleb(-scale)
    digits = max(minor_digits(money.currency) + min(scale, 0), 0)
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < digits:
        amount = amount.quantize(Decimal(1).scaleb(-digits))
    return amount


def write_number(number: Decimal, convention: Convention) -> str:
    """Return `number` with the marks of `convention`; its digits are kept as they are.

    Example:
        >>> write_number(Decimal("-1234567.50"), Convention(name="x", minus="trailing"))
        '1,234,567.50-'
    """
    whole, _, fraction = plain(abs(number)).partition(".")
    digits = convention.group.join(_groups(whole)) if convention.group else whole
    text = f"{digits}{convention.decimal}{fraction}" if fraction else digits
    if number >= 0:
        return text
    return signed(text, convention.minus)


def signed(text: str, minus: Minus) -> str:
    """Return the unsigned number `text` as a negative one."""
    match minus:
        case "lead":
            return f"-{text}"
        case "trailing":
            return f"{text}-"
        case "paren":
            return f"({text})"
        case "none":
            return text
        case _:
            assert_never(minus)


def write_date(date: dt.date, pattern: str, locale: str = "en_US") -> str:
    """Return `date` by `pattern`; beside the name of a month, French writes the first as 1er.

    Example:
        >>> write_date(dt.date(2024, 3, 4), "d MMMM yyyy", "fr_FR")
        '4 mars 2024'
        >>> write_date(dt.date(2024, 8, 1), "d MMMM yyyy", "fr_FR")
        '1er août 2024'
    """
    first = date.day == 1 and "MMM" in pattern and locale.startswith("fr")
    short, long = MONTHS.get(locale.partition("_")[0], MONTHS["en"])
    out: list[str] = []
    at = 0
    parts = {
        "yyyy": f"{date.year:04}",
        "yy": f"{date.year % 100:02}",
        "MMMM": long[date.month - 1],
        "MMM": short[date.month - 1],
        "MM": f"{date.month:02}",
        "M": str(date.month),
        "dd": f"{date.day:02}",
        "d": "1er" if first else str(date.day),
    }
    while at < len(pattern):
        epoch = EPOCH.match(pattern, at)
        if epoch is not None:
            out.append(counted(date, epoch[0]))
            at = epoch.end()
            continue
        for token, text in parts.items():
            if pattern.startswith(token, at):
                out.append(text)
                at += len(token)
                break
        else:
            out.append(pattern[at])
            at += 1
    return "".join(out)


def _groups(whole: str) -> list[str]:
    head = len(whole) % 3
    groups = [whole[:head]] if head else []
    return groups + [whole[i : i + 3] for i in range(head, len(whole), 3)]


LOCALES: Mapping[str, Convention] = {
    "en_US": Convention(name="en_US", decimal=".", group=",", date="MMMM d, yyyy"),
    "de_DE": Convention(name="de_DE", decimal=",", group=".", date="dd.MM.yyyy"),
    "fr_FR": Convention(name="fr_FR", decimal=",", group="\u202f", date="d MMMM yyyy"),
    "ja_JP": Convention(name="ja_JP", decimal=".", group=",", date="yyyy年M月d日"),
}
"""How a careful template writes in each locale: no date that could be taken for another."""
