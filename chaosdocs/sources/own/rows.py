"""The user's own files, read into raw rows: JSONL, JSON, CSV and XLSX.

Files come from anywhere, so nothing in them is run and everything has a limit: bytes, rows,
columns, the length of a cell, what a workbook unpacks to. Formulas are text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import opened, read

MOST_BYTES = 64 << 20
"""Largest file."""
MOST_UNPACKED = 256 << 20
"""Most bytes that a workbook may unpack to."""
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_CHARACTERS = 10_000
"""Longest cell."""
SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt", ".xlsx")
_BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, EOFError)
"""What openpyxl raises over a damaged file; errors of XML are SyntaxErrors."""
LAST_ROW = 1_048_576
"""Rows of a sheet in Excel; a file that names a later one is damaged."""
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Raw:
    """One row or one JSON object as it stands in the file.

    Attributes:
        where: ``orders.csv:17``.
        data: Field or column to what stands there.
    """

    where: str
    data: dict[str, Any]


def is_flat(path: Path) -> bool:
    """Whether the file is a sheet, whose cells are not typed or nested as JSON is."""
    return path.suffix.lower() not in {".jsonl", ".ndjson", ".json"}


def read_rows(
    path: Path,
    *,
    columns: Sequence[str] | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    sheet: str | None = None,
) -> list[Raw]:
    """Return every row of a file. Empty rows are left out.

    Args:
        path: A file with one of `SUFFIXES`.
        columns: Names of the columns, where a sheet has no header row.
        delimiter: What stands between cells; taken from the first line where it is None.
        encoding: Encoding of a text file.
        sheet: Name of the sheet of a workbook; the first where it is None.

    Raises:
        UserError: The file cannot be read, is none of these, or is over a limit.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UserError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if size > MOST_BYTES:
        raise UserError(f"has {size} bytes; at most {MOST_BYTES} are read", where=str(path))
    suffix = path.suffix.lower()
    try:
        match suffix:
            case ".jsonl" | ".ndjson":
                rows = _json_lines(path, encoding)
            case ".json":
                rows = _json_list(path, encoding)
            case ".csv" | ".tsv" | ".txt":
                rows = _named(path.name, _cells(path, delimiter, encoding), columns)
            case ".xlsx":
                rows = _named(path.name, _workbook(path, sheet), columns)
            case _:
                raise UserError(
                    f"files that end in {suffix!r} are not read",
                    where=str(path),
                    allowed=SUFFIXES,
                    given=suffix,
                )
        found: list[Raw] = []
        for row in rows:
            if len(found) == MOST_ROWS:
                raise UserError(f"has more than {MOST_ROWS} rows", where=str(path))
            found.append(row)
    except UnicodeDecodeError as error:
        raise UserError(
            f"is not {encoding} at byte {error.start}",
            where=str(path),
            hint="save it as UTF-8, or state its encoding",
        ) from error
    except OSError as error:
        raise UserError(f"cannot be read: {error}", where=str(path)) from error
    if not found:
        raise UserError("has no rows", where=str(path))
    return found


def other_sheets(path: Path, sheet: str | None) -> tuple[str, ...]:
    """Return the names of the sheets that `read_rows` leaves out, though something is in them."""
    import openpyxl

    with opened(path) as file:
        with zipfile.ZipFile(file) as archive:
            if sum(name.startswith("xl/worksheets/") for name in archive.namelist()) == 1:
                return ()  # opening it again would read all its texts again
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        read = sheet or book.worksheets[0].title
        others = [page for page in book.worksheets if page.title != read]
        found = [page.title for page in others if any(any(cells) for _, cells in _filled(page))]
        book.close()
    return tuple(found)


def _json_lines(path: Path, encoding: str) -> Iterator[Raw]:
    with io.TextIOWrapper(opened(path), encoding) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                where = f"{path.name}:{number}"
                yield Raw(where, _object(_parse(line, where), where))


def _json_list(path: Path, encoding: str) -> Iterator[Raw]:
    data = _parse(read(path).decode(encoding), path.name)
    if not isinstance(data, list):
        raise UserError("is not a list of objects", where=path.name)
    for at, each in enumerate(data):
        where = f"{path.name}: [{at}]"
        yield Raw(where, _object(each, where))


def _parse(text: str, where: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=partial(_no_key_twice, where),
        )
    except json.JSONDecodeError as error:
        raise UserError(f"is not JSON: {error}", where=where) from error
    except RecursionError as error:
        raise UserError("is JSON that is nested too deep", where=where) from error
    except ValueError as error:
        raise UserError(f"holds a number that is none: {error}", where=where) from error


