"""Places in tables and trees as text: the head and the row of a cell, the lines around a leaf."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.proof.witnesses.number_formats import shown
from chaosdocs.proof.witnesses.witness import UnreadableError
from chaosdocs.report.shown import cut, visible

MOST_BYTES: Final = 2_000_000
"""Files that are larger are not opened for the page."""
_MOST_ROWS: Final = 20_000
_MOST_WIDE: Final = 500
"""Rows and columns of a sheet; what lies beyond is not shown."""
_LONGEST: Final = 60
_BESIDE: Final = 2
"""Columns on each side of a cell."""
_AROUND: Final = 3
"""Lines above and beneath a leaf."""
_DELIMITERS: Final = ",;\t|"

Excerpt = dict[str, Any]
"""``where`` in words, and either ``head``, ``row``, ``mark`` (a column) or ``lines``, ``marks``."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a file.

    Attributes:
        name: Of the sheet, empty for a CSV file.
        rows: Texts of cells.
        starts: For a CSV file: the byte at which every cell begins.
    """

    name: str
    rows: Sequence[Sequence[str]]
    starts: Sequence[Sequence[int]] = ()

    def excerpt(self, row: int, column: int) -> Excerpt | None:
        """Return the row of a cell and what stands above it, or None where the table has no such.

        Args:
            row: From 0.
            column: From 0.
        """
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])):
            return None
        head = self._head(row, column)
        first = max(0, column - _BESIDE)
        last = column + _BESIDE + 1
        place = f"row {row + 1}, column {column + 1}"
        if self.name:
            place = f"sheet {self.name}, cell {_letters(column)}{row + 1}"
        return {
            "where": visible(place),
            "head": [] if head is None else [_text(each) for each in self.rows[head][first:last]],
            "row": [_text(each) for each in self.rows[row][first:last]],
            "mark": column - first,
            "before": first > 0,
            "after": last < len(self.rows[row]),
        }

    def _head(self, row: int, column: int) -> int | None:
        """The nearest row above that holds names: as wide as this one, and words in every cell."""
        mine = len(self.rows[row])
        for n in range(row - 1, -1, -1):
            cells = self.rows[n]
            if column < len(cells) and cells[column] and (not self.starts or len(cells) == mine):
                filled = [cell for cell in cells if cell]
                if len(filled) > 1 and not any(_is_number(cell) for cell in filled):
                    return n
        return None

    def at_byte(self, byte: int) -> tuple[int, int] | None:
        """Return row and column of the cell that a byte of the file lies in."""
        best = None
        for n, row in enumerate(self.starts):
            for k, start in enumerate(row):
                if start > byte:
                    return best
                best = n, k
        return best


def csv_grid(data: bytes) -> Grid | None:
    """Return the table of a CSV file, None where it is no text."""
    try:
        text, encoding, mark = decoded(data)
    except UnreadableError:
        return None
    delimiter = max(_DELIMITERS, key=lambda each: (text.count(each), each == ","))
    rows, starts, at = [], [], mark
    for record in _records(text):
        cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
        begins, place = [], at
        for raw in _split(record, delimiter):
            begins.append(place)
            place += len((raw + delimiter).encode(encoding, "replace"))
        rows.append(cells)
        starts.append(begins)
        at += len(record.encode(encoding, "replace"))
    return Grid("", rows, starts)


def _records(text: str) -> Iterator[str]:
    """Rows with their ends; a line end between quotes ends none."""
    return _whole(io.StringIO(text, newline=""), "")


def _split(record: str, delimiter: str) -> Iterator[str]:
    """Conditions as they are written, quotes included."""
    return _whole(record.split(delimiter), delimiter)


def _whole(pieces: Iterable[str], glue: str) -> Iterator[str]:
    """Pieces put together again where a quote was open between them."""
    held: list[str] = []
    opened = 0
    for piece in pieces:
        held.append(piece)
        opened ^= piece.count('"') & 1
        if not opened:
            yield glue.join(held)
            held = []
    if held:
        yield glue.join(held)


def book_grids(data: bytes) -> dict[str, Grid]:
    """Return the sheets of a workbook, as they are shown; none where it cannot be opened."""
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception:  # noqa: BLE001 - openpyxl has no error of its own
        return {}
    return {
        sheet.title: Grid(
            sheet.title,
            [
                [_cell(cell) for cell in row]
                for row in sheet.iter_rows(
                    max_row=min(sheet.max_row, _MOST_ROWS),
                    max_col=min(sheet.max_column, _MOST_WIDE),
                )
            ],
        )
        for sheet in book.worksheets
    }


def _cell(cell: Any) -> str:  # noqa: ANN401 - openpyxl's
    text = shown(cell.value, cell.number_format)
    return str(cell.value) if text is None else text


def place_in_book(line: Evidence) -> tuple[int, int] | None:
    """Return row and column of the cell of a line, from 0."""
    from openpyxl.utils.cell import coordinate_to_tuple

    try:
        row, column = coordinate_to_tuple(line.cell or "")
    except ValueError:
        return None
    return row - 1, column - 1


class Tree:
    """A JSON file, a line a leaf.

    Args:
        data: The file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            tree = json.loads(
                data.decode("utf-8-sig"),
                parse_int=_Written, parse_float=_Written, parse_constant=_Written,
                object_pairs_hook=_Pairs,
            )  # fmt: skip
            self._lines = list(_lines(tree, "", "", ""))
        except (ValueError, RecursionError):
            self._lines = []

    def excerpt(self, pointer: str) -> Excerpt | None:
        """Return the lines around a leaf; around what is left of its way where it is gone."""
        way = pointer
        marks = [n for n, (at, _) in enumerate(self._lines) if at == way]
        here = bool(marks)
        while not marks and way:
            way = way.rpartition("/")[0]
            marks = [n for n, (at, _) in enumerate(self._lines) if at == way]
        if not marks:
            return None
        first = max(0, marks[0] - _AROUND)
        last = min(len(self._lines), marks[0 if not here else -1] + _AROUND + 1)
        last = min(last, first + 6 * _AROUND)
        return {
            "where": visible(pointer),
            "lines": [cut(visible(text), 2 * _LONGEST) for _, text in self._lines[first:last]],
            "marks": [n - first for n in marks if here and n < last],
        }


class _Pairs(list[tuple[str, Any]]):
    """An object, keys that stand twice included."""


class _Written(str):
    """A number as the file writes it."""

    __slots__ = ()


def _lines(node: Any, pointer: str, key: str, end: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield pointer and text of every line of a tree, indented."""
    indent = "  " * pointer.count("/")
    name = f"{indent}{json.dumps(key, ensure_ascii=False)}: " if key else indent
    if isinstance(node, _Pairs):
        parts = [(k.replace("~", "~0").replace("/", "~1"), k, v) for k, v in node]
        marks = "{}"
    elif isinstance(node, list):
        parts = [(str(n), "", v) for n, v in enumerate(node)]
        marks = "[]"
    else:
        text = str(node) if isinstance(node, _Written) else json.dumps(node, ensure_ascii=False)
        yield pointer, f"{name}{text}{end}"
        return
    yield pointer, name + marks[0]
    for n, (step, named, value) in enumerate(parts):
        yield from _lines(value, f"{pointer}/{step}", named, "," if n + 1 < len(parts) else "")
    yield f"{pointer}#", f"{indent}{marks[1]}{end}"


def _text(cell: str) -> str:
    return cut(visible(cell), _LONGEST)


def _is_number(cell: str) -> bool:
    return cell.strip(" -+%").replace(".", "").replace(",", "").isdigit()


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)
