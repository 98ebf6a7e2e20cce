"""CSV: cells quoted where they must be, and the bytes that every statement takes up.

Values that begin with ``=``, ``+``, ``-`` or ``@`` are written as they are: they are data of the
record, and a reader must take them for data.
"""

from __future__ import annotations

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.table import Row, Table

MEDIA_TYPE = "text/csv"


def write(table: Table) -> Rendered:
    """Return `table` as a CSV file.

    Args:
        table: Its options are honoured: ``delimiter``, ``encoding``, ``newline``, ``bom``
            (``yes``), ``quoting`` (``all``), ``sep_line`` (``yes``).
    """
    return _Writer(table).written()


class _Writer:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._delimiter = table.options.get("delimiter", ",")
        self._newline = table.options.get("newline", "\r\n")
        self._encoding = table.options.get("encoding", "utf-8")
        self._all = table.options.get("quoting") == "all"
        self._special = {self._delimiter, '"', "\r", "\n"}
        self._out = bytearray()
        self._loci: list[Locus] = []
        self._heads: dict[int, tuple[str, tuple[int, int]]] = {}

    def written(self) -> Rendered:
        options = self._table.options
        if options.get("bom") == "yes":
            self._out += "\ufeff".encode(self._encoding)
        if options.get("sep_line") == "yes":
            self._put(f"sep={self._delimiter}{self._newline}")
        for row in self._table.rows:
            self._row(row)
        return Rendered(
            name="document.csv",
            media_type=MEDIA_TYPE,
            data=bytes(self._out),
            loci=tuple(self._loci),
        )

    def _row(self, row: Row) -> None:
        for place, cell in enumerate(row.cells):
            if place:
                self._put(self._delimiter)
            shown = self._table.shown(row, place)
            start = len(self._out)
            self._put(self._quoted(shown))
            where = (start, len(self._out))
            if row.role == "header" and shown:
                self._heads[place] = (shown, where)
            if cell.spot is not None:
                self._note(cell.spot, shown, where, place)
            elif shown and row.role == "footer":
                self._loci.append(Locus(spot=row.id, channel="text", text=shown, bytes=where))
        self._put(self._newline)

    def _note(self, spot: str, shown: str, where: tuple[int, int], place: int) -> None:
        claim = self._table.spots[spot].on("text")
        if shown and claim.living:
            self._loci.append(Locus(spot=spot, channel="text", text=shown, bytes=where))
        elif shown:
            trace = Locus(spot=spot, channel="text", text=shown, bytes=where, role="trace")
            self._loci.append(trace)
        elif place in self._heads:
            head, at = self._heads[place]
            trace = Locus(spot=spot, channel="text", text=head, bytes=at, role="trace")
            self._loci.append(trace)

    def _quoted(self, text: str) -> str:
        if self._all or any(mark in text for mark in self._special) or text != text.strip():
            return '"' + text.replace('"', '""') + '"'
        return text

    def _put(self, text: str) -> None:
        self._out += text.encode(self._encoding, "replace")
