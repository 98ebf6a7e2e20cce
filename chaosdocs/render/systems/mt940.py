"""A bank statement as MT940: SWIFT fields, the sign in a mark beside the amount, balances.

Every amount has a mark: ``C`` and ``D``, and ``RC`` and ``RD`` for the reversal of a credit and of
a debit, so that ``RC`` takes money out. Opening and entries make the closing balance. Banks differ:
some leave the entry date out, some write ``:86:`` as free text, others in numbered fields ``?20``
to ``?29`` of 27 characters.

Evidence: SWIFT User Handbook, MT940 (field 61: subfield 3 is D, C, RC or RD); wolph/mt940#130 and
#131 (RC read as a credit); nemiah/phpFinTS#341; nemiah/phpFinTS#199 and
mschindler83/fints-hbci-php#86 (the year of the entry date). The outside witness mt-940 reads the
structure; the released version gives RC the wrong sign, so the balances settle the sign.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems import entries
from chaosdocs.render.systems.lowering import rows_of
from chaosdocs.render.systems.segmenting import (
    Draft,
    Item,
    chance,
    cut,
    encoding_for,
    say,
    wrapped,
)
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Lure, Statement
from chaosdocs.truth.values import Money

SIGNS: Final = {"C": "+", "D": "-", "RC": "-", "RD": "+"}
_REVERSAL: Final = {"C": "RD", "D": "RC"}
_REVERSALS: Final = 25
"""Of a thousand entries: corrections are rare, and every bank has them."""
_FIELD, _LINE, _FIELDS = 27, 65, 10
_NUMBERS: Final = {"?00": (0,), "?20": (*range(20, 30), *range(60, 64)), "?32": (32, 33)}
"""First number of a field to the numbers that go on with it."""
_FRIDAY: Final = 4
_CODES: Final = ("NTRF", "NMSC", "NDDT", "NCHG", "NSTO")
_ANY: Final = 2
"""How many of these codes fit any payment."""
PATHS: Final = frozenset(
    {
        "/iban",
        "/account",
        "/routing",
        "/statement_number",
        "/period_end",
        "/currency",
        "/opening_balance",
        "/closing_balance",
    }
    | entries.PATHS
)
"""What account messages of banks have places for."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: a decimal comma, no groups, six digits for a date."""
    del record, medium
    return Convention(name="mt940", decimal=",", group="", date="yyMMdd", signs=SIGNS)


def segments(values: StatementSet) -> Segments:
    """Return the fields of the statement, from ``:20:`` to ``:62F:``."""
    draft = Draft(values)
    record = values.record
    draft.line(":20:", f"STARTUMS{chance(record.id, 'file') % 10**6:06}")
    iban, account, routing = (draft.first(p) for p in ("/iban", "/account", "/routing"))
    slash = "/" if routing is not None and account is not None else ""
    nothing = "NONREF" if iban is None and account is None and routing is None else ""
    draft.line(":25:", say(iban), say(routing), slash, say(account), nothing)
    number = draft.first("/statement_number")
    in_set = entries.in_set(record)
    draft.line(":28C:", f"{first_day(record).month:05}/001" if in_set else say(number))
    currency = draft.first("/currency")
    _balance(draft, ":60F:", "/opening_balance", _day_before(record), currency)
    for row in rows_of(values):
        _entry(draft, row, structured=chance(record.id, "shape") % 2 == 0)
    _balance(draft, ":62F:", "/closing_balance", say(draft.first("/period_end")), None)
    draft.rest(lambda label, piece: _free(draft, label, piece))
    draft.line("-")
    options = {
        "encoding": encoding_for(values, "ascii", "cp1252"),
        "newline": "\r\n",
        "escape": "",
        "file_name": "document.sta",
    }
    return draft.done("mt940", options)


def first_day(record: Record) -> dt.date:
    """Return the first day of a statement's period."""
    days = [value for value in record.facts.values() if isinstance(value, dt.date)]
    first = record.facts.get("/period_start", min(days, default=dt.date(2024, 1, 2)))
    return first if isinstance(first, dt.date) else dt.date(2024, 1, 2)


