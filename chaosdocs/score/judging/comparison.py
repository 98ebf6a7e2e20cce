"""Typed comparison: what an answer says, and whether two answers say the same.

Answers come in the canonical form of `chaosdocs.truth.values`. A spelling is taken leniently where
that can forgive no fault: a number may be a JSON number, text may differ in case and spaces, a unit
may be the code or the word that is printed for it. No
locale is tried, no sign, date order or currency is guessed, nothing is rounded.

Every comparison is equality of keys, hence total, symmetric and reflexive; with a tolerance it is
the distance of two numbers, hence total and symmetric.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from chaosdocs.foundation.characters import seen
from chaosdocs.truth.values import Kind, decimal
from chaosdocs.truth.vocabulary import unit_code

Json: TypeAlias = Any
"""Anything that JSON can hold; nobody has vouched for it yet."""

LONGEST: Final = 20_000
"""No value of a field has more characters; a longer answer is junk and is not normalised."""
_MOST_BITS: Final = 256
"""Whole numbers of more bits, 77 digits, are no numbers."""

_dumps = json.JSONEncoder(ensure_ascii=False, default=repr).encode
_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """What one answer says.

    Attributes:
        key: Equal for equal answers of one kind.
        problem: Empty; ``schema`` where the JSON type is not the one asked for; ``form`` where it
            is but spells no value of the kind; ``no_currency`` where money has none.
        number: The number in it, where there is one.
    """

    key: Hashable
    problem: str = ""
    number: Decimal | None = None


def said(kind: Kind, raw: Json) -> Said:
    """Return what `raw` says as an answer of `kind`. Never raises.

    Args:
        kind: Kind of the field.
        raw: Any JSON value.

    Example:
        >>> said("number", 10.5).key == said("number", "10.50").key
        True
        >>> said("number", True).problem, said("date", "04.03.2024").problem
        ('schema', 'form')
    """
    if type(raw) is str:
        return _words(kind, raw)
    match kind:
        case "id" if type(raw) is int:
            return _words(kind, str(raw)) if raw.bit_length() < _MOST_BITS else _broken(raw)
        case "bool" if isinstance(raw, bool):
            return Said(("bool", raw))
        case "number" | "percent":
            number = _number(raw)
            return _broken(raw) if number is None else Said(("number", number), number=number)
        case "money":
            return _money(raw)
        case "quantity":
            return _quantity(raw)
        case "ids":
            return _ids(raw)
        case _:
            return _broken(raw)


@lru_cache(maxsize=65_536)
def _words(kind: Kind, raw: str) -> Said:
    if len(raw) > LONGEST:
        return Said(("junk", len(raw), hash_of(raw)), "form")
    match kind:
        case "text" | "multiline" | "enum":
            return Said(("text", folded(raw)))
        case "id":
            return Said(("id", _identifier(raw)))
        case "bool":
            return _broken(raw)
        case "ids":
            return Said(("ids", frozenset({("", _identifier(raw))})))
        case "date":
            return _date(raw)
        case "money":
            number = _number(raw)
            if number is None:
                return _odd(raw)
            return Said(("money", number, ""), "no_currency", number)
        case "number" | "percent":
            number = _number(raw)
            return _odd(raw) if number is None else Said(("number", number), number=number)
        case "quantity":
            number = _number(raw)
            return _odd(raw) if number is None else Said(("quantity", number, ""), number=number)


def same(kind: Kind, one: Json, other: Json, tolerance: Decimal = Decimal(0)) -> bool:
    """Return whether two answers of `kind` say the same.

    Args:
        kind: Kind of the field.
        one: An answer.
        other: Another.
        tolerance: By how much numbers may differ; everything beside the number must be equal.

    Example:
        >>> euro, dollar = ({"amount": "100", "currency": c} for c in ("EUR", "USD"))
        >>> cents = {"amount": "100.00", "currency": "EUR"}
        >>> same("money", euro, cents), same("money", euro, dollar)
        (True, False)
    """
    return agree(said(kind, one), said(kind, other), tolerance)


def agree(one: Said, other: Said, tolerance: Decimal = Decimal(0)) -> bool:
    """Return whether two sayings of one kind are the same, numbers within `tolerance`."""
    if one.key == other.key:
        return True
    if not tolerance or one.number is None or other.number is None:
        return False
    assert isinstance(one.key, tuple)  # noqa: S101 - a saying with a number has a tuple as key
    assert isinstance(other.key, tuple)  # noqa: S101
    return (
        one.key[2:] == other.key[2:]
        and not one.problem
        and not other.problem
        and abs(one.number - other.number) <= tolerance
    )


def folded(text: str) -> str:
    """Return `text` as it is compared: NFKC, without case, every run of spaces one space.

    Characters that show nothing do not count.

    Example:
        >>> folded(" M\u00fcller\u00a0 Gm\u200bbH ")
        'm\u00fcller gmbh'
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen(text)).casefold())
    return " ".join(plain.split())


