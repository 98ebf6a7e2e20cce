"""CSV: cells quoted where they must be, and the bytes that every statement takes up.

Values that begin with ``=``, ``+``, ``-`` or ``@`` are written as they are. Some programs take such
cells for formulas; here they are data of the record, and a reader must take them for data.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.table import EMPTY, Cell, Row, Table
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.render.cells import texts_of
from chaosdocs.render.writers.parted import Parted
from chaosdocs.render.writers.registry import Written

_WIDE = {"utf-16": "utf-16-le", "utf16": "utf-16-le", "utf-32": "utf-32-le"}
"""Encodings that begin with a mark, and the form of their characters."""

_MEDIUM = MEDIA["csv"]
_WORDS = frozenset({"text", "id", "enum"})
_NUMBER = re.compile(r"-?\d[\d.,]{0,17}")
_made: Any = tuple.__new__
_BESIDE = frozenset({"preamble", "footer", "blank"})


@gc_paused()
def write(table: Table) -> Rendered:
    """Return `table` as a CSV file.

    Hidden rows and columns are written: the format cannot hide. A formula is its value.

    Args:
        table: Its options are honoured: ``delimiter``, ``quote`` (the character), ``quoting``
            (``minimal``, ``all`` or ``text``: all but numbers), ``newline``, ``encoding``, ``bom``
            (``yes``), ``sep_line`` (``yes``: a first line that names the delimiter), ``ragged``
            (``yes``: rows beside the table end with their last cell), ``first_row`` (how many cells
            the first row has), ``file_name``, ``end`` (``cut``: the file ends with the last
            cell that shows something, without a line break), ``trailing`` (``yes``: all rows but
            heads end with a delimiter), ``later`` (a delimiter and the id of the first row that it
            separates, with all rows below), ``quotes`` (``bare``: a quote inside a cell is neither
            doubled nor a reason to quote the cell). What an encoding cannot write becomes a
            question mark; such a statement is a trace of itself.
    """
    return _Writer(table).written()


def _never(_name: str) -> bool:
    return False


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
        self._loose = options.get("quotes") == "bare"
        self._trailing = options.get("trailing") == "yes"
        self._all = options.get("quoting") == "all"
        self._narrow = len("a".encode(self._encoding)) == 1
        self._separate(self._delimiter)
        self._later = options.get("later", "")
        self._out: list[bytes] = []
        self._at = 0
        self._loci: list[Locus] = []
        self._heads: dict[int, tuple[str, tuple[int, int]]] = {}
        self._first_row = int(options.get("first_row", "0"))
        self._texts = options.get("quoting") == "text"
        self._ragged = options.get("ragged") == "yes"
        self._given: dict[str, tuple[str, tuple[int, int]]] = {}
        self._parted = Parted()
        self._usual = not (self._all or self._texts or self._first_row or self._ragged)

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
            name=options.get("file_name", _MEDIUM.file_name),
            media_type=_MEDIUM.media_type,
            data=b"".join(self._out),
            loci=(*self._loci, *self._parted.loci(self._table.statements, unwritable="?")),
        )

    def _separate(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._parting = re.compile(rf"[\r\n{re.escape(delimiter)}]")
        special = re.compile(rf"[\r\n{re.escape(delimiter + self._quote)}]")
        self._special = self._parting if self._loose else special
        self._gap = len(delimiter.encode(self._encoding, "replace"))

    def _row(self, row: Row, *, ends: bool) -> None:
        if self._later and row.id == self._later[1:]:
            self._separate(self._later[0])
        if self._usual and row.role == "line" and self._line(row, ends=ends):
            return
        texts = texts_of(self._table, row)
        if self._first_row and row is self._table.rows[0]:
            texts = texts[: self._first_row]
        elif self._ragged and row.role in _BESIDE:
            while len(texts) > 1 and not texts[-1] and row.cells[len(texts) - 1].statement is None:
                texts.pop()
        pieces = self._worded(row, texts) if self._texts else self._pieces(texts)
        line = self._delimiter.join(pieces)
        if self._trailing and row.role != "header":
            line += self._delimiter
        line = line.rstrip(self._delimiter) if ends else line + self._newline
        data = line.encode(self._encoding, "replace")
        self._places(row, texts, pieces, line, data)
        self._out.append(data)
        self._at += len(data)

    def _line(self, row: Row, *, ends: bool) -> bool:
        """Write a line whose cells show whole statements or nothing, as nearly all do.

        Returns:
            Whether it is such a line; where it is not, nothing was done.
        """
        if len(row.cells) < 2 or row.id.startswith("note#"):  # noqa: PLR2004 - one may be quoted
            return False
        cells, statements = row.cells, self._table.statements
        pieces = [""] * len(cells)
        said = []
        for place in [place for place, cell in enumerate(cells) if cell is not EMPTY]:
            cell = cells[place]
            name = cell.statement
            if name is None:
                if cell.text or cell.gives:
                    return False
                continue
            if cell.part or cell.context or cell.gives:
                return False
            statement = statements[name]
            text = pieces[place] = statement.text
            if not text or not statement.claim.readings or statement.elsewhere:
                return False
            said.append((place, name, text))
        line = self._delimiter.join(pieces)
        if not self._is_bare(line, len(pieces)):
            needs_quotes = self._special.search
            for place, _, text in said:
                if needs_quotes(text):
                    pieces[place] = self._quoted(text)
            line = self._delimiter.join(pieces)
        if self._trailing:
            line += self._delimiter
        line = line.rstrip(self._delimiter) if ends else line + self._newline
        data = line.encode(self._encoding, "replace")
        if not line.isascii() and data.decode(self._encoding) != line:
            return False
        self._note_all(said, pieces, each=len(data) == len(line))
        self._out.append(data)
        self._at += len(data)
        return True

    def _note_all(self, said: list[tuple[int, str, str]], pieces: list[str], *, each: bool) -> None:
        """Note where the cells of a line stand that state something; all others are empty.

        Args:
            said: The places of these cells, their statements and their texts.
            pieces: All cells as they are written.
            each: Whether each character is one byte.
        """
        add, gap, before = self._loci.append, self._gap, self._at
        narrow, encoding = self._narrow, self._encoding
        for place, name, text in said:
            at = before + place * gap
            piece = pieces[place]
            if each or (narrow and piece.isascii()):
                size = len(piece)
            else:
                size = len(piece.encode(encoding, "replace"))
            where = at, at + size
            before += size
            add(
                _made(
                    Locus,
                    (name, "text", text, "says", None, None, None, None, where, None, None, None),
                )
            )

    def _plain(self, name: str) -> bool:
        """Whether a statement says something on every channel, by a text."""
        statement = self._table.statements[name]
        return bool(statement.text and statement.claim.readings and not statement.elsewhere)

    def _places(
        self, row: Row, texts: list[str], pieces: list[str], line: str, data: bytes
    ) -> None:
        """Note where the cells of a row stand that was written as `data`."""
        written = line.isascii() or data.decode(self._encoding) == line
        plain = self._plain if written else _never
        byte_each = len(data) == len(line)
        gap, at = self._gap, self._at
        add, made = self._loci.append, Locus._make
        cells = row.cells[: len(texts)]
        for place, (cell, text, piece) in enumerate(zip(cells, texts, pieces, strict=True)):
            name = cell.statement
            if not piece and name is None:
                at += gap
                continue
            size = len(piece) if byte_each else self._size(piece)
            where = (at, at + size)
            at += size + gap
            if cell.gives:
                self._gives(cell.gives, text, where)
            if name is not None and text and (cell.part or cell.context):
                self._part(name, text, where, cell, place)
            elif name is not None and plain(name):
                add(
                    made(
                        (
                            name,
                            "text",
                            text,
                            "says",
                            None,
                            None,
                            None,
                            None,
                            where,
                            None,
                            None,
                            None,
                        )
                    )
                )
            elif name is not None:
                if cell.part in {"", "number"}:
                    self._note(name, text, where, place)
            elif cell.gives:
                continue
            elif row.role == "header":
                self._heads[place] = (text, where)
            elif row.id.startswith("note#"):
                add(Locus(row.id, "text", text, bytes=where))

    def _part(self, name: str, text: str, where: tuple[int, int], cell: Cell, place: int) -> None:
        """Note a part of a statement, after what completes it from elsewhere."""
        given = self._heads.get(place) if cell.context == "head" else self._given.get(cell.context)
        if given is not None:
            self._parted.add(name, given[0], given[1], main=False)
        self._parted.add(name, self._kept(text), where, main=cell.part != "mark")

    def _gives(self, gives: str, text: str, where: tuple[int, int]) -> None:
        """Note a context that a literal cell is for others: its first characters."""
        context, _, length = gives.partition(":")
        quoted = where[1] - where[0] > self._size(text)
        start = where[0] + (self._size(self._quote) if quoted else 0)
        said = text[: int(length)] if length else text
        self._given[context] = said, (start, start + self._size(said))

    def _pieces(self, texts: list[str]) -> list[str]:
        """The cells as they are written: in quotes where they need them, or all."""
        if self._ragged and texts == [""]:
            return texts
        if self._all or texts == [""]:
            return [self._quoted(text) for text in texts]
        if self._bare(texts):
            return texts
        needs_quotes = self._special.search
        return [self._quoted(text) if text and needs_quotes(text) else text for text in texts]

    def _worded(self, row: Row, texts: list[str]) -> list[str]:
        """The cells with texts in quotes: all of a column of texts, elsewhere all but numbers.

        A number that contains the delimiter needs quotes too.
        """
        kinds = [column.kind in _WORDS and row.role == "line" for column in self._table.columns]
        return [
            self._quoted(text) if text and (words or self._needs_quotes(text)) else text
            for text, words in zip(texts, kinds, strict=False)
        ]

    def _needs_quotes(self, text: str) -> bool:
        return not _NUMBER.fullmatch(text) or self._parting.search(text) is not None

    def _bare(self, texts: list[str]) -> bool:
        """Whether no cell of the row needs quotes."""
        return self._is_bare(self._delimiter.join(texts), len(texts))

    def _is_bare(self, line: str, cells: int) -> bool:
        """Whether no cell of a line needs quotes."""
        if self._quote in line or "\n" in line or "\r" in line:
            return False
        return line.count(self._delimiter) == cells - 1

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
        if self._loose and not self._parting.search(text):
            return self._quote + text + self._quote
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
