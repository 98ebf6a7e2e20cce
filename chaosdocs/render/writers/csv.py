"""CSV: cells quoted where they must be, and the bytes that every statement takes up.

Values that begin with ``=``, ``+``, ``-`` or ``@`` are written as they are. Some programs take such
cells for formulas; here they are data of the record, and a reader must take them for data.
"""

from __future__ import annotations

import re
from typing import Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.table import Row, Table
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.cells import texts_of
from chaosdocs.render.writers.registry import Written

_WIDE = {"utf-16": "utf-16-le", "utf16": "utf-16-le", "utf-32": "utf-32-le"}
"""Encodings that begin with a mark, and the form of their characters."""

_MEDIUM = MEDIA["csv"]


def write(table: Table) -> Rendered:
    """Return `table` as a CSV file.

    Hidden rows and columns are written: the format cannot hide. A formula is its value.

    Args:
        table: Its options are honoured: ``delimiter``, ``quote`` (the character), ``quoting``
            (``minimal`` or ``all``), ``newline``, ``encoding``, ``bom`` (``yes``), ``sep_line``
            (``yes``: a first line that names the delimiter), ``end`` (``cut``: the file ends with
            the last cell that shows something, without a line break), ``trailing`` (``yes``: all
            rows but heads end with a delimiter). What an encoding cannot write
            becomes a question mark; such a statement is a trace of itself.
    """
    return _Writer(table).written()


class _Writer:
    def __init__(self, table: Table) -> None:
        options = table.options
        self._table = table
        self._delimiter = options.get("delimiter", ",")
        self._quote = options.get("quote", '"')
        self._newline = options.get("newline", "\r\n")
        encoding = options.get("encoding", "utf-8").lower()
        self._encoding = _WIDE.get(encoding, encoding)
        self._mark = options.get("bom") == "yes" or encoding in _WIDE
        self._trailing = options.get("trailing") == "yes"
        self._all = options.get("quoting") == "all"
        self._special = re.compile(rf"[\r\n{re.escape(self._delimiter + self._quote)}]")
        self._narrow = len("a".encode(self._encoding)) == 1
        self._gap = len(self._delimiter.encode(self._encoding, "replace"))
        self._plain = {
            name
            for name, statement in table.statements.items()
            if statement.text and statement.claim.readings and not statement.elsewhere
        }
        self._out: list[bytes] = []
        self._at = 0
        self._loci: list[Locus] = []
        self._heads: dict[int, tuple[str, tuple[int, int]]] = {}

    def written(self) -> Rendered:
        options = self._table.options
        if self._mark:
            self._put("\ufeff")
        if options.get("sep_line") == "yes":
            self._put(f"sep={self._delimiter}{self._newline}")
        last = self._table.rows[-1] if options.get("end") == "cut" else None
        for row in self._table.rows:
            self._row(row, ends=row is last)
        return Rendered(
            name=_MEDIUM.file_name,
            media_type=_MEDIUM.media_type,
            data=b"".join(self._out),
            loci=tuple(self._loci),
        )

    def _row(self, row: Row, *, ends: bool) -> None:
        texts = texts_of(self._table, row)
        pieces = self._pieces(texts)
        line = self._delimiter.join(pieces)
        if self._trailing and row.role != "header":
            line += self._delimiter
        line = line.rstrip(self._delimiter) if ends else line + self._newline
        data = line.encode(self._encoding, "replace")
        self._places(row, texts, pieces, line, data)
        self._out.append(data)
        self._at += len(data)

    def _places(
        self, row: Row, texts: list[str], pieces: list[str], line: str, data: bytes
    ) -> None:
        """Note where the cells of a row stand that was written as `data`."""
        written = line.isascii() or data.decode(self._encoding) == line
        plain = self._plain if written else frozenset[str]()
        byte_each = len(data) == len(line)
        gap, at = self._gap, self._at
        add, made = self._loci.append, Locus._make
        for place, (cell, text, piece) in enumerate(zip(row.cells, texts, pieces, strict=True)):
            name = cell.statement
            if not piece and name is None:
                at += gap
                continue
            size = len(piece) if byte_each else self._size(piece)
            where = (at, at + size)
            at += size + gap
            if name in plain:
                add(made((name, "text", text, "says", None, None, None, None, where, None, None)))
            elif name is not None:
                self._note(name, text, where, place)
            elif row.role == "header":
                self._heads[place] = (text, where)
            elif row.id.startswith("note#"):
                add(Locus(row.id, "text", text, bytes=where))

    def _pieces(self, texts: list[str]) -> list[str]:
        """The cells as they are written: in quotes where they need them, or all."""
        if self._all or texts == [""]:
            return [self._quoted(text) for text in texts]
        if self._bare(texts):
            return texts
        needs_quotes = self._special.search
        return [self._quoted(text) if text and needs_quotes(text) else text for text in texts]

    def _bare(self, texts: list[str]) -> bool:
        """Whether no cell of the row needs quotes."""
        line = self._delimiter.join(texts)
        if self._quote in line or "\n" in line or "\r" in line:
            return False
        return line.count(self._delimiter) == len(texts) - 1

    def _note(self, statement: str, text: str, where: tuple[int, int], place: int) -> None:
        living = self._table.statements[statement].on("text").living
        role: Literal["says", "trace"] = "says" if living else "trace"
        if not text:
            if place not in self._heads:
                return
            text, where = self._heads[place]
            role = "trace"
        else:
            kept = self._kept(text)
            role = role if kept == text else "trace"
            text = kept
        self._loci.append(
            Locus(statement=statement, channel="text", text=text, bytes=where, role=role)
        )

    def _quoted(self, text: str) -> str:
        return self._quote + text.replace(self._quote, self._quote * 2) + self._quote

    def _size(self, text: str) -> int:
        if self._narrow and text.isascii():
            return len(text)
        return len(text.encode(self._encoding, "replace"))

    def _kept(self, text: str) -> str:
        if text.isascii():
            return text
        return text.encode(self._encoding, "replace").decode(self._encoding)

    def _put(self, text: str) -> None:
        data = text.encode(self._encoding, "replace")
        self._out.append(data)
        self._at += len(data)


def writer(document: Table) -> Written:
    """Return the file of a document."""
    return Written(write(document))


WRITER = writer
