"""CSV: cells quoted where they must be, and the bytes that every statement takes up.

Values that begin with ``=``, ``+``, ``-`` or ``@`` are written as they are. Some programs take such
cells for formulas; here they are data of the record, and a reader must take them for data.
"""

from __future__ import annotations

import re
from typing import Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.table import Row, Table
from chaosdocs.render.cells import texts_of

MEDIA_TYPE = "text/csv"
_WIDE = {"utf-16": "utf-16-le", "utf16": "utf-16-le", "utf-32": "utf-32-le"}


def write(table: Table) -> Rendered:
    """Return `table` as a CSV file.

    Hidden rows and columns are written: the format cannot hide. A formula is its value.

    Args:
        table: Its options are honoured: ``delimiter``, ``quote`` (the character), ``quoting``
            (``minimal`` or ``all``), ``newline``, ``encoding``, ``bom`` (``yes``), ``sep_line``
            (``yes``: a first line that names the delimiter). What an encoding cannot write
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
        self._all = options.get("quoting") == "all"
        self._special = re.compile(rf"[\r\n{re.escape(self._delimiter + self._quote)}]")
        self._narrow = len("a".encode(self._encoding)) == 1
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
        for row in self._table.rows:
            self._row(row)
        return Rendered(
            name="document.csv",
            media_type=MEDIA_TYPE,
            data=b"".join(self._out),
            loci=tuple(self._loci),
        )

    def _row(self, row: Row) -> None:
        texts = texts_of(self._table, row)
        pieces = texts if not self._all and self._bare(texts) else list(map(self._quoted, texts))
        if pieces == [""]:
            pieces = [self._quote * 2]
        line = self._delimiter.join(pieces) + self._newline
        data = line.encode(self._encoding, "replace")
        kept = line.isascii() or data.decode(self._encoding) == line
        size = len if len(data) == len(line) else self._size
        at = self._at
        between = size(self._delimiter)
        spots, loci = self._table.spots, self._loci
        for place, (cell, text, piece) in enumerate(zip(row.cells, texts, pieces, strict=True)):
            end = at + size(piece)
            if cell.spot is not None:
                spot = spots[cell.spot]
                claim = spot.on("text") if spot.elsewhere else spot.claim
                if kept and text and (claim.readings or claim.mask is not None):
                    loci.append(Locus(cell.spot, "text", text, "says", bytes=(at, end)))
                else:
                    self._note(cell.spot, text, (at, end), place)
            elif piece and row.role == "header":
                self._heads[place] = (text, (at, end))
            elif piece and row.id.startswith("note#"):
                loci.append(Locus(row.id, "text", text, bytes=(at, end)))
            at = end + between
        self._out.append(data)
        self._at += len(data)

    def _bare(self, texts: list[str]) -> bool:
        """Whether no cell of the row needs quotes."""
        line = self._delimiter.join(texts)
        if self._quote in line or "\n" in line or "\r" in line:
            return False
        return line.count(self._delimiter) == len(texts) - 1

    def _note(self, spot: str, text: str, where: tuple[int, int], place: int) -> None:
        living = self._table.spots[spot].on("text").living
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
        self._loci.append(Locus(spot=spot, channel="text", text=text, bytes=where, role=role))

    def _quoted(self, text: str) -> str:
        if self._all or self._special.search(text):
            return self._quote + text.replace(self._quote, self._quote * 2) + self._quote
        return text

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