def _identifier(raw: str) -> str:
    return unicodedata.normalize("NFKC", seen(raw)).strip()


def shown(raw: Json, longest: int = 200) -> str:
    """Return `raw` as JSON, cut to `longest` characters, halves of characters escaped.

    Never raises.
    """
    try:
        text = raw if isinstance(raw, str) else _dumps(raw)
    except (ValueError, RecursionError, TypeError):
        text = f"<{type(raw).__name__}>"
    text = text if len(text) <= longest else f"{text[:longest]}..."
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


def hash_of(text: str) -> str:
    """Return a short digest of a long text."""
    from chaosdocs.foundation.digest import sha256

    return sha256(text.encode("utf-8", "surrogatepass"))[:16]


def _number(raw: Json) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return Decimal(raw) if raw.bit_length() < _MOST_BITS else None
    if isinstance(raw, float):
        return Decimal(repr(raw)) if math.isfinite(raw) else None
    if isinstance(raw, str):
        try:
            return decimal(raw.strip())
        except ValueError:
            return None
    return None


def _money(raw: Json) -> Said:
    if not isinstance(raw, dict):
        number = _number(raw)
        if number is None:
            return _broken(raw)
        return Said(("money", number, ""), "no_currency", number)
    amount, currency = raw.get("amount"), raw.get("currency")
    if raw.keys() - {"amount", "currency"} or not isinstance(currency, str | None):
        return _broken(raw)
    if type(amount) is str:
        return _amount(amount, currency or "")
    number = _number(amount)
    return _broken(raw) if number is None else _amount(str(number), currency or "", number)


@lru_cache(maxsize=65_536)
def _amount(amount: str, currency: str, known: Decimal | None = None) -> Said:
    number = _number(amount) if known is None else known
    if number is None:
        return _odd([amount, currency])
    code = unicodedata.normalize("NFKC", currency[:LONGEST]).strip().upper()
    return Said(("money", number, code), "" if code else "no_currency", number)


def _quantity(raw: Json) -> Said:
    if not isinstance(raw, dict):
        number = _number(raw)
        return _broken(raw) if number is None else Said(("quantity", number, ""), number=number)
    value, unit = raw.get("value"), raw.get("unit")
    if raw.keys() - {"value", "unit"} or not isinstance(unit, str | None):
        return _broken(raw)
    if type(value) is str:
        return _count(value, unit or "")
    number = _number(value)
    return _broken(raw) if number is None else _count(str(number), unit or "", number)


@lru_cache(maxsize=65_536)
def _count(value: str, unit: str, known: Decimal | None = None) -> Said:
    number = _number(value) if known is None else known
    if number is None:
        return _odd([value, unit])
    name = unicodedata.normalize("NFKC", unit[:LONGEST]).strip()
    return Said(("quantity", number, unit_code(name)), number=number)


def _ids(raw: Json) -> Said:
    """What a set of identifiers says, or an object of such sets; an empty set says nothing."""
    sides = raw.items() if isinstance(raw, dict) else (("", raw),)
    found: set[tuple[str, str]] = set()
    for side, names in sides:
        for name in names if isinstance(names, list) else () if names is None else (names,):
            if isinstance(name, bool) or not isinstance(name, str | int):
                return _broken(raw)
            told = said("id", name)
            if told.problem or not isinstance(told.key, tuple):
                return _broken(raw)
            found.add((side, told.key[1]))
    return Said(("ids", frozenset(found)))


def _date(raw: str) -> Said:
    match = _DATE.fullmatch(raw.strip())
    if match is None:
        return _odd(raw)
    year, month, day = match.groups()
    try:
        dt.date(int(year), int(month), int(day or 1))
    except ValueError:
        return _odd(raw)
    return Said(("date", match[0]))


def _broken(raw: Json) -> Said:
    return Said(("junk", hash_of(shown(raw, LONGEST))), "schema")


def _odd(raw: Json) -> Said:
    return Said(("junk", hash_of(shown(raw, LONGEST))), "form")
