"""What the cells of a table show, and what they hold where they are typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from types import MappingProxyType

from chaosdocs.documents.table import Row, Table
from chaosdocs.render.parts import part_of
from chaosdocs.truth.conventions import (
    MONTHS,
    Convention,
    money_amount,
    signed,
    write,
    write_number,
)
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money, Quantity, Value, plain

DIGITS = 15
"""Spreadsheets keep no more digits of a number."""
FIRST_DAY = dt.date(1900, 3, 1)
"""Before it spreadsheets disagree about the number of a day."""
_DATE_TOKENS: Mapping[str, str] = MappingProxyType(
    {"yyyy": "yyyy", "yy": "yy", "MMMM": "mmmm", "MMM": "mmm", "MM": "mm", "M": "m",
     "dd": "dd", "d": "d"}
)  # fmt: skip


def texts_of(table: Table, row: Row) -> list[str]:
    """Return what the cells of `row` show: an empty head is that of its column."""
    statements = table.statements
    texts = [
        c.text
        if c.statement is None
        else part_of(statements[c.statement], c.part)
        if c.part
        else statements[c.statement].text
        for c in row.cells
    ]
    if row.role != "header":
        return texts
    heads = (column.header for column in table.columns)
    return [text or head for text, head in zip(texts, heads, strict=True)]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a typed cell holds.

    Attributes:
        value: The number or the date.
        raw: It as plain text: a number without marks of groups, an ISO date.
        shape: The number format that shows it as the statement's convention writes it.
        shown: What is seen, under the statement's convention.
        convention: The convention of `raw`.
    """

    value: Decimal | dt.date
    raw: str
    shape: str
    shown: str
    convention: Convention


def typed(statement: Statement, shown_as: str = "", decimal: str = "") -> Typed | None:
    """Return what a typed cell for `statement` holds, or None where it has to be a text.

    It is typed as long as the statement shows what its convention writes for its value: an edited
    text, an ambiguous one and a masked one are texts, and so are codes with leading zeros.

    Args:
        statement: The statement.
        shown_as: A number format for the digits that shows less, such as ``0``, or empty; one with
            a percent sign holds a percentage as its hundredth.
        decimal: The decimal mark of the sheet, or empty where it is any: a cell shows numbers with
            the marks of its sheet, so that those of another country are texts.

    Example:
        >>> from chaosdocs.truth.statements import says
        >>> us = Convention(name="en_US", minus="paren")
        >>> money = Money(Decimal("-1234.50"), "EUR")
        >>> statement = Statement(id="/t#1", ref="/t", kind="money", text="(1,234.50) EUR",
        ...             claim=says(money), convention=us)
        >>> typed(statement).shape
        '#,##0.00" EUR";(#,##0.00)" EUR"'
        >>> typed(statement, "#,##0").shown
        '(1,235) EUR'
        >>> typed(replace(statement, text="1,234.50- EUR")) is None
        True
    """
    value = statement.value
    if value is None or isinstance(value, str | bool):
        return None
    convention = statement.convention
    if convention is None or not convention.settled:
        return None
    if decimal and not isinstance(value, dt.date) and convention.decimal != decimal:
        return None
    return _typed(value, statement.text, convention, shown_as)


@lru_cache(maxsize=4096)
def _typed(value: Value, text: str, convention: Convention, shown_as: str) -> Typed | None:
    if convention.scale or convention.signs or text != write(value, convention):
        return None
    if isinstance(value, dt.date):
        return _date(value, convention, text)
    if shown_as.endswith("%"):
        return _hundredth(value, convention, shown_as)
    number, before, after = _parts(value, convention)
    if number is None or len(number.as_tuple().digits) > DIGITS:
        return None
    exponent = number.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    digits = shown_as or _digits(places, grouped=bool(convention.group))
    currency = f"column:{value.currency}" if isinstance(value, Money) else "none"
    return Typed(
        value=number,
        raw=plain(number),
        shape=_number_format(digits, convention, before, after),
        shown=_less(number, shown_as, convention, before, after) if shown_as else text,
        convention=Convention(name="raw", group="", currency=currency),
    )


def _hundredth(value: Value, convention: Convention, shape: str) -> Typed | None:
    """A percentage as spreadsheets hold it: 5.75 as 0.0575, shown by its format as 5.8 %."""
    if not isinstance(value, Decimal) or len(value.as_tuple().digits) > DIGITS:
        return None
    places = len(shape.removesuffix("%").partition(".")[2])
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    held = value.scaleb(-2).normalize()
    return Typed(
        value=held,
        raw=plain(held),
        shape=shape,
        shown=f"{write_number(rounded, convention)}%",
        convention=Convention(name="raw", group="", currency="none", scale=2),
    )


def _parts(value: Value, convention: Convention) -> tuple[Decimal | None, str, str]:
    """The number of `value`, and what is written before and after its digits."""
    match value:
        case bool():
            return None, "", ""
        case Decimal():
            return value, "", ""
        case Quantity():
            return value.value, "", f" {value.unit}" if value.unit else ""
        case Money():
            amount = money_amount(value)
            before = f"{value.currency} " if convention.currency == "before" else ""
            return amount, before, f" {value.currency}" if convention.currency == "after" else ""
        case _:
            return None, "", ""


def _digits(places: int, *, grouped: bool) -> str:
    whole = "#,##0" if grouped else "0"
    return f"{whole}.{'0' * places}" if places else whole


def _number_format(digits: str, convention: Convention, before: str, after: str) -> str:
    left, right = (f'"{text}"' if text else "" for text in (before, after))
    plus = f"{left}{digits}{right}"
    if convention.minus == "lead" and not before:
        return plus
    return f"{plus};{left}{signed(digits, convention.minus)}{right}"


def _less(number: Decimal, shown_as: str, convention: Convention, before: str, after: str) -> str:
    """What a format with fewer places shows."""
    places = len(shown_as.partition(".")[2])
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    mark = convention.group or ("," if convention.decimal == "." else ".")
    marks = replace(convention, group=mark if "," in shown_as else "")
    return f"{before}{write_number(rounded, marks)}{after}"


def _date(date: dt.date, convention: Convention, text: str) -> Typed | None:
    english = MONTHS.get(convention.name.partition("_")[0], MONTHS["en"]) == MONTHS["en"]
    if date < FIRST_DAY or ("MMM" in convention.date and not english):
        return None
    shape, at = "", 0
    while at < len(convention.date):
        token = next((t for t in _DATE_TOKENS if convention.date.startswith(t, at)), None)
        if token is None:
            char = convention.date[at]
            shape += char if char in " .-/" else f'"{char}"'
            at += 1
        else:
            shape += _DATE_TOKENS[token]
            at += len(token)
    raw = Convention(name="raw", group="", currency="none")
    return Typed(value=date, raw=date.isoformat(), shape=shape, shown=text, convention=raw)


def number_of(statement: Statement) -> Decimal | None:
    """Return the number that a statement says plainly, without its currency or unit."""
    if statement.value is None:
        return None
    return _parts(statement.value, Convention(name="raw"))[0]
