"""A batch of bookings for DATEV: 31 fields in the first line, 125 in each of the others.

An amount has no sign: ``S`` or ``H`` says on which side of *Konto* it stands, which is the bank's
account here, so that ``H`` takes money out. A date is day and month (``0311``); its year stands in
the first line. Text is quoted, numbers are not; decimals have a comma; the file is Windows-1252.

Evidence: developer.datev.de, format EXTF 700, Buchungsstapel 13; metasfresh/metasfresh#25486 (the
date without its year); nicolettas-muggelbude/RechnungsFee#163 (posting keys). No outside library on
PyPI reads it: the standard reader of CSV and a table of fields of our own are its witnesses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Column, Row, Table
from chaosdocs.render.systems.lowering import header_row, other_parts, rows_of
from chaosdocs.render.systems.mt940 import first_day
from chaosdocs.render.systems.segmenting import chance, encoding_for, made_on
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Kind

SIGNS: Final = {"S": "+", "H": "-"}
_BANK: Final = "1800"
_HEADER_FIELDS: Final = 31
_AMOUNT, _SIDE, _CURRENCY, _ACCOUNT, _CONTRA = 0, 1, 2, 6, 7
_DATE, _NUMBER, _TEXT, _MORE, _PAIRS = 9, 10, 13, 47, 20
_JANUARY = 1


def _numbered(first: str, second: str, count: int) -> list[str]:
    pairs = ((f"{first} {n}", f"{second} {n}") for n in range(1, count + 1))
    return [head for pair in pairs for head in pair]


HEADS: Final = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz",
    "WKZ Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum",
    "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext", "Postensperre",
    "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", "Beleglink",
    *_numbered("Beleginfo - Art", "Beleginfo - Inhalt", 8),
    "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)",
    "EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L",
    "Funktionsergänzung L+L", "BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer",
    "BU 49 Funktionsergänzung",
    *_numbered("Zusatzinformation - Art", "Zusatzinformation- Inhalt", _PAIRS),
    "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit",
    "Skontotyp", "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)",
    "EU-Land (Anzahlungen)", "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)",
    "Erlöskonto (Anzahlungen)", "Herkunft-Kz", "Buchungs GUID", "KOST-Datum",
    "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername", "Beteiligtennummer",
    "Identifikationsnummer", "Zeichnernummer", "Postensperre bis",
    "Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung",
    "Leistungsdatum", "Datum Zuord. Steuerperiode", "Fälligkeit", "Generalumkehr (GU)",
    "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position", "EU-Land u. UStID (Ursprung)",
    "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
)  # fmt: skip
"""The heads of the 125 columns."""
_PATHS: Final = frozenset(
    {
        "/statement_number",
        "/period_start",
        "/period_end",
        "/currency",
        "/lines/*/booking_date",
        "/lines/*/description",
        "/lines/*/reference",
        "/lines/*/amount",
    }
)


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: a decimal comma, the side of the account for a sign."""
    del record, medium
    return Convention(name="datev", decimal=",", group="", date="yyyyMMdd", signs=SIGNS)


def table(values: StatementSet) -> Table:
    """Return the first line, the heads and a row for each booking."""
    return _Batch(values).table()


