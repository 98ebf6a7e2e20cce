"""An invoice as EDIFACT INVOIC: a qualifier says what each date, amount and party is.

``DTM+137`` is the day of the invoice and ``DTM+13`` the day it is due; ``MOA+77`` the total,
``MOA+79`` the sum of the lines, ``MOA+124`` the tax; ``NAD+SU`` the seller and ``NAD+BY`` the
buyer. UNA states the marks, or is left out where they are the usual ones; some partners write a
decimal comma. ``?`` releases a mark that is data. UNT counts the segments.

Evidence: UN/EDIFACT directories D.96A and D.01B, INVOIC; ISO 9735 (syntax, UNA, release character);
metormote/edifact-xml#8 (a comma in UNA is refused); xlate/staedi#407 (no UNA, comma or point);
php-edifact/edifact-generator#12. The outside witness is pydifact.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems.composing import Composer, Element
from chaosdocs.render.systems.lowering import rows_of
from chaosdocs.render.systems.segmenting import Draft, chance, cut, encoding_for, say
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement

_DIRECTORIES: Final = ("D:96A:UN:EAN008", "D:01B:UN:EAN010")
_TEXT: Final = 70
_USUAL: Final = "UNA:+.? "
_NO_UNA: Final = 2


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: as a line of digits; some partners write a comma."""
    del medium
    decimal = "," if _style(record) == 1 else "."
    return Convention(name="edifact", decimal=decimal, group="", date="yyyyMMdd")


def segments(values: StatementSet) -> Segments:
    """Return the interchange, from UNA or UNB to UNZ."""
    return _Invoice(values).segments()


def _style(record: Record) -> int:
    """0 and 3: UNA with the usual marks; 1: UNA with a decimal comma; 2: no UNA."""
    return chance(record.id, "marks") % 4


