"""Rows of cells as parsers of messages make them: pairs of label and value, then tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

Grid = list[list[str]]
_MINOR: Final = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "TND": 3}


def rows(pairs: Iterable[tuple[str, str]], *tables: list[Mapping[str, str]]) -> Grid:
    """Return pairs and tables below each other, an empty row before each table.

    Example:
        >>> rows([("IBAN", "DE1")], [{"Amount": "1"}, {"Amount": "2"}])
        [['IBAN', 'DE1'], [], ['Amount'], ['1'], ['2']]
    """
    grid = [[label, value] for label, value in pairs if value]
    for table in tables:
        heads = list(dict.fromkeys(head for row in table for head in row))
        if heads:
            grid += [[], heads, *([row.get(head, "") for head in heads] for row in table)]
    return grid


def amount(number: str, sign: str = "+", currency: str = "", *, decimal: str = ".") -> str:
    """Return a number with its sign, a decimal point and its currency; other text as it is.

    Example:
        >>> amount("1250,5", "-", "EUR", decimal=","), amount("n/a")
        ('-1250.50 EUR', 'n/a')
    """
    bare = number.strip().replace(" ", "")
    if decimal == ",":
        bare = bare.replace(".", "").replace(",", ".")
    try:
        value = Decimal(bare.rstrip(".") if bare.endswith(".") else bare)
    except InvalidOperation:
        return number
    return written(-value if sign == "-" else value, currency)


def minor(number: str, sign: str = "+", currency: str = "") -> str:
    """Return an amount that is written in the smallest unit of its currency.

    Example:
        >>> minor("18000", "-", "USD"), minor("18000", "+", "JPY")
        ('-180.00 USD', '18000 JPY')
    """
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        return number
    value = value.scaleb(-_MINOR.get(currency, 2))
    return written(-value if sign == "-" else value, currency)


def written(value: Decimal, currency: str = "") -> str:
    """Return a number with at least the places of its currency, and the currency."""
    places = _MINOR.get(currency, 2)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < places:
        value = value.quantize(Decimal(1).scaleb(-places))
    return f"{value:f} {currency}".rstrip()


def day(digits: str) -> str:
    """Return a date of six or eight digits, year first, in its ISO form; other text as it is.

    Example:
        >>> day("260304"), day("20260304"), day("x")
        ('2026-03-04', '2026-03-04', 'x')
    """
    bare = digits.strip()
    if not bare.isdigit() or len(bare) not in {6, 8}:
        return digits
    whole = bare if len(bare) == 8 else f"{_century(bare[:2])}{bare}"  # noqa: PLR2004
    return f"{whole[:4]}-{whole[4:6]}-{whole[6:]}"


def _century(short: str) -> str:
    return "20" if int(short) < 70 else "19"  # noqa: PLR2004 - the usual pivot