class _Batch:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._statements: dict[str, Statement] = {}
        self._columns = tuple(
            Column(id=f"c{place}", header=head) for place, head in enumerate(HEADS)
        )

    def table(self) -> Table:
        values = self._values
        first = self._first_line()
        keys = rows_of(values) or ["document"]
        bookings = [self._booking(row) for row in keys]
        bookings[0] = self._with_rest(bookings[0])
        columns = tuple(
            replace(column, kind=kind, path=path)
            for column, (kind, path) in zip(self._columns, _kinds(), strict=True)
        )
        rows = (Row(id="extf", role="preamble", cells=first), header_row(columns), *bookings)
        return Table(
            columns=columns,
            rows=rows,
            statements=self._statements,
            system="datev",
            locale="de_DE",
            title=values.record.domain.title("de"),
            options={
                "delimiter": ";",
                "quote": '"',
                "quoting": "text",
                "encoding": encoding_for(values, "cp1252"),
                "newline": "\r\n",
                "first_row": str(_HEADER_FIELDS),
            },
            focus=values.focus,
        )

    def _first(self, path: str, row: str | None = None) -> Statement | None:
        ref = path if row is None else path.replace("*", row)
        statement = self._values.statements.get(f"{ref}#1")
        if statement is not None:
            self._statements[statement.id] = statement
        return statement

    def _first_line(self) -> tuple[Cell, ...]:
        record = self._values.record
        made = f"{made_on(record):%Y%m%d}{chance(record.id, 'time') % 10**9:09}"
        start, end = self._first("/period_start"), self._first("/period_end")
        number, currency = self._first("/statement_number"), self._first("/currency")
        year = self._year
        texts = {
            0: "EXTF", 1: "700", 2: "21", 3: "Buchungsstapel", 4: "13", 5: made, 7: "RE",
            10: "1001", 11: str(1 + chance(record.id, "client") % 99_998),
            12: _year_begins(record), 13: "4", 18: "1", 19: "0", 20: "0", 26: "03",
        }  # fmt: skip
        cells = {place: Cell(text=text) for place, text in texts.items()}
        for place, statement in ((14, start), (15, end), (16, number), (21, currency)):
            if statement is not None:
                gives = "year:4" if year is not None and statement is year else ""
                cells[place] = Cell(statement=statement.id, gives=gives)
        return tuple(cells.get(place, EMPTY) for place in range(len(HEADS)))

    @property
    def _year(self) -> Statement | None:
        """The field of the first line that tells the year of all dates."""
        for path in ("/period_start", "/period_end"):
            statement = self._first(path)
            day = None if statement is None else statement.value
            plain = f"{day:%Y%m%d}" if isinstance(day, dt.date) else ""
            if statement is not None and plain and statement.text == plain:
                return statement
        return None

    def _booking(self, row: str) -> Row:
        cells: dict[int, Cell] = {}
        contra = 4000 + chance(self._values.record.id, row, "contra") % 2000
        cells[_ACCOUNT], cells[_CONTRA] = Cell(text=_BANK), Cell(text=str(contra))
        amount = self._first("/lines/*/amount", row)
        if amount is not None:
            cells[_AMOUNT] = Cell(statement=amount.id, part="number")
            if amount.text:
                cells[_SIDE] = Cell(statement=amount.id, part="mark")
                cells[_CURRENCY] = Cell(statement=amount.id, part="currency")
        for place, path in ((_NUMBER, "/lines/*/reference"), (_TEXT, "/lines/*/description")):
            statement = self._first(path, row)
            if statement is not None:
                cells[place] = Cell(statement=statement.id)
        date = self._first("/lines/*/booking_date", row)
        if date is not None:
            cells[_DATE] = self._dated(date)
        extra = [each for each in self._left() if each.row == row]
        cells |= self._informed(extra)
        return Row(id=row, role="line", cells=_filled(cells))

    def _dated(self, date: Statement) -> Cell:
        """Day and month, as long as the year is that of the first line."""
        year, day = self._year, date.value
        of = None if year is None else year.value
        if not isinstance(day, dt.date) or not isinstance(of, dt.date) or day.year != of.year:
            return Cell(statement=date.id)
        if date.text != f"{day:%Y%m%d}":
            return Cell(statement=date.id)
        spec = other_parts(date.convention, {"date": "yyyy ddMM"})
        self._statements[date.id] = replace(date, text=f"{day:%Y} {day:%d%m}", convention=spec)
        return Cell(statement=date.id, part="rest", context="year")

    def _left(self) -> Iterator[Statement]:
        """What has no field."""
        for statement in self._values.statements.values():
            if statement.id not in self._statements:
                yield statement

    def _informed(self, statements: list[Statement], first: int = 0) -> dict[int, Cell]:
        """Pairs of kind and content for what has no field of its own."""
        cells: dict[int, Cell] = {}
        for place, statement in enumerate(statements[: _PAIRS - first], first):
            self._statements[statement.id] = statement
            cells[_MORE + 2 * place] = Cell(text=statement.label)
            cells[_MORE + 2 * place + 1] = Cell(statement=statement.id)
        return cells

    def _with_rest(self, booking: Row) -> Row:
        """The first booking with what belongs to none, and with the sentences."""
        taken = sum(1 for place in range(_PAIRS) if booking.cells[_MORE + 2 * place].text)
        scalars = [each for each in self._left() if each.row is None]
        cells = dict(enumerate(booking.cells)) | self._informed(scalars, taken)
        return replace(booking, cells=_filled(cells))


def _filled(cells: dict[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(place, EMPTY) for place in range(len(HEADS)))


def _kinds() -> Iterator[tuple[Kind, str | None]]:
    """Kind and schema path of every column."""
    known: dict[int, tuple[Kind, str | None]] = {
        _ACCOUNT: ("number", None),
        _CONTRA: ("number", None),
        _AMOUNT: ("money", "/lines/*/amount"),
        _DATE: ("date", "/lines/*/booking_date"),
        _NUMBER: ("id", "/lines/*/reference"),
        _TEXT: ("text", "/lines/*/description"),
    }
    for place in range(len(HEADS)):
        yield known.get(place, ("text", None))


def _year_begins(record: Record) -> str:
    """The first day of the fiscal year: a calendar year, or one that begins in July."""
    start = first_day(record)
    if start.month == _JANUARY:
        return f"{start.year - 1}0701"
    return f"{start.year}0101"


SYSTEM = System(
    convention=convention,
    table=table,
    media=("csv",),
    domains=("statement",),
    paths=_PATHS,
    fixed=True,
    witness="no outside library: csv and a second table of its fields",
)