def _day_before(record: Record) -> str:
    """The opening balance is that of the working day before the period."""
    day = first_day(record)
    day -= dt.timedelta(days=1 + max(0, (day.weekday() - 1) % 7 - _FRIDAY))
    return f"{day:%y%m%d}"


def _balance(draft: Draft, tag: str, path: str, day: Item, currency: Statement | None) -> None:
    """Mark, day, currency and amount; one code is both that of the account and of the amount."""
    balance = draft.first(path)
    if balance is None and currency is None and isinstance(day, str):
        return  # a day that belongs to no balance
    number, mark, code = _parts(balance)
    if currency is not None and balance is not None and currency.text == code:
        balance = _lent(draft, balance, code)
        code = ""
    draft.line(
        tag,
        say(balance, mark) if mark else "",
        day,
        say(currency),
        say(balance, code) if code else "",
        say(balance, number, main=True),
        _comma(number),
    )


def _lent(draft: Draft, money: Statement, code: str) -> Statement:
    """Place an amount that shows no currency: another place says which it is."""
    text = " ".join(word for word in money.text.split(" ") if word != code)
    return draft.written(money, text, currency=f"column:{code}")


def _parts(money: Statement | None) -> tuple[str, str, str]:
    """Number, mark and currency."""
    if money is None:
        return "", "", ""
    number, mark, code = (part_of(money, part) for part in ("number", "mark", "currency"))
    return number, mark, code


def _comma(number: str) -> str:
    """A number has a comma always: ``180,``."""
    return "," if number.isdigit() else ""


def _entry(draft: Draft, row: str, *, structured: bool) -> None:
    at = entries.entry_paths(draft.values.record)
    in_set = entries.in_set(draft.values.record)
    valued = draft.first(at.valued, row)
    booked = draft.first(at.booked, row)
    number = draft.first(at.number, row)
    record_id = draft.values.record.id
    entry = _booked(draft, valued, booked)
    lends = booked is not None and entry.main
    draft.line(
        ":61:",
        replace(say(valued), lends=(booked.id,), lent=6) if booked and lends else say(valued),
        entry,
        *_amount(draft, row, at),
        _CODES[chance(record_id, row, "code") % (_ANY if in_set else len(_CODES))],
        "NONREF//" if in_set else "" if number is not None else "NONREF",
        say(number),
        row=row,
    )
    if in_set:
        parts = [(name, draft.first(path, row)) for name, path in _tagged(at, structured).items()]
        _tags(draft, [(name, each) for name, each in parts if each is not None], row, structured)
    else:
        text = draft.first(at.text, row)
        if text is not None:
            _information(draft, text, row, structured=structured)
    if booked is not None and booked.text and not entry.text:
        _free(draft, booked.label, say(booked), row=row)
    for each in draft.rest_of(row):
        _free(draft, each.label, say(each), row=row)


def _booked(draft: Draft, valued: Statement | None, booked: Statement | None) -> Piece:
    """The entry date is month and day; its year is the one that brings it next to the value date.

    Without a value date it stands behind its label among the information.
    """
    if booked is None or not booked.text:
        return say(booked)
    day, value = booked.value, None if valued is None else valued.value
    if (
        valued is None
        or not isinstance(day, dt.date)
        or not isinstance(value, dt.date)
        or valued.text != f"{value:%y%m%d}"
        or booked.text != f"{day:%y%m%d}"
    ):
        return Piece(text="")
    booked = draft.written(booked, f"{valued.text} {day:%m%d}", date="near yyMMdd MMdd")
    return say(booked, f"{day:%m%d}", main=True)


def _amount(draft: Draft, row: str, at: entries.EntryPaths) -> list[Item]:
    amount = draft.first(at.amount, row)
    number, mark, code = _parts(amount)
    if amount is None or not number:
        return [say(amount)]
    money = amount.value
    if _is_reversal(draft, row, at) and mark in _REVERSAL and isinstance(money, Money):
        text = f"{amount.text.removesuffix(mark)}{_REVERSAL[mark]}"
        mark = _REVERSAL[mark]
        wrong = Lure(Money(-money.amount, money.currency), "reversal-ignored")
        amount = draft.written(amount, text, lures=(wrong,))
    if code in {"", _currency(draft)}:
        amount = _lent(draft, amount, code)
    else:
        number = f"{number} {code}"
    marked = say(amount, mark) if mark else ""
    return [marked, say(amount, number, main=True), _comma(number)]


