"""The witness of spreadsheets: openpyxl for cells, the zip's own parts for all the rest."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import Any

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.grid import GridLabels
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Layer, Place, always
from chaosdocs.proof.witnesses.copied import copied
from chaosdocs.proof.witnesses.number_formats import shown
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.sheet_sight import visible
from chaosdocs.proof.witnesses.witness import (
    MOST_BYTES,
    Found,
    TooBigError,
    UnreadableError,
    clipped,
)
from chaosdocs.truth.values import Value

_MOST_PARTS = 5000
_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"\s([\w:]+)=\"([^\"]*)\"")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TELLING = {"name", "title", "author", "alt", "descr", "prompt", "promptTitle", "tooltip",
            "display", "location", "Target", "formatCode", "displayName", "val"}  # fmt: skip
_LOOKS = re.compile(r"<(?:\w+:)?(?:sz|family|charset|u)\b[^>]*>")
"""Elements of a font whose values are sizes and codes."""
_EDGES = tuple(product(("odd", "even", "first"), ("Header", "Footer")))
"""What is printed at the edges of the pages of a sheet."""
_THING = re.compile(r"xl/(?:media|drawings|embeddings|charts|comments|threadedComments)")
_STAMP = "2020-01-01T00:00:00Z"
"""When every workbook of ours says that it was made: no fact of a record."""
_CELL = re.compile(r"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)


class XlsxWitness:
    """A workbook, read for its values, and for its formulas where these are asked for.

    Args:
        data: The file.
        formulas: Whether formulas will be asked for.

    Raises:
        UnreadableError: It is no workbook, or unfolds beyond all bounds.
    """

    name = "openpyxl"

    def __init__(self, data: bytes, *, formulas: bool = False) -> None:
        self._data = clipped(data)
        self._parts = _unzipped(self._data)
        self._values = _book(self._data, values=True)
        self._formulas = _book(self._data, values=False) if formulas else None

    def found(self, line: Evidence) -> Found | None:
        """Return what the cell of the line holds, computes or shows."""
        book = self._formulas if line.channel == "formula" else self._values
        if book is None or line.sheet not in book.sheetnames or line.cell is None:
            return None
        sheet = book[line.sheet]
        try:
            cell = sheet[line.cell]
        except (ValueError, IndexError, KeyError):
            return None
        value = cell.value
        if line.channel == "formula":
            return Found(str(value), by=self.name) if isinstance(value, str) else None
        if line.channel == "shown":
            text = shown(value, cell.number_format)
            if not visible(sheet, cell, _plain(value) if text is None else text):
                return None
            if text is not None:
                return Found(text, value=self._shown_value(text, value), by=self.name)
        return Found(_plain(value), value=_typed(value), by=self.name)

    def layers(self) -> Iterator[Layer]:
        """Yield every cell of every sheet, hidden or not, and every other text of the zip."""
        for sheet in self._values.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        place = Place(sheet=sheet.title, cell=cell.coordinate)
                        yield Layer("cell", _plain(cell.value), "value", always(place))
        for name, part in self._parts.items():
            text = _text_of(part, cells=_SHEET.fullmatch(name) is not None)
            if name == "xl/sharedStrings.xml":
                text = self._unused(part)
            if text:
                yield Layer("part", text)

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the text of every cell that no line is about."""
        about = {(line.sheet, line.cell) for line in lines}
        for sheet in self._values.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None and (sheet.title, cell.coordinate) not in about:
                        yield _plain(cell.value)

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the cells by row and column: their fields, or their texts."""
        del drawn  # there is one order
        fields = {(line.sheet, line.cell): line.path for line in lines if line.role == "says"}
        for sheet in self._values.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    path = fields.get((sheet.title, cell.coordinate), "")
                    if path or cell.value is not None:
                        yield ("" if path else _plain(cell.value)), path

    def copies(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every row that no line is about and that stands in its sheet once more."""
        about = {(line.sheet, line.cell) for line in lines}
        for sheet in self._values.worksheets:
            yield from copied(
                (
                    [_plain(cell.value) for cell in row],
                    any((sheet.title, cell.coordinate) in about for cell in row),
                )
                for row in sheet.iter_rows()
            )

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the label of the line's cell: the cell before it, or its column's head."""
        from openpyxl.utils.cell import coordinate_to_tuple

        if line.sheet is not None and line.cell is not None:
            row, column = coordinate_to_tuple(line.cell)
            grid = self._grids.get(line.sheet)
            yield "" if grid is None else grid.of(row - 1, column - 1, known)

    @cached_property
    def _grids(self) -> Mapping[str, GridLabels]:
        return {
            sheet.title: GridLabels({
                (cell.row - 1, cell.column - 1): cell.value
                for row in sheet.iter_rows()
                for cell in row
                if isinstance(cell.value, str)
            })
            for sheet in self._values.worksheets
        }  # fmt: skip

    def things(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield what a workbook has beside cells: pictures, comments, conditions, prompts, feet."""
        del lines  # they are about cells
        for sheet in self._values.worksheets:
            for found in sheet.conditional_formatting:
                yield f"a conditional format of {sheet.title}!{found.sqref}"
            for found in sheet.data_validations.dataValidation:
                yield f"a prompt or condition of {sheet.title}!{found.sqref}"
            edges = (getattr(sheet, f"{which}{edge}") for which, edge in _EDGES)
            for place in (each for edge in edges for each in (edge.left, edge.center, edge.right)):
                if place.text:
                    yield f"{place.text!r} at the edge of each page of {sheet.title}"
        yield from (name for name in self._parts if _THING.match(name))

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset(
            str(cell.value)
            for sheet in self._values.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
        )

    def _unused(self, part: str) -> str:
        """Return the shared strings that no cell shows."""
        items = re.findall(r"<si>(.*?)</si>", part, re.DOTALL)
        texts = [html.unescape(_TAG.sub("", item)) for item in items]
        return "\n".join(text for text in texts if text not in self._used)

    @staticmethod
    def _shown_value(text: str, value: object) -> Value | None:
        """Return the value where all of it is shown."""
        typed = _typed(value)
        if isinstance(typed, Decimal):
            digits = re.sub(r"[^\d.]", "", text)
            try:
                return typed if "%" in text or Decimal(digits or "x") == abs(typed) else None
            except ArithmeticError:
                return None
        return typed


