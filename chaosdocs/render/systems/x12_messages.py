"""X12 interchanges: the envelope, the parties and the lines that all transaction sets share.

``ISA`` has 106 characters and states the marks of the interchange; partners choose others. ``N1``
is a party by its qualifier, and ``REF`` below it a number of that party. What is missing is left
out, so that the next segment stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems.composing import Composer
from chaosdocs.render.systems.lowering import rows_of
from chaosdocs.render.systems.segmenting import Draft, chance, encoding_for, made_on, say
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement

_MARKS: Final = (("*", ">", "~"), ("|", ">", "~"), ("*", ":", "~"), ("^", "<", "~"))
_SPARE: Final = ("\x1d", "\x1f", "\x1e")
"""The marks of an interchange whose texts hold all usual ones."""
_UNITS: Final = {
    "DAY": "DA", "HUR": "HR", "KGM": "KG", "LTR": "LT", "MON": "MO", "MTR": "MR",
}  # fmt: skip
"""Units of UN/ECE recommendation 20 to data element 355, where they differ."""
_WORDS: Final = "|".join(f"{code}:{shown}" for code, shown in _UNITS.items())
PARTIES: Final = frozenset(
    f"/{who}/{part}"
    for who in ("seller", "buyer")
    for part in ("name", "street", "postcode", "city", "country", "vat_id")
)
"""Schema paths of what is said of the two companies."""
LINES: Final = frozenset(
    f"/lines/*/{leaf}" for leaf in ("position", "sku", "description", "quantity", "unit_price")
)
"""Schema paths of what is said of a line. A line has no amount: it is quantity times price."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: dates of eight digits, numbers with a point."""
    del record, medium
    return Convention(name="x12", group="", date="yyyyMMdd", currency="after")


@dataclass(frozen=True, slots=True)
class TransactionSet:
    """A transaction set.

    Attributes:
        system: Name of the system.
        number: Its number in ST, such as ``810``.
        group: Its code in GS, such as ``IN``.
        line: The segment that begins a line.
        head: Writes what stands before the lines.
        totals: Writes what stands after them; the number of lines is told.
        remark: Writes what has no qualifier: its label and its piece.
    """

    system: str
    number: str
    group: str
    line: str
    head: Callable[[Message], None]
    totals: Callable[[Message, int], None]
    remark: Callable[[Message, str, Piece], None]


class Message:
    """An interchange of one message as it is put together.

    Args:
        values: The statements.
        kind: Its transaction set.
    """

    def __init__(self, values: StatementSet, kind: TransactionSet) -> None:
        self._values = values
        self._kind = kind
        self.draft = Draft(values)
        self._marks = _marks(values)
        self._composer = Composer(self.draft, self._marks[0], self._marks[1])
        self.put = self._composer.segment
        self.first = self.draft.first
        self.currency = self.first("/currency")

    @property
    def record(self) -> Record:
        """The record behind the message."""
        return self._values.record

    @property
    def newer(self) -> bool:
        """Whether it is written by version 005010, and not by 004010."""
        return chance(self.record.id, "version") % 3 == 0

    def segments(self) -> Segments:
        """Return the interchange, from ISA to IEA."""
        record, kind = self.record, self._kind
        element, component, end = self._marks
        number = f"{1 + chance(record.id, 'interchange') % 10**8:09}"
        made = made_on(record)
        sender, receiver = (f"{chance(record.id, each) % 10**9:09}" for each in ("from", "to"))
        fields = (
            "ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{sender:<15}", "ZZ", f"{receiver:<15}",
            f"{made:%y%m%d}", "0815", _repetition(element) if self.newer else "U",
            "00501" if self.newer else "00401", number, "0", "P", component,
        )  # fmt: skip
        self.draft.line(element.join(fields))
        version = "005010" if self.newer else "004010"
        self.put("GS", kind.group, sender, receiver, f"{made:%Y%m%d}", "0815", "1", "X", version)
        self._composer.count = 0
        self.put("ST", kind.number, "0001")
        kind.head(self)
        middle = len(self.draft.segments)
        rows = rows_of(self._values)
        for place, row in enumerate(rows, 1):
            self._line(place, row)
        kind.totals(self, len(rows))
        with self.draft.inserting(middle):
            self.draft.rest(self._free)
        self.put("SE", str(self._composer.count + 1), "0001")
        self.put("GE", "1", "1")
        self.put("IEA", "1", number)
        options = {
            "encoding": encoding_for(self._values, "ascii", "latin-1"),
            "newline": end if chance(record.id, "lines") % 2 else f"{end}\n",
            "escape": "",
        }
        return self.draft.done(kind.system, options)

    def party(self, role: str, path: str, number: Statement | None) -> None:
        """Write a company under a qualifier, with the number that the other side has for it."""
        name = self.first(f"{path}/name")
        known = number is not None
        self.put("N1", role, say(name), "92" if known else "", say(number))
        street = self.first(f"{path}/street")
        if street is not None:
            self.put("N3", say(street))
        city, code, country = (
            self.first(f"{path}/{part}") for part in ("city", "postcode", "country")
        )
        if city is not None or code is not None or country is not None:
            self.put("N4", say(city), "", say(code), say(country))
        self.reference("TJ", f"{path}/vat_id")

    def reference(self, code: str, path: str) -> None:
        """Write a number under a qualifier, where the document states it."""
        number = self.first(path)
        if number is not None:
            self.put("REF", code, say(number))

    def money(self, amount: Statement) -> Piece:
        """Return the piece of an amount, without its currency where the message states it."""
        return say(self.lent(amount))

    def lent(self, amount: Statement) -> Statement:
        """Place an amount, without its currency where the message states that."""
        return self._composer.lent(amount, self.currency)

    def terms(self) -> None:
        """Write the terms of payment and the due date."""
        due, days = self.first("/due_date"), self.first("/payment_days")
        if due is not None or days is not None:
            self.put("ITD", "01", "3", "", "", "", say(due), say(days))

    def _line(self, place: int, row: str) -> None:
        position, sku = self.first("/lines/*/position", row), self.first("/lines/*/sku", row)
        quantity = self.first("/lines/*/quantity", row)
        size, unit = say(quantity), Piece(text="")
        if quantity is not None and quantity.text:
            quantity = self._counted(quantity)
            size = say(quantity, part_of(quantity, "number"), main=True)
            unit = say(quantity, part_of(quantity, "unit"))
        price = self.first("/lines/*/unit_price", row)
        priced = say(None) if price is None else self.money(price)
        self.put(
            self._kind.line, str(place) if position is None else say(position), size, unit, priced,
            "", "VP" if sku is not None else "", say(sku), row=row,
        )  # fmt: skip
        text = self.first("/lines/*/description", row)
        if text is not None:
            self.put("PID", "F", "", "", "", say(text), row=row)
        for each in self.draft.rest_of(row):
            self._free(each.label, say(each))

    def _counted(self, quantity: Statement) -> Statement:
        """A quantity with the two letters that X12 has for its unit."""
        number, unit = (part_of(quantity, part) for part in ("number", "unit"))
        if unit not in _UNITS:
            return quantity
        return self.draft.written(quantity, f"{number} {_UNITS[unit]}", words=_WORDS)

    def _free(self, label: str, piece: Piece) -> None:
        self._kind.remark(self, label, piece)


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