def _is_reversal(draft: Draft, row: str, at: entries.EntryPaths) -> bool:
    """Whether an entry is marked as a reversal: as banks do, in a set as its type says."""
    if not at.kind:
        return chance(draft.values.record.id, row, "reversal") % 1000 < _REVERSALS
    kind = draft.first(at.kind, row)
    return kind is not None and entries.is_reversal(kind.text)


def _currency(draft: Draft) -> str:
    """The account's currency, which the balances state."""
    for path in ("/opening_balance", "/closing_balance"):
        _, _, code = _parts(draft.values.statements.get(f"{path}#1"))
        if code:
            return code
    return ""


def _information(draft: Draft, text: Statement, row: str, *, structured: bool) -> None:
    pieces = cut(text.text, _FIELD) if structured else wrapped(text.text, _LINE)
    if not pieces:
        draft.line(":86:", say(text), row=row)
    elif structured:
        code = chance(draft.values.record.id, row, "code") % 200 + 1
        fields: list[Item] = [":86:", f"{code:03}"]
        for place, piece in enumerate(pieces):
            fields += [f"?{20 + place if place < _FIELDS else 50 + place}", say(text, piece)]
        draft.line(*fields, row=row)
    else:
        draft.line(":86:", say(text, pieces[0]), row=row)
        for piece in pieces[1:]:
            draft.line(say(text, piece), row=row)


def _tagged(at: entries.EntryPaths, structured: bool) -> Mapping[str, str]:
    """Return field number or code word to schema path, in the order of field 86."""
    if structured:
        return {"?00": at.kind, "?20": at.text, "?32": at.party}
    return {"/TRTP/": at.kind, "/NAME/": at.party, "/REMI/": at.text}


def _tags(
    draft: Draft,
    parts: Sequence[tuple[str, Statement]],
    row: str,
    structured: bool,
) -> None:
    """Write field 86 of an entry of a set: each part behind its field numbers or its code word.

    German banks number fields of 27 characters; Dutch banks write code words between slashes, in
    lines of 65 characters that end between words.
    """
    if structured:
        code = chance(draft.values.record.id, row, "code") % 200 + 1
        items: list[Item] = [":86:", f"{code:03}"]
        long: list[Statement] = []
        for name, statement in parts:
            pieces = cut(statement.text, _FIELD) or [""]
            numbers = _NUMBERS[name]
            if len(pieces) > len(numbers):
                long.append(statement)
                continue
            for number, piece in zip(numbers, pieces, strict=False):
                items += [f"?{number:02}", say(statement, piece)]
        draft.line(*items, row=row)
        for statement in long:
            _free(draft, statement.label, say(statement), row=row)
        return
    items, room = [":86:"], _LINE
    for name, statement in parts:
        pieces = wrapped(statement.text, _LINE - len(name)) or [""]
        if room < _LINE and len(name) + len(pieces[0]) > room:
            draft.line(*items, row=row)
            items, room = [], _LINE
        items += [name, say(statement, pieces[0])]
        room -= len(name) + len(pieces[0])
        for piece in pieces[1:]:
            draft.line(*items, row=row)
            items, room = [say(statement, piece)], _LINE - len(piece)
    draft.line(*items, row=row)


def _free(draft: Draft, label: str, piece: Piece, row: str | None = None) -> None:
    """A statement or sentence that has no field: a line of information to the account owner."""
    draft.line(":86:", f"{label}: " if label else "", piece, row=row)


SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("text",),
    domains=entries.DOMAINS,
    paths=PATHS,
    fixed=True,
    told="The key of an entry is the bank's reference, behind // in field 61. Its date is the "
    "entry date, the four digits behind the value date. C and RD put money in, D and RC take it "
    "out. Field 86 has type, text and name: in ?00, ?20 to ?29 and ?32 to ?33, or behind /TRTP/, "
    "/REMI/ and /NAME/.",
    outside=("mt-940",),
    witness="signs by the balances",
)