def _book(data: bytes, *, values: bool) -> Any:  # noqa: ANN401 - openpyxl is imported late
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    except Exception as error:  # openpyxl has no error of its own
        raise UnreadableError(f"no workbook: {type(error).__name__}: {error}") from error


_BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
    *(OSError, ValueError),  # a place before the file's beginning
)


def _unzipped(data: bytes) -> Mapping[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise TooBigError("a workbook that unfolds without end")
            parts = {}
            for info in infos:
                with archive.open(info) as file:
                    raw = file.read(info.file_size + 1)
                if len(raw) > info.file_size:
                    raise TooBigError(f"{info.filename} is larger than it says")
                if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
                    raise UnreadableError(f"{info.filename} defines entities")
                parts[info.filename] = raw.decode("utf-8", "replace")
            return parts
    except _BROKEN_ZIP as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"no zip file: {error}") from error


def _text_of(part: str, *, cells: bool) -> str:
    """Return the words of an XML part: text between tags, and the attributes that hold words.

    Of a sheet the cells are left out, which are searched one by one, but formulas are kept.
    """
    if not part.lstrip().startswith("<"):
        return part
    formulas = re.findall(r"<f\b[^>]*>([^<]+)</f>", part)
    if cells:
        part = _CELL.sub("", part)
    part = _LOOKS.sub("", part)
    words = [word for word in _TAG.sub("\n", part).split("\n") if word.strip()]
    named = [value for key, value in _ATTRIBUTE.findall(part) if key in _TELLING]
    kept = (word for word in (*words, *named, *formulas) if word not in {"General", _STAMP})
    return html.unescape("\n".join(kept))


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case dt.datetime() | dt.date():
            return value.strftime("%Y-%m-%d")
        case float():
            return f"{Decimal(str(value)):f}"
        case _:
            return str(value)


def _typed(value: object) -> Value | None:
    match value:
        case bool():
            return value
        case int() | float():
            return Decimal(str(value))
        case Decimal():
            return value
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case _:
            return None


def _opened(data: bytes, evidence: Sequence[Evidence]) -> XlsxWitness:
    return XlsxWitness(data, formulas=any(line.channel == "formula" for line in evidence))


WITNESS = Opener(_opened)
