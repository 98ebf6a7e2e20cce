"""A bank statement as OFX 1.0.2: SGML, values behind tags that nothing ends.

The header names encoding and character set. Amounts have their sign; ``TRNTYPE`` says it again.
``FITID`` is the bank's number of an entry, ``NAME`` has room for 32 characters, longer texts stand
in ``MEMO``. There is no opening balance: it follows from the closing one and the entries.

Evidence: OFX 1.0.2, section 11 (banking). The outside witnesses are ofxtools, which is strict, and
ofxparse.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems import entries
from chaosdocs.render.systems.lowering import again, rows_of
from chaosdocs.render.systems.segmenting import Draft, chance, data, encoding_for, made_on, say
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

_NAME: Final = 32
_PATHS: Final = frozenset(
    {
        "/iban",
        "/account",
        "/routing",
        "/period_start",
        "/period_end",
        "/currency",
        "/closing_balance",
    }
    | entries.PATHS - {"/lines/*/type"}
)


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: a sign and a point, eight digits for a date."""
    del record, medium
    return Convention(name="ofx", group="", date="yyyyMMdd", currency="after")


def segments(values: StatementSet) -> Segments:
    """Return header and message, a tag on each line."""
    return _Statement(values).segments()


class _Statement:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._draft = Draft(values)
        self._currency = self._draft.first("/currency")
        self._at = entries.entry_paths(values.record)

    def segments(self) -> Segments:
        record = self._values.record
        encoding = encoding_for(self._values, "ascii", "cp1252")
        known = encoding != "utf-8"
        self._lines(
            "OFXHEADER:100", "DATA:OFXSGML", "VERSION:102", "SECURITY:NONE",
            f"ENCODING:{'USASCII' if known else 'UTF-8'}",
            f"CHARSET:{'1252' if known else 'NONE'}",
            "COMPRESSION:NONE", "OLDFILEUID:NONE", "NEWFILEUID:NONE", "", "<OFX>",
            "<SIGNONMSGSRSV1>", "<SONRS>", "<STATUS>", "<CODE>0", "<SEVERITY>INFO", "</STATUS>",
            f"<DTSERVER>{made_on(record):%Y%m%d}083000", "<LANGUAGE>ENG", "</SONRS>",
            "</SIGNONMSGSRSV1>", "<BANKMSGSRSV1>", "<STMTTRNRS>",
            f"<TRNUID>{chance(record.id, 'request') % 10**6}",
            "<STATUS>", "<CODE>0", "<SEVERITY>INFO", "</STATUS>", "<STMTRS>",
        )  # fmt: skip
        self._tag("CURDEF", self._currency)
        self._account()
        self._lines("<BANKTRANLIST>")
        end = self._draft.first("/period_end")
        self._tag("DTSTART", self._draft.first("/period_start"))
        self._tag("DTEND", end)
        for row in rows_of(self._values):
            self._entry(row)
        self._lines("</BANKTRANLIST>", "<LEDGERBAL>")
        balance = self._draft.first("/closing_balance")
        if balance is not None:
            self._tag("BALAMT", self._lent(balance))
        if end is not None:
            self._tag("DTASOF", self._draft.put(again(end, 2)))
        self._lines("</LEDGERBAL>")
        self._draft.rest(self._free)
        self._lines("</STMTRS>", "</STMTTRNRS>", "</BANKMSGSRSV1>", "</OFX>")
        options = {
            "encoding": "cp1252" if known else encoding,
            "newline": "\n",
            "escape": "sgml",
            "file_name": "document.ofx",
        }
        return self._draft.done("ofx", options)

    def _lines(self, *texts: str) -> None:
        for text in texts:
            self._draft.line(text)

    def _tag(self, name: str, statement: Statement | None, row: str | None = None) -> None:
        if statement is not None:
            self._draft.line(f"<{name}>", say(statement), row=row)

    def _account(self) -> None:
        self._lines("<BANKACCTFROM>")
        iban, routing = self._draft.first("/iban"), self._draft.first("/routing")
        if routing is not None:
            self._tag("BANKID", routing)
        elif iban is not None or self._at.party:
            self._lines("<BANKID>INTL")
        self._tag("ACCTID", iban or self._draft.first("/account"))
        self._lines("<ACCTTYPE>CHECKING", "</BANKACCTFROM>")

    def _lent(self, money: Statement) -> Statement:
        """An amount is in the currency of the account."""
        code = part_of(money, "currency")
        if self._currency is None or not code or self._currency.text != code:
            return self._draft.put(money)
        number = part_of(money, "number")
        return self._draft.written(money, number, currency=f"column:{code}")

    def _entry(self, row: str) -> None:
        self._draft.line("<STMTTRN>", row=row)
        amount = self._draft.first(self._at.amount, row)
        value = None if amount is None else amount.value
        negative = isinstance(value, Money) and value.amount < 0
        kind = "OTHER" if not isinstance(value, Money) else "DEBIT" if negative else "CREDIT"
        self._draft.line(f"<TRNTYPE>{kind}", row=row)
        self._tag("DTPOSTED", self._draft.first(self._at.booked, row), row)
        self._tag("DTAVAIL", self._draft.first(self._at.valued, row), row)
        if amount is not None:
            self._tag("TRNAMT", self._lent(amount), row)
        self._tag("FITID", self._draft.first(self._at.number, row), row)
        text = self._draft.first(self._at.text, row)
        if self._at.party:
            self._said(self._draft.first(self._at.party, row), text, row)
        elif text is not None:
            self._tag("NAME" if len(text.text) <= _NAME else "MEMO", text, row)
        for each in self._draft.rest_of(row):
            self._free(each.label, say(each))
        self._draft.line("</STMTTRN>", row=row)

    def _said(self, party: Statement | None, text: Statement | None, row: str) -> None:
        """The other side of an entry of a set, and what the payer wrote: one memo at most."""
        memo = [each for each in (party, text) if each is not None]
        if party is not None and len(party.text) <= _NAME:
            self._tag("NAME", party, row)
            memo.remove(party)
        if memo:
            first, *more = memo
            rest = (piece for each in more for piece in (" / ", say(each)))
            self._draft.line("<MEMO>", say(first), *rest, row=row)

    def _free(self, label: str, piece: Piece) -> None:
        """What has no tag: a line of information."""
        self._draft.line("<MEMO>", data(f"{label}: " if label else ""), piece)


SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("text",),
    domains=entries.DOMAINS,
    paths=_PATHS,
    fixed=True,
    told="The key of an entry is its FITID, its date is its DTPOSTED.",
    outside=("ofxtools", "ofxparse"),
)