def _no_key_twice(where: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise UserError(f"the key {twice!r} stands there twice", where=where)
    return made


def _no_constant(name: str) -> Any:  # noqa: ANN401 - never returns
    raise ValueError(name)


def _object(data: Any, where: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
    if not isinstance(data, dict):
        raise UserError(f"is a {type(data).__name__}, not an object", where=where)
    return data


def _cells(path: Path, delimiter: str | None, encoding: str) -> Iterator[tuple[int, list[Any]]]:
    with io.TextIOWrapper(opened(path), encoding, newline="") as lines:
        first = lines.readline()
        lines.seek(0)
        mark = delimiter or max(_DELIMITERS, key=first.count)
        reader = csv.reader(lines, delimiter=mark, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, list(cells)
        except csv.Error as error:
            where = f"{path.name}:{reader.line_num}"
            raise UserError(f"is not CSV: {error}", where=where) from error


def _workbook(path: Path, sheet: str | None) -> Iterator[tuple[int, list[Any]]]:
    _guard(path)
    import openpyxl

    book = None
    file = opened(path)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        if not book.worksheets:
            raise UserError("has no sheet with cells", where=path.name)
        if sheet is not None and sheet not in book.sheetnames:
            raise UserError(
                f"has no sheet {sheet!r}", where=path.name, allowed=book.sheetnames, given=sheet
            )
        page = book[sheet] if sheet is not None else book.worksheets[0]
        for number, cells in _filled(page):
            yield number, [_cell(each) for each in cells]
    except _BROKEN as error:
        raise UserError(f"is not a workbook that can be read: {error}", where=path.name) from error
    finally:
        if book is not None:
            book.close()
        file.close()


def _filled(page: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401 - openpyxl's
    """Yield number and cells of the rows that the file holds; rows between them cost nothing.

    Raises:
        ValueError: A row has a number that no sheet has.
    """
    page._shared_strings = _Texts(page._shared_strings)  # noqa: SLF001 - openpyxl takes -1 for the last
    page.reset_dimensions()  # what the file says of its size may be wrong: rows would be lost
    blank = None
    for number, cells in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
        if number > LAST_ROW:
            raise ValueError(f"a row after row {LAST_ROW}")
        if cells is not blank:
            if any(each is not None for each in cells):
                yield number, cells
            else:
                blank = cells  # the one row that stands for all that are missing


class _Texts(list[str]):
    """The texts that the cells of a workbook share, by number."""

    def __getitem__(self, number: Any) -> Any:  # noqa: ANN401 - as of a list
        if isinstance(number, int) and number < 0:
            raise IndexError(f"no shared text has the number {number}")
        return super().__getitem__(number)


def _guard(path: Path) -> None:
    """Refuse archives that unpack to too much, and XML that declares entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            left = MOST_UNPACKED
            for member in archive.infolist():
                with archive.open(member) as part:
                    while chunk := part.read(1 << 16):
                        left -= len(chunk)
                        if left < 0:
                            raise UserError(
                                f"unpacks to more than {MOST_UNPACKED} bytes", where=path.name
                            )
                        small = chunk.replace(b"\0", b"")
                        if b"<!DOCTYPE" in small or b"<!ENTITY" in small:
                            raise UserError("declares XML entities", where=path.name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise UserError(f"is not a workbook: {error}", where=path.name) from error


def _cell(value: Any) -> Any:  # noqa: ANN401 - a cell
    """A cell's value: numbers to fifteen digits, dates without a time of day of midnight."""
    match value:
        case bool() | None | str() | int():
            return value
        case float():
            return Decimal(f"{value:.15g}")
        case dt.datetime():
            return value if value.time() != dt.time() else value.date()
        case _:
            return value if isinstance(value, dt.date) else str(value)


def _named(
    name: str, rows: Iterator[tuple[int, list[Any]]], columns: Sequence[str] | None
) -> Iterator[Raw]:
    header = None if columns is None else list(columns)
    for number, cells in rows:
        where = f"{name}:{number}"
        while cells and cells[-1] in {None, ""}:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise UserError(f"has more than {MOST_COLUMNS} columns", where=where)
        for cell in cells:
            if isinstance(cell, str) and len(cell) > MOST_CHARACTERS:
                raise UserError(f"a cell has more than {MOST_CHARACTERS} characters", where=where)
        if header is None:
            header = _header(cells, where)
            continue
        if len(cells) > len(header):
            raise UserError(
                f"has {len(cells)} cells under {len(header)} columns",
                where=where,
                hint="is a delimiter in a text not quoted?",
            )
        named = zip(header, cells, strict=False)
        yield Raw(where, {column: cell for column, cell in named if cell not in {None, ""}})


def _header(cells: list[Any], where: str) -> list[str]:
    header = ["" if cell is None else str(cell).strip() for cell in cells]
    twice = sorted({column for column in header if header.count(column) > 1})
    if "" in header or twice:
        what = f"{twice[0]!r} twice" if twice and twice[0] else "a column without a name"
        raise UserError(f"the header has {what}", where=where)
    return header
