"""XLSX: typed cells, hidden rows, formulas with and without their values; the same bytes always."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from typing import Any

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.table import Cell, Row, Table
from chaosdocs.truth.spots import Spot
from chaosdocs.truth.values import Money, Quantity, plain

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RAW = "raw;decimal=.;group=;date=yyyy-MM-dd;minus=lead;currency=column:{currency}"
EPOCH = (2020, 1, 1, 0, 0, 0)
THOUSAND = 1000
WIDEST = 46
"""Columns are at most this many characters wide."""


def write(table: Table) -> Rendered:
    """Return `table` as a workbook with one sheet.

    Args:
        table: Its options are honoured: ``typed`` (``no`` writes texts only).
    """
    return _Writer(table).written()


class _Writer:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._typed = table.options.get("typed", "yes") == "yes"
        self._loci: list[Locus] = []
        self._heads: dict[int, tuple[str, str]] = {}
        self._cached: dict[str, str] = {}
        self._sheet_name = re.sub(r"[\[\]:*?/\\]", " ", table.title)[:31] or "Export"
        lines = [i for i, row in enumerate(table.rows, 1) if row.role == "line"]
        self._first, self._last = (lines[0], lines[-1]) if lines else (1, 1)

    def written(self) -> Rendered:
        from openpyxl import Workbook

        book = Workbook()
        sheet: Any = book.active
        sheet.title = self._sheet_name
        book.properties.creator = "export"
        book.properties.created = dt.datetime(*EPOCH)  # noqa: DTZ001 - xlsx has no zone
        book.properties.modified = dt.datetime(*EPOCH)  # noqa: DTZ001
        for number, row in enumerate(self._table.rows, 1):
            self._row(sheet, number, row)
        self._dress(sheet)
        buffer = io.BytesIO()
        book.save(buffer)
        return Rendered(
            name="document.xlsx",
            media_type=MEDIA_TYPE,
            data=self._settled(buffer.getvalue()),
            loci=tuple(self._loci),
        )

    def _row(self, sheet: Any, number: int, row: Row) -> None:  # noqa: ANN401 - openpyxl
        for place, cell in enumerate(row.cells):
            shown = self._table.shown(row, place)
            name = f"{_letters(place)}{number}"
            if row.role == "header" and shown:
                self._heads[place] = (shown, name)
            if cell.formula:
                self._formula(sheet, name, cell, number)
            elif cell.spot is not None:
                self._spot(sheet, name, cell, self._table.spots[cell.spot])
            elif shown:
                _text(sheet, name, shown)
                if row.role == "footer":
                    self._loci.append(
                        Locus(
                            spot=row.id,
                            channel="shown",
                            text=shown,
                            sheet=self._sheet_name,
                            cell=name,
                        )
                    )
            if cell.spot is not None:
                self._note(cell, name, place, hidden=row.hidden)
        if row.hidden:
            sheet.row_dimensions[number].hidden = True

    def _spot(self, sheet: Any, name: str, cell: Cell, spot: Spot) -> None:  # noqa: ANN401
        if not spot.text:
            return
        typed = self._as_typed(spot)
        if typed is None:
            _text(sheet, name, spot.text)
            return
        value, shape = typed
        sheet[name] = value
        sheet[name].number_format = cell.shown_as or shape

    def _as_typed(self, spot: Spot) -> tuple[Any, str] | None:
        """The value and number format that show the spot's text, if it is that plain."""
        value = spot.value
        if not self._typed or value is None:
            return None
        if isinstance(value, dt.date):
            shape = _date_format(spot.text, value)
            return None if shape is None else (value, shape)
        number = _number_of(value)
        if number is None:
            return None
        shape = _number_format(spot.text, number, value)
        return None if shape is None else (number, shape)

    def _formula(self, sheet: Any, name: str, cell: Cell, number: int) -> None:  # noqa: ANN401
        text = cell.formula.format(row=number, first=self._first, last=self._last)
        sheet[name] = text
        spot = self._table.spots.get(cell.spot or "")
        if spot is None:
            return
        value = None if spot.value is None else _number_of(spot.value)
        if value is not None:
            sheet[name].number_format = _number_format(spot.text, value, spot.value) or "0.00"
            if cell.cached:
                self._cached[name] = plain(value)
        self._loci.append(
            Locus(
                spot=spot.id,
                channel="formula",
                text=text,
                sheet=self._sheet_name,
                cell=name,
                convention="formula",
            )
        )

    def _note(self, cell: Cell, name: str, place: int, *, hidden: bool) -> None:
        spot = self._table.spots[cell.spot or ""]
        sheet = self._sheet_name
        if not spot.text or not (spot.on("value").living or spot.on("shown").living):
            if spot.text and not cell.formula:
                text, at = spot.text, name
            else:
                text, at = self._heads.get(place, ("", ""))
            if text:
                self._loci.append(
                    Locus(
                        spot=spot.id,
                        channel="shown",
                        role="trace",
                        text=text,
                        sheet=self._sheet_name,
                        cell=at,
                    )
                )
            return
        if cell.formula and not cell.cached:
            return
        typed = self._as_typed(spot)
        if spot.on("value").living:
            raw = spot.text if typed is None else _raw(typed[0])
            spec = None if typed is None else RAW.format(currency=_currency(spot))
            self._loci.append(
                Locus(
                    spot=spot.id, channel="value", text=raw, convention=spec, sheet=sheet, cell=name
                )
            )
        column_hidden = self._table.columns[place].hidden
        if spot.on("shown").living and not hidden and not column_hidden:
            shown = spot.text if not cell.shown_as else _less(spot, cell.shown_as)
            self._loci.append(
                Locus(spot=spot.id, channel="shown", text=shown, sheet=sheet, cell=name)
            )

    def _dress(self, sheet: Any) -> None:  # noqa: ANN401
        from openpyxl.styles import Font, PatternFill

        bold, grey = Font(bold=True), PatternFill("solid", fgColor="DDE3EC")
        widths: dict[int, int] = {}
        for number, row in enumerate(self._table.rows, 1):
            for place in range(len(row.cells)):
                shown = self._table.shown(row, place)
                if row.role != "footer":
                    widths[place] = max(widths.get(place, 8), len(shown) + 2)
                if row.role == "header" and shown:
                    cell = sheet[f"{_letters(place)}{number}"]
                    cell.font, cell.fill = bold, grey
        for place, width in widths.items():
            dimension = sheet.column_dimensions[_letters(place)]
            dimension.width = min(width, WIDEST)
            dimension.hidden = self._table.columns[place].hidden

    def _settled(self, data: bytes) -> bytes:
        """Zip again with fixed times and without a clock's traces; formulas get their values."""
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for info in old.infolist():
                content = old.read(info)
                if info.filename == "docProps/core.xml":
                    stamp = b"2020-01-01T00:00:00Z"
                    content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
                if info.filename == "xl/worksheets/sheet1.xml":
                    content = self._with_values(content)
                entry = zipfile.ZipInfo(info.filename, EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(entry, content)
        return out.getvalue()

    def _with_values(self, sheet: bytes) -> bytes:
        for name, value in self._cached.items():
            pattern = rb'(<c r="%s"[^>]*>(?:<f>[^<]*</f>))<v ?/?>(?:</v>)?' % name.encode()
            sheet = re.sub(pattern, rb"\g<1><v>%s</v>" % value.encode(), sheet)
        return sheet


def _text(sheet: Any, name: str, text: str) -> None:  # noqa: ANN401
    """Write a text as a text, also where it looks like a formula."""
    cell = sheet[name]
    cell.value = text
    cell.data_type = "s"


def _number_of(value: object) -> Decimal | None:
    match value:
        case bool():
            return None
        case Decimal():
            return value
        case Money():
            return value.amount
        case Quantity():
            return value.value
        case _:
            return None


def _raw(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else plain(Decimal(str(value)))


def _currency(spot: Spot) -> str:
    return spot.value.currency if isinstance(spot.value, Money) else "none"


def _number_format(text: str, number: Decimal, value: object) -> str | None:
    """The number format that shows `number` as `text` in a neutral locale, or None."""
    digits = re.search(r"\d(?:[\d.,]*\d)?", text)
    if digits is None:
        return None
    body = digits.group()
    exponent = number.as_tuple().exponent
    shown = len(re.split(r"[.,]", body)[-1]) if re.search(r"[.,]\d{1,4}$", body) else 0
    places = max(-exponent if isinstance(exponent, int) else 0, 0)
    if isinstance(value, Money):
        places = max(places, shown)
    if places == 0 and shown == 3:  # noqa: PLR2004 - a group, not decimals
        shown = 0
    marks = re.search(r"\d[.,]\d{3}(?!\d)(?=.*\d)|\d[.,]\d{3}$", body)
    grouped = marks is not None and abs(number) >= THOUSAND
    whole = "#,##0" if grouped else "0"
    shape = f"{whole}.{'0' * places}" if places else whole
    before, after = text[: digits.start()].replace("-", ""), text[digits.end() :]
    if any(mark in before + after for mark in "()-"):
        return None
    left = f'"{before}"' if before else ""
    right = f'"{after}"' if after else ""
    return f"{left}{shape}{right}"


def _date_format(text: str, date: dt.date) -> str | None:
    shapes = {
        f"{date:%d.%m.%Y}": "dd.mm.yyyy",
        f"{date:%Y-%m-%d}": "yyyy-mm-dd",
        f"{date:%Y%m%d}": "yyyymmdd",
        f"{date:%d-%b-%Y}": "dd-mmm-yyyy",
    }
    return shapes.get(text)


def _less(spot: Spot, shape: str) -> str:
    """What a format with fewer decimals shows of the spot's number."""
    number = _number_of(spot.value)
    if number is None:
        return spot.text
    places = len(shape.partition(".")[2].rstrip('"').split('"')[0]) if "." in shape else 0
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    currency = f" {spot.value.currency}" if isinstance(spot.value, Money) else ""
    return f"{plain(rounded)}{currency}"


def _letters(place: int) -> str:
    name = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
