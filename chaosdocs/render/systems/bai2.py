"""A bank statement as BAI2: records of commas, the sign in a code, no decimal point.

A group (``02``) is a day: its date is that of every entry below. The code of an entry says what it
is and so its sign: 100 to 399 is money that comes in, 400 to 699 money that goes out. Amounts are
in the smallest unit of the currency. Texts go on in ``88``; ``49``, ``98`` and ``99`` have totals
to check by.

Evidence: BAI Cash Management Balance Reporting, version 2; ministryofjustice/bai2#50 and #60
(continued records, empty fields). The outside witness is bai2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems import entries
from chaosdocs.render.systems.lowering import again, rows_of
from chaosdocs.render.systems.segmenting import (
    Draft,
    Item,
    chance,
    encoding_for,
    made_on,
    say,
    wrapped,
)
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention, minor_digits, write_number
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

_CREDITS: Final = ("165", "175", "195", "301")
_DEBITS: Final = ("455", "475", "495", "698")
_ANY: Final = 3
"""How many of these codes fit any payment."""
_SIGNS: Final = "|".join([*(f"{code}:+" for code in _CREDITS), *(f"{c}:-" for c in _DEBITS)])
_TEXT: Final = 60
_FROM, _TO = "ORIG CO NAME:", "BENE NAME:"
"""Tags of the other side's name in the accounts of sets."""
_OPENING, _CLOSING = ("010", "040"), ("015", "045")
"""Codes of the ledger's balance and of the available one."""
_PATHS: Final = frozenset(
    {
        "/iban",
        "/account",
        "/routing",
        "/currency",
        "/opening_balance",
        "/closing_balance",
    }
    | entries.PATHS - {"/lines/*/type"}
)


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: no point, six digits for a date."""
    del record, medium
    return Convention(name="bai2", group="", date="yyMMdd", currency="after")


def segments(values: StatementSet) -> Segments:
    """Return the records, from 01 to 99."""
    return _File(values).segments()


class _File:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._draft = Draft(values)
        self._first = self._draft.first
        self._at = entries.entry_paths(values.record)
        self._currency = self._first("/currency")
        self._sums: list[int] = []
        self._group_sums: list[int] = []
        self._records = 0

    def segments(self) -> Segments:
        record = self._values.record
        sender, receiver = (f"{chance(record.id, each) % 10**9:09}" for each in ("from", "to"))
        made = made_on(record)
        self._put("01,", f"{sender},{receiver},{made:%y%m%d},0615,1,80,,2/")
        groups = [list(rows) for _, rows in groupby(rows_of(self._values), key=self._day)] or [[]]
        for place, rows in enumerate(groups):
            self._group(rows, place, last=place == len(groups) - 1, receiver=receiver)
        total = sum(self._group_sums)
        self._put("99,", f"{total},{len(groups)},{self._records + 1}/")
        options = {
            "encoding": encoding_for(self._values, "ascii", "cp1252"),
            "newline": "\n",
            "escape": "",
            "file_name": "document.bai",
        }
        return self._draft.done("bai2", options)

    def _put(self, *items: Item, row: str | None = None) -> None:
        self._records += 1
        self._draft.line(*items, row=row)

    def _day(self, row: str) -> str:
        booked = self._values.statements.get(f"{self._at.booked.replace('*', row)}#1")
        return "" if booked is None else booked.text

    def _group(self, rows: Sequence[str], place: int, *, last: bool, receiver: str) -> None:
        before = self._records
        self._sums = []
        routing = self._first("/routing")
        code: Item = say(self._repeated(self._currency, place))
        bank: Item = say(self._repeated(routing, place)) if routing is not None else "INTL"
        self._put(f"02,{receiver},", bank, ",1,", *self._date(rows), ",,", code, ",2/")
        account = self._first("/iban") or self._first("/account")
        number, own = self._repeated(account, place), self._repeated(self._currency, place, 1)
        summary: list[Item] = []
        if place == 0:
            summary += self._status(_OPENING, "/opening_balance")
        if last:
            summary += self._status(_CLOSING, "/closing_balance")
        start = self._records
        self._put("03,", say(number), ",", say(own), *(summary or [",,,,"]), "/")
        for row in rows:
            self._entry(row)
        if last:
            self._draft.rest(self._free)
        total = sum(self._sums)
        self._put("49,", f"{total},{self._records - start + 1}/")
        self._group_sums.append(total)
        self._put("98,", f"{total},1,{self._records - before + 1}/")

    def _repeated(self, statement: Statement | None, place: int, more: int = 0) -> Statement | None:
        """A statement once more in every group; in the first one it is itself."""
        if statement is None or (place == 0 and not more):
            return statement
        return self._draft.put(again(statement, 2 * place + more + 1))

    def _date(self, rows: Sequence[str]) -> list[Item]:
        """The day of a group, which is that of all its entries."""
        dates = [self._first(self._at.booked, row) for row in rows]
        known = [each for each in dates if each is not None]
        if not known:
            return [f"{made_on(self._values.record) + dt.timedelta(days=1):%y%m%d}"]
        first, *others = known
        if not first.text:
            return [say(each) for each in known]
        lends = tuple(each.id for each in others)
        return [replace(say(first), lends=lends, lent=len(first.text))]

    def _status(self, codes: tuple[str, str], path: str) -> list[Item]:
        """A balance, twice: nothing is held back."""
        balance = self._first(path)
        if balance is None:
            return []
        items: list[Item] = []
        for code, each in zip(codes, (balance, again(balance, 2)), strict=True):
            shown = self._minor(each)
            self._sums.append(_size(shown.text))
            items += [f",{code},", say(shown), ",,"]
        return items

    def _minor(self, money: Statement, mark: str = "") -> Statement:
        """Place an amount in the smallest unit of its currency; it may leave its sign to a mark."""
        value, code = money.value, part_of(money, "currency")
        if not isinstance(value, Money) or not code or value.currency != code:
            return self._draft.put(money)
        if self._currency is None or self._currency.text != code:
            return self._draft.put(money)
        places = minor_digits(code)
        size = value.amount.scaleb(places)
        if size != size.to_integral_value():
            return self._draft.put(money)
        bare = abs(size) if mark else size
        text = write_number(bare.quantize(Decimal(1)), Convention(name="bai2", group=""))
        made = self._draft.written(money, text, currency=f"column:{code}")
        if places:
            made = self._draft.written(made, text, scale=str(-places))
        return self._draft.written(made, f"{text} {mark}", signs=_SIGNS) if mark else made

    def _entry(self, row: str) -> None:
        amount = self._first(self._at.amount, row)
        value = None if amount is None else amount.value
        negative = isinstance(value, Money) and value.amount < 0
        fitting = _ANY if self._at.party else len(_CREDITS)
        codes = (_DEBITS if negative else _CREDITS)[:fitting]
        code = codes[chance(self._values.record.id, row, "code") % len(codes)]
        items: list[Item] = [f"{code},"]
        if amount is not None and amount.text:
            made = self._minor(amount, code)
            if made.text.endswith(f" {code}"):
                number = made.text.removesuffix(f" {code}")
                self._sums.append(_size(number))
                items = [say(made, code), ",", say(made, number, main=True)]
            else:
                items = ["890,", say(made)]  # a code that says no sign
        elif amount is not None:
            items = ["890,", say(amount)]
        valued = self._first(self._at.valued, row)
        funds: list[Item] = [",Z,"] if valued is None else [",V,", say(valued), ",,"]
        reference, text = (
            self._first(self._at.number, row),
            self._first(self._at.text, row),
        )
        lines = wrapped(text.text, _TEXT) if text is not None else []
        said: Item = "" if text is None else say(text, lines[0] if lines else "")
        self._put("16,", *items, *funds, say(reference), ",,", said, row=row)
        for more in lines[1:]:
            self._put("88,", say(text, more), row=row)
        if self._at.party:
            self._party(self._first(self._at.party, row), _TO if negative else _FROM)
        for each in self._draft.rest_of(row):
            self._free(each.label, say(each))

    def _party(self, party: Statement | None, tag: str) -> None:
        """The other side of an entry, behind the tag that says whether it pays or is paid."""
        if party is not None:
            first, *more = wrapped(party.text, _TEXT) or [""]
            self._put("88,", tag, say(party, first))
            for each in more:
                self._put("88,", say(party, each))

    def _free(self, label: str, piece: Piece) -> None:
        """What has no field: a continuation of the record before it."""
        self._put("88,", f"{label}: " if label else "", piece)


def _size(text: str) -> int:
    """An amount as the totals count it, its sign with it."""
    bare = text.removeprefix("-")
    return int(text) if bare.isdigit() else 0


SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("text",),
    domains=entries.DOMAINS,
    paths=_PATHS,
    fixed=True,
    told="The key of an entry is the bank's reference in record 16, its date is that of the record "
    "02 above. Codes from 100 to 399 put money in, codes from 400 to 699 take it out.",
    outside=("bai2",),
)