class _Invoice:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._draft = Draft(values)
        self._composer = Composer(self._draft, "+", ":")
        self._put = self._composer.segment
        self._first = self._draft.first
        self._currency = self._first("/currency")

    def segments(self) -> Segments:
        record = self._values.record
        style = _style(record)
        encoding = encoding_for(self._values, "latin-1")
        if style != _NO_UNA:
            self._draft.line(_USUAL.replace(".", ",") if style == 1 else _USUAL)
        syntax = ("UNOC", "3") if encoding == "latin-1" else ("UNOW", "4")
        reference = f"{chance(record.id, 'file') % 10**8:08}"
        sender, receiver = (f"{chance(record.id, each) % 10**12:012}0" for each in ("from", "to"))
        self._put("UNB", syntax, (sender, "14"), (receiver, "14"), ("240101", "0600"), reference)
        self._composer.count = 0
        directory = _DIRECTORIES[chance(record.id, "directory") % 2].split(":")
        self._put("UNH", "1", ("INVOIC", *directory))
        self._head()
        middle = len(self._draft.segments)
        for place, row in enumerate(rows_of(self._values), 1):
            self._line(place, row)
        self._put("UNS", "S")
        self._totals()
        with self._draft.inserting(middle):
            self._draft.rest(self._free)
        self._put("UNT", str(self._composer.count + 1), "1")
        self._put("UNZ", "1", reference)
        options = {"encoding": encoding, "newline": "'\r\n", "escape": "edifact"}
        return self._draft.done("edifact", options)

    def _head(self) -> None:
        self._put("BGM", "380", say(self._first("/invoice_number")), "9")
        for code, path in (("137", "/issue_date"), ("35", "/delivery_date")):
            self._date(code, path)
        note = self._first("/note")
        if note is not None:
            pieces = [say(note, piece) for piece in cut(note.text, _TEXT)] or [say(note)]
            self._put("FTX", "AAI", "", "", pieces)
        self._reference("ON", "/order_number")
        self._party("SU", "/seller", None)
        self._bank()
        self._reference("VA", "/seller/vat_id")
        self._party("BY", "/buyer", self._first("/customer_number"))
        self._reference("VA", "/buyer/vat_id")
        if self._currency is not None:
            self._put("CUX", ("2", say(self._currency), "4"))
        days = self._first("/payment_days")
        if days is not None:
            self._put("PAT", "1", "", ("5", "3", "D", say(days)))
        self._date("13", "/due_date")

    def _date(self, code: str, path: str) -> None:
        date = self._first(path)
        if date is not None:
            self._put("DTM", (code, say(date), "102"))

    def _reference(self, code: str, path: str) -> None:
        number = self._first(path)
        if number is not None:
            self._put("RFF", (code, say(number)))

    def _party(self, role: str, path: str, number: Statement | None) -> None:
        parts = ("name", "street", "city", "postcode", "country")
        own = {part: self._first(f"{path}/{part}") for part in parts}
        if number is None and not any(own.values()):
            return
        said = {part: say(statement) for part, statement in own.items()}
        id_: Element = "" if number is None else (say(number), "", "92")
        self._put(
            "NAD", role, id_, "", said["name"], said["street"], said["city"], "",
            said["postcode"], said["country"],
        )  # fmt: skip

    def _bank(self) -> None:
        account = self._first("/seller/iban") or self._first("/seller/account")
        bic, routing, name = (self._first(f"/seller/{p}") for p in ("bic", "routing", "bank"))
        if not any((account, bic, routing, name)):
            return
        branch: tuple[str | Piece, ...] = ("", "", "")
        if routing is not None:
            branch = (say(routing), "25", "5")
        code: tuple[str | Piece, ...] = (say(bic), "25", "5") if bic is not None else ("", "", "")
        self._put("FII", "RB", say(account), (*code, *branch, say(name)))

    def _line(self, place: int, row: str) -> None:
        position, sku = self._first("/lines/*/position", row), self._first("/lines/*/sku", row)
        number = str(place) if position is None else say(position)
        self._put("LIN", number, "", (say(sku), "SA") if sku is not None else "", row=row)
        text = self._first("/lines/*/description", row)
        if text is not None:
            pieces = [say(text, piece) for piece in cut(text.text, 35)] or [say(text)]
            self._put("IMD", "F", "", ("", "", "", *pieces), row=row)
        quantity = self._first("/lines/*/quantity", row)
        if quantity is not None:
            number_, unit = (part_of(quantity, part) for part in ("number", "unit"))
            shown = say(quantity, number_, main=True)
            self._put("QTY", ("47", shown, say(quantity, unit) if unit else ""), row=row)
        self._money("203", self._first("/lines/*/amount", row), row)
        price = self._first("/lines/*/unit_price", row)
        if price is not None:
            self._put("PRI", ("AAA", *self._amount(price, with_code=False)), row=row)
        for each in self._draft.rest_of(row):
            self._free(each.label, say(each))

    def _money(self, code: str, money: Statement | None, row: str | None = None) -> None:
        if money is not None:
            self._put("MOA", (code, *self._amount(money)), row=row)

    def _amount(self, money: Statement, *, with_code: bool = True) -> list[Piece]:
        money = self._composer.lent(money, self._currency)
        number, code = (part_of(money, part) for part in ("number", "currency"))
        if not code or not with_code:
            return [say(money)]
        return [say(money, number, main=True), say(money, code)]

    def _totals(self) -> None:
        self._money("79", self._first("/net"))
        self._money("77", self._first("/total"))
        self._money("124", self._first("/tax"))
        rate = self._first("/tax_rate")
        if rate is not None:
            self._put("TAX", "7", "VAT", "", "", ("", "", "", say(rate)), "S")

    def _free(self, label: str, piece: Piece) -> None:
        """What has no qualifier: free text, its label before it."""
        self._put("FTX", "AAI", "", "", (label, piece) if label else piece)


SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("edi",),
    domains=("invoice",),
    fixed=True,
    outside=("pydifact",),
)
