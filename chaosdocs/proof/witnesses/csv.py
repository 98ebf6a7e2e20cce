"""The witness of CSV files: the standard library's reader, and our own count of bytes."""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import groupby
from typing import Final, TypeAlias

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.doubled import Headed
from chaosdocs.proof.binding.grid import GridLabels
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Layer, Place
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.witnesses.copied import copied
from chaosdocs.proof.witnesses.decoding import ByteIndex, decoded
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import Found, clipped

_DELIMITERS = ",;\t|"
_FEWEST: Final = 3
"""Cells below which a record's width does not tell its delimiter."""
_Cell: TypeAlias = tuple[int, int, str]


class CsvWitness:
    """A CSV file: its cells with the bytes that they take up.

    Raises:
        UnreadableError: It is no text.
    """

    name = "csv"

    def __init__(self, data: bytes) -> None:
        self.text, self._encoding, self._mark = decoded(clipped(data))
        self.delimiter = max(_DELIMITERS, key=lambda d: (self.text.count(d), d == ","))
        self._records = list(_records(self.text, self.delimiter))
        self._cells = [cell for _, cells in self._records for cell in cells]
        self._starts = [start for start, _, _ in self._cells]
        self._bytes = ByteIndex(self.text, self._encoding, self._mark)
        self.agrees = self._agrees()

    def found(self, line: Evidence) -> Found | None:
        """Return the cells at the bytes of the line; the beginning of a cell may be a piece."""
        if not line.spans:
            return None
        pieces = [self._at(*span, alone=line.parts is None) for span in line.spans]
        if None in pieces:
            return None
        known = [piece for piece in pieces if piece is not None]
        by = next((each.by for each in known if each.by != self.name), self.name)
        return Found(" ".join(each.text for each in known), by=by)

    def _at(self, first_byte: int, last_byte: int, *, alone: bool) -> Found | None:
        start, end = self._bytes.place(first_byte), self._bytes.place(last_byte)
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        first, last, shown = self._cells[at]
        raw = self.text[start:end]
        inside = first <= start <= first + 1 and end <= last
        if not alone and raw and inside and shown.startswith(raw):
            return Found(raw, by=self.name)
        if start < first or end > last or normal(_unquoted(raw)) != normal(shown):
            return Found(raw, by=self.name)
        return Found(shown, by=self.name if self.agrees else "bytes")

    def layers(self) -> Iterator[Layer]:
        """Yield every cell in a line of its own, and the raw text."""
        pieces, starts, at = [], [], 0
        for start, _, shown in self._cells:
            pieces.append(shown)
            starts.append((at, start))
            at += len(shown) + 1
        firsts = [first for first, _ in starts]

        def where(start: int, end: int) -> Place:
            cell = self._cells[bisect_right(firsts, start) - 1]
            del end
            return Place(bytes=(self._bytes.byte(cell[0]), self._bytes.byte(cell[1])))

        yield Layer("cells", "\n".join(pieces), "text", where)

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the text of every cell that no line is about."""
        about = self._about(lines)
        yield from (shown for n, (_, _, shown) in enumerate(self._cells) if n not in about)

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the cells in order: their fields, or their texts."""
        del drawn  # there is one order
        fields = {
            bisect_right(self._starts, self._bytes.place(start)) - 1: line.path
            for line in lines
            if line.role == "says"
            for start, _ in line.spans
        }
        for n, (_, _, shown) in enumerate(self._cells):
            path = fields.get(n, "")
            if path or shown:
                yield ("" if path else shown), path

    def copies(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every row that no line is about and that stands in the file once more."""
        about = self._about(lines)
        rows: dict[int, list[str]] = {}
        said = {self._where[n][0] for n in about if n >= 0}
        for (row, _), (_, _, shown) in zip(self._where, self._cells, strict=True):
            rows.setdefault(row, []).append(shown)
        yield from copied((cells, row in said) for row, cells in rows.items())

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the label of each cell of the line: the cell before it, or its column's head."""
        for start, _ in line.spans:
            at = bisect_right(self._starts, self._bytes.place(start)) - 1
            yield self._grid.of(*self._where[at], known)

    def headed(self, lines: Sequence[Evidence]) -> Iterator[Headed]:
        """Yield the column and the head of each line: the nearest row above that says nothing."""
        cells = [
            (line.path, self._where[at])
            for line in lines
            if line.bytes is not None
            and (at := bisect_right(self._starts, self._bytes.place(line.bytes[0])) - 1) >= 0
        ]
        said = {row for _, (row, _) in cells}
        texts: dict[int, dict[int, str]] = {}
        for (row, column), (_, _, shown) in zip(self._where, self._cells, strict=True):
            if row not in said and shown:
                texts.setdefault(row, {})[column] = shown
        heads = [row for row, its in sorted(texts.items()) if len(its) > 1]
        for path, (row, column) in cells:
            above = bisect_left(heads, row) - 1
            head = texts[heads[above]].get(column, "") if above >= 0 else ""
            yield Headed(path, column, head)

    def _about(self, lines: Sequence[Evidence]) -> frozenset[int]:
        """The numbers of the cells that some line is about."""
        return frozenset(
            bisect_right(self._starts, self._bytes.place(start)) - 1
            for line in lines
            for start, _ in line.spans
        )

    @cached_property
    def _where(self) -> list[tuple[int, int]]:
        """Row and column of every cell."""
        return [
            (row, column)
            for row, (_, cells) in enumerate(self._records)
            for column in range(len(cells))
        ]

    @cached_property
    def _grid(self) -> GridLabels:
        cells = zip(self._where, self._cells, strict=True)
        return GridLabels({where: shown for where, (_, _, shown) in cells if shown})

    def _agrees(self) -> bool:
        """Whether the standard reader sees the same cells."""
        theirs = []
        try:
            for delimiter, block in groupby(self._records, key=lambda record: record[0]):
                cells = [cell for _, its in block for cell in its]
                text = self.text[cells[0][0] : cells[-1][1]]
                rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
                theirs += [cell for row in rows for cell in row if cell]
        except csv.Error:
            return False
        return theirs == [shown for *_, shown in self._cells if shown]


def _records(text: str, delimiter: str) -> Iterator[tuple[str, list[_Cell]]]:
    """Yield every record: its delimiter and its cells.

    A record that is not as wide as the table, and is so under another delimiter, is separated by
    that one. The table is as wide as the records with most of the cells.
    """
    usual = list(_under(text, delimiter))
    widths = Counter(len(cells) for cells in usual if len(cells) > 1)
    width = max(widths, key=lambda each: (widths[each] * each, each), default=0)
    if width < _FEWEST or not any(mark in text for mark in _DELIMITERS.replace(delimiter, "")):
        yield from ((delimiter, cells) for cells in usual)
        return
    at = 0
    while at <= len(text):
        mark, cells = delimiter, next(_under(text, delimiter, at))
        if len(cells) != width:
            for other in _DELIMITERS.replace(delimiter, ""):
                found = next(_under(text, other, at))
                if len(found) == width:
                    mark, cells = other, found
                    break
        yield mark, cells
        at = cells[-1][1]
        at += 2 if text.startswith("\r\n", at) else 1


def _under(text: str, delimiter: str, at: int = 0) -> Iterator[list[_Cell]]:
    """Yield the cells of every record from a place on: start, end and value of each.

    Quotes are part of the span.
    """
    cell = _pattern(delimiter)
    cells: list[_Cell] = []
    while at <= len(text):
        match = cell.match(text, at)
        if match is None:  # pragma: no cover - the pattern also matches nothing
            break
        cells.append((match.start(), match.end(), _unquoted(match[0])))
        at = match.end()
        if text[at : at + 1] != delimiter:
            yield cells
            cells = []
        at += 2 if text.startswith("\r\n", at) else 1
    if cells:
        yield cells


@cache
def _pattern(delimiter: str) -> re.Pattern[str]:
    quoted = r'"(?:[^"]|"")*"(?=[{d}\r\n]|$)'
    return re.compile((quoted + r"|[^{d}\r\n]*").replace("{d}", re.escape(delimiter)))


def _unquoted(raw: str) -> str:
    if len(raw) > 1 and raw[0] == raw[-1] == '"':
        return raw[1:-1].replace('""', '"')
    return raw


WITNESS = Opener(lambda data, _evidence: CsvWitness(data))
