r"""Typed values: what a field can be, and its canonical JSON form.

A value is immutable and hashable. Canonical forms are those of the answer files:
money ``{"amount": "1234.56", "currency": "EUR"}``, quantity ``{"value": "3", "unit": "EA"}``,
dates ISO 8601 (``2024-03-04``, or ``2024-03`` at month resolution), numbers and percents decimal
strings (``19`` is 19 %), booleans ``true`` and ``false``, everything else text. A text of kind
``multiline`` has its line breaks as ``\n``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal, TypeAlias, assert_never

from chaosdocs.foundation.quickly import quickly

Kind = Literal[
    "text",
    "multiline",
    "id",
    "enum",
    "money",
    "quantity",
    "number",
    "percent",
    "date",
    "bool",
    "ids",
]
"""What an answer can be asked for. ``ids`` is a set of identifiers, equal as sets: only answers
about several documents or rows have it, no document states it."""
KINDS: tuple[Kind, ...] = (
    "text",
    "multiline",
    "id",
    "enum",
    "money",
    "quantity",
    "number",
    "percent",
    "date",
    "bool",
)
"""The kinds of the values that documents state."""
NUMERIC: frozenset[Kind] = frozenset({"money", "quantity", "number", "percent"})
"""The kinds whose values are numbers, with a currency or a unit or without one."""


@quickly
@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in a currency. `currency` is an ISO 4217 code.

    Example:
        >>> print(Money(Decimal("12.50"), "EUR"))
        12.50 EUR
    """

    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.currency}"


@quickly
@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A number of units. `unit` is a code such as ``EA``, or empty."""

    value: Decimal
    unit: str = ""

    def __str__(self) -> str:
        return f"{plain(self.value)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A date known to the month only."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


Value: TypeAlias = str | bool | Decimal | dt.date | Month | Money | Quantity
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

_MONEY = {"amount", "currency"}
_AS_IN: Mapping[Kind, str] = {
    "money": '; write {"amount": "1234.56", "currency": "EUR"}',
    "quantity": '; write {"value": "3", "unit": "EA"}',
    "number": '; write a string such as "12.5"',
    "percent": '; write a string such as "19", which is 19 %',
    "bool": "; write true or false",
}
"""What the message about a value of the wrong form adds."""
_QUANTITY = {"value", "unit"}
_PLAIN = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def to_json(value: Value) -> Json:
    """Return the canonical JSON form of `value`.

    Example:
        >>> to_json(Money(Decimal("1234.50"), "EUR"))
        {'amount': '1234.50', 'currency': 'EUR'}
    """
    match value:
        case bool() | str():
            return value
        case Decimal():
            return plain(value)
        case dt.date():
            return value.isoformat()
        case Month():
            return f"{value.year:04}-{value.month:02}"
        case Money():
            return {"amount": plain(value.amount), "currency": value.currency}
        case Quantity():
            return {"value": plain(value.value), "unit": value.unit}
        case _:
            assert_never(value)


def from_json(kind: Kind, json: Json) -> Value:
    """Return the value of `kind` that the canonical form `json` stands for.

    Raises:
        ValueError: `json` is no canonical form of `kind`.

    Example:
        >>> from_json("date", "2024-03-04")
        datetime.date(2024, 3, 4)
    """
    if isinstance(json, str):
        if kind in {"text", "multiline", "id", "enum"}:
            return json
        if kind in {"number", "percent"}:
            return decimal(json)
        if kind == "date":
            return _date(json)
    elif isinstance(json, bool) and kind == "bool":
        return json
    elif isinstance(json, dict) and kind == "money" and json.keys() == _MONEY:
        amount, currency = json["amount"], json["currency"]
        if isinstance(amount, str) and isinstance(currency, str):
            return Money(decimal(amount), currency)
    elif isinstance(json, dict) and kind == "quantity" and json.keys() == _QUANTITY:
        number, unit = json["value"], json["unit"]
        if isinstance(number, str) and isinstance(unit, str):
            return Quantity(decimal(number), unit)
    raise ValueError(f"{json!r} is not a canonical {kind}{_AS_IN.get(kind, '')}")


def decimal(text: str) -> Decimal:
    """Return the plain decimal number that `text` spells: digits, one point, a leading minus.

    Raises:
        ValueError: `text` is anything else (exponents, NaN, spaces and group marks included).
    """
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"{text!r} is not a plain decimal number")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only numbers
        raise ValueError(f"{text!r} is not a plain decimal number") from error


def plain(number: Decimal) -> str:
    """Return `number` without exponent, its trailing zeros kept.

    Example:
        >>> plain(Decimal("1E+3")), plain(Decimal("2.50"))
        ('1000', '2.50')
    """
    return f"{number:f}"


def key(value: Value) -> str:
    """Return a text that is equal for equal values only: for sorting, sets and digests.

    Example:
        >>> key(Decimal("2.50")) == key(Decimal("2.5"))
        True
    """
    match value:
        case bool():
            return f"bool:{value}"
        case str():
            return f"text:{value}"
        case Decimal():
            return f"number:{_normal(value)}"
        case dt.date():
            return f"date:{value.isoformat()}"
        case Month():
            return f"date:{value.year:04}-{value.month:02}"
        case Money():
            return f"money:{_normal(value.amount)} {value.currency}"
        case Quantity():
            return f"quantity:{_normal(value.value)} {value.unit}"
        case _:
            assert_never(value)


def covers(coarse: str, fine: str) -> bool:
    """Return whether a key is that of the same value, or of the month that a date lies in.

    Example:
        >>> covers("date:2024-03", "date:2024-03-04"), covers("date:2024-03-04", "date:2024-03")
        (True, False)
    """
    return coarse == fine or (coarse.startswith("date:") and fine.startswith(f"{coarse}-"))


def displays(shown: Value, exact: Value) -> bool:
    """Return whether `shown` is `exact`, or what is left of it when it is rounded for a display.

    Halves are rounded away from zero.

    Example:
        >>> displays(Decimal(13), Decimal("12.50")), displays(Decimal("12.50"), Decimal(13))
        (True, False)
    """
    match shown, exact:
        case Money(), Money():
            return shown.currency == exact.currency and _rounds(shown.amount, exact.amount)
        case Quantity(), Quantity():
            return shown.unit == exact.unit and _rounds(shown.value, exact.value)
        case Decimal(), Decimal():
            return _rounds(shown, exact)
        case _:
            return key(shown) == key(exact)


def _rounds(shown: Decimal, exact: Decimal) -> bool:
    return exact == shown or exact.quantize(shown, ROUND_HALF_UP) == shown


def in_common(said: Sequence[AbstractSet[str]]) -> frozenset[str]:
    """Return the keys that every one of several sets covers, the finest where a month covers one.

    Example:
        >>> sorted(in_common([{"date:2024-03"}, {"date:2024-03-04", "date:2024-04-03"}]))
        ['date:2024-03-04']
    """
    if not said:
        return frozenset()
    kept = {
        one for one in frozenset().union(*said) if all(any(covers(k, one) for k in s) for s in said)
    }
    return frozenset(k for k in kept if not any(k != one and covers(k, one) for one in kept))


def _normal(number: Decimal) -> str:
    text = plain(number)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _date(text: str) -> dt.date | Month:
    match = _ISO_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 date")
    year, month, day = match.groups()
    if day is None:
        dt.date(int(year), int(month), 1)
        return Month(int(year), int(month))
    return dt.date(int(year), int(month), int(day))
