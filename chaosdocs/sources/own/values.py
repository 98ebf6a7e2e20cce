"""What stands in the user's files, as typed values."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from decimal import Decimal

from chaosdocs.foundation.characters import seen, uncarried
from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.rows import MOST_CHARACTERS
from chaosdocs.truth.values import Kind, Money, Month, Quantity, Value, decimal, plain

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ].*)?)?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")
_YES = frozenset({"true", "yes", "1", "y"})
_NO = frozenset({"false", "no", "0", "n"})
_LARGEST = 24
"""Most digits before the point."""
_WANTED: dict[Kind, str] = {
    "money": "a plain number such as 1234.56",
    "quantity": "a plain number such as 3 or 2.5",
    "number": "a plain number such as 14",
    "percent": "a plain number: 19 for 19 %",
    "date": "a date such as 2024-03-31",
    "bool": "true or false",
}


def value_of(
    kind: Kind, raw: object, *, unit: str, options: tuple[str, ...], where: str
) -> Value | None:
    """Return the value that `raw` stands for, or None where it stands for nothing.

    White space in texts becomes one space. Of kind ``multiline`` each line break stays.

    Args:
        kind: Kind of the field.
        raw: What stands there: JSON, a cell, or a value of a validated model.
        unit: Currency of an amount, or unit of a quantity, that does not say its own.
        options: For kind ``enum``: the allowed values.
        where: File, line and field, for errors.

    Raises:
        UserError: `raw` is no value of that kind.

    Example:
        >>> value_of("money", "1234.50", unit="EUR", options=(), where="")
        Money(amount=Decimal('1234.50'), currency='EUR')
    """
    thing = raw.value if isinstance(raw, enum.Enum) else raw
    if thing is None or (isinstance(thing, str) and not thing.strip()):
        return None
    match kind:
        case "text" | "multiline" | "id" | "enum":
            return _text(kind, thing, options, where)
        case "bool":
            return _bool(thing, where)
        case "date":
            return _date(thing, where)
        case "number" | "percent":
            return _number(kind, thing, where)
        case "money":
            amount, currency = _pair(thing, "amount", "currency", unit)
            if not _CURRENCY.fullmatch(currency):
                raise UserError(
                    f"{currency!r} is not a currency",
                    where=where,
                    hint="write a code of three capital letters, such as EUR",
                )
            return Money(_number(kind, amount, where), currency)
        case "quantity":
            count, code = _pair(thing, "value", "unit", unit)
            return Quantity(_number(kind, count, where), code)
        case "ids":
            raise UserError("no field of a record is a set of identifiers", where=where)


def _text(kind: Kind, thing: object, options: tuple[str, ...], where: str) -> str:
    match thing:
        case str():
            text = _lines(thing) if kind == "multiline" else " ".join(thing.split())
        case bool():
            text = str(thing).lower()
        case int():
            text = str(thing)
        case Decimal() if thing == thing.to_integral_value():
            text = plain(thing.to_integral_value())
        case Decimal():
            text = plain(thing)
        case dt.date() | float():
            text = str(thing)
        case _:
            raise UserError(f"a {type(thing).__name__} stands where a text should", where=where)
    if len(text) > MOST_CHARACTERS:
        raise UserError(
            f"a text has {len(text)} characters; at most {MOST_CHARACTERS} are read", where=where
        )
    odd = uncarried(text)
    if odd is not None:
        raise UserError(
            f"{text[:40]!r} holds a character that cannot be printed: U+{ord(odd):04X}", where=where
        )
    if text and not seen(text).strip():
        raise UserError(f"{text[:40]!r} shows nothing", where=where)
    if kind == "enum" and options and text not in options:
        raise UserError(f"{text!r} is not allowed", where=where, allowed=options, given=text)
    return text


def _lines(text: str) -> str:
    """A text with single spaces inside its lines, without empty lines at its ends."""
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _bool(thing: object, where: str) -> bool:
    if isinstance(thing, bool):
        return thing
    small = str(thing).strip().lower()
    if small not in _YES | _NO:
        raise _wrong("bool", thing, where)
    return small in _YES


def _date(thing: object, where: str) -> dt.date | Month:
    if isinstance(thing, dt.datetime):
        return thing.date()
    if isinstance(thing, dt.date | Month):
        return thing
    match = _DATE.fullmatch(thing.strip()) if isinstance(thing, str) else None
    if match is None:
        raise _wrong("date", thing, where)
    year, month, day = match.groups()
    try:
        first = dt.date(int(year), int(month), int(day or 1))
    except ValueError as error:
        raise _wrong("date", thing, where) from error
    return first if day is not None else Month(first.year, first.month)


def _number(kind: Kind, thing: object, where: str) -> Decimal:
    match thing:
        case bool():
            raise _wrong(kind, thing, where)
        case int() | Decimal():
            number = Decimal(thing)
        case float():
            number = Decimal(repr(thing))
        case str():
            try:
                number = decimal(thing.strip())
            except ValueError as error:
                raise _wrong(kind, thing, where) from error
        case _:
            raise _wrong(kind, thing, where)
    if not number.is_finite() or number.adjusted() >= _LARGEST or number.adjusted() < -_LARGEST:
        raise _wrong(kind, thing, where)
    return Decimal(plain(number))


def _pair(thing: object, value: str, unit: str, default: str) -> tuple[object, str]:
    if isinstance(thing, Mapping):
        said = thing.get(unit)
        said = said.value if isinstance(said, enum.Enum) else said
        return thing.get(value), default if said is None else str(said)
    return thing, default


def _wrong(kind: Kind, thing: object, where: str) -> UserError:
    formula = isinstance(thing, str) and thing.startswith("=")
    return UserError(
        f"{str(thing)[:60]!r} is not {_WANTED[kind]}",
        where=where,
        hint="formulas are not computed: save their values" if formula else "",
    )
