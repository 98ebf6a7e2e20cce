"""A bank statement in fixed width: a record a line, every field at its place, amounts in cents.

Mainframes of banks write it: ``H`` is the account, ``M`` a movement, ``T`` the trailer with the
number of movements and a hash total over their amounts. Numbers are filled with zeros and their
sign is the last character of the field, texts with blanks. Who shifts a column reads another
amount.

Evidence: NACHA Operating Rules, appendix three (records of 94 bytes, zero-filled cents, hash
totals), which moov-io/ach writes; no outside library reads this one: a second table of its fields,
by another hand, reads it in our tests.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems.lowering import rows_of
from chaosdocs.render.systems.segmenting import Draft, Item, encoding_for, say
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention, minor_digits
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

SIGNS: Final = "+:+|-:-"
_NUMBER, _TEXT, _CODE, _DATE = 15, 60, 12, 8
_PATHS: Final = frozenset(
    {
        "/iban",
        "/account",
        "/routing",
        "/currency",
        "/period_start",
        "/period_end",
        "/opening_balance",
        "/closing_balance",
        "/lines/*/booking_date",
        "/lines/*/value_date",
        "/lines/*/description",
        "/lines/*/reference",
        "/lines/*/amount",
    }
)


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: eight digits for a date, no marks in numbers."""
    del record, medium
    return Convention(name="fixed", group="", date="yyyyMMdd", currency="after")


def segments(values: StatementSet) -> Segments:
    """Return header, movements and trailer."""
    return _File(values).segments()


class _File:
    def __init__(self, values: StatementSet) -> None:
        self._draft = Draft(values)
        self._first = self._draft.first
        self._currency = self._first("/currency")
        self._hash = 0

    def segments(self) -> Segments:
        values = self._draft.values
        account = self._first("/iban") or self._first("/account")
        self._draft.line(
            "H",
            *_left(self._first("/routing"), _CODE),
            *_left(account, 34),
            *_left(self._currency, 3),
            *_left(self._first("/period_start"), _DATE),
            *_left(self._first("/period_end"), _DATE),
            *self._amount(self._first("/opening_balance")),
            *self._amount(self._first("/closing_balance")),
        )
        self._hash = 0
        rows = rows_of(values)
        for row in rows:
            self._movement(row)
        self._draft.rest(self._free)
        self._draft.line(f"T{len(rows):06}{self._hash % 10**_NUMBER:0{_NUMBER}}")
        options = {
            "encoding": encoding_for(values, "cp1252"),
            "newline": "\r\n",
            "escape": "",
        }
        return self._draft.done("fixed_width", options)

    def _movement(self, row: str) -> None:
        self._draft.line(
            "M",
            *_left(self._first("/lines/*/booking_date", row), _DATE),
            *_left(self._first("/lines/*/value_date", row), _DATE),
            *_left(self._first("/lines/*/reference", row), _CODE),
            *self._amount(self._first("/lines/*/amount", row)),
            *_left(self._first("/lines/*/description", row), _TEXT),
            row=row,
        )
        for each in self._draft.rest_of(row):
            self._free(each.label, say(each))

    def _amount(self, money: Statement | None) -> list[Item]:
        """Digits in the smallest unit, zeros before them, the sign behind them."""
        if money is None or not money.text:
            return [say(money), " " * (_NUMBER + 1)]
        value, code = money.value, part_of(money, "currency")
        stated = self._currency is not None and self._currency.text == code
        if not isinstance(value, Money) or not stated or value.currency != code:
            return _left(money, _NUMBER + 1)
        places = minor_digits(code)
        size = value.amount.scaleb(places)
        if size != size.to_integral_value():
            return _left(money, _NUMBER + 1)
        digits = f"{int(abs(size)):0{_NUMBER}}"
        mark = "-" if value.amount < 0 else "+"
        self._hash += int(abs(size.quantize(Decimal(1))))
        made = self._draft.written(
            money, f"{digits} {mark}", currency=f"column:{code}", signs=SIGNS
        )
        if places:
            made = self._draft.written(made, made.text, scale=str(-places))
        return [say(made, digits, main=True), say(made, mark)]

    def _free(self, label: str, piece: Piece) -> None:
        """What has no field: a record of text."""
        self._draft.line("X", f"{label}: " if label else "", piece)


def _left(statement: Statement | None, width: int) -> list[Item]:
    """A field filled with blanks at its right."""
    piece = say(statement)
    return [piece, " " * max(width - len(piece.text), 0)]


SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("text",),
    domains=("statement",),
    paths=_PATHS,
    fixed=True,
    witness="no outside library: a second table of its fields",
)
