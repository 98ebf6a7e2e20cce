"""XLSX: typed cells, hidden rows, formulas with and without their values; the same bytes always."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.table import Cell, Row, Table
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.cells import Typed, number_of, texts_of, typed
from chaosdocs.render.workbook import Width, Workbook, letters
from chaosdocs.render.writers.json import JSON_NUMBER
from chaosdocs.render.writers.registry import Written
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import Channel, Statement
from chaosdocs.truth.values import plain

WIDEST, NARROWEST = 46, 8
"""Columns are so many characters wide, at most and at least."""
LONGEST_NAME = 31
_DAY_ZERO = dt.date(1899, 12, 30)

_MEDIUM = MEDIA["xlsx"]


def write(table: Table) -> Rendered:
    """Return `table` as a workbook with one sheet.

    Numbers and dates stand in typed cells, with a number format that shows them as the
    statement's convention writes them, as long as the statement shows just that; everything
    else is a text. Texts that begin with ``=`` are texts. A formula says no value by itself: it is
    the trace of one, on the channel of formulas, and what it comes to is said where the file
    keeps it.

    Args:
        table: Its options are honoured: ``typed`` (``no`` writes texts alone), ``decimal`` (numbers
            with another mark are texts), ``title_row``
            (``yes``: a merged row with the title above the table).
    """
    return _Writer(table).written()


class _Writer:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._typed = table.options.get("typed", "yes") == "yes"
        self._decimal = table.options.get("decimal", "")
        self._loci: list[Locus] = []
        self._heads: dict[int, tuple[str, str]] = {}
        self._sheet = re.sub(r"[\[\]:*?/\\']", " ", table.title)[:LONGEST_NAME].strip() or "Export"
        self._book = Workbook(self._sheet)
        self._title = bool(table.title) and table.options.get("title_row") == "yes"
        above = 2 if self._title else 1
        lines = [i for i, row in enumerate(table.rows, above) if row.role == "line"]
        self._bounds = (lines[0], lines[-1]) if lines else (above, above)
        self._letters = [letters(place) for place in range(len(table.columns))]
        self._widths = [NARROWEST] * len(table.columns)

    def written(self) -> Rendered:
        merged = []
        if self._title:
            self._book.row([self._book.text("A1", self._table.title, "title")])
            if len(self._table.columns) > 1:
                merged = [f"A1:{letters(len(self._table.columns) - 1)}1"]
        for number, row in enumerate(self._table.rows, 2 if self._title else 1):
            self._row(number, row)
        widths = [
            Width(min(width, WIDEST), hidden=column.hidden)
            for width, column in zip(self._widths, self._table.columns, strict=True)
        ]
        return Rendered(
            name=_MEDIUM.file_name,
            media_type=_MEDIUM.media_type,
            data=self._book.packed(widths, merged),
            loci=tuple(self._loci),
        )

    def _row(self, number: int, row: Row) -> None:
        cells = []
        texts = texts_of(self._table, row)
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            name = f"{self._letters[place]}{number}"
            if row.role != "footer":
                self._widths[place] = max(self._widths[place], _longest(text) + 2)
            statement = None if cell.statement is None else self._table.statements[cell.statement]
            if statement is None:
                if cell.formula:
                    cells.append(self._formula(name, cell, None, None, number))
                elif text:
                    cells.append(self._literal(name, text, row, place))
                continue
            held = typed(statement, cell.shown_as, self._decimal) if self._typed else None
            if cell.formula:
                cells.append(self._formula(name, cell, statement, held, number))
                if not cell.cached:
                    self._trace(statement, "", name, place, hidden=row.hidden)
                    continue
            elif text:
                cells.append(self._cell(name, statement, held))
            self._say(statement, held, name, place, hidden=row.hidden)
        self._book.row(cells, hidden=row.hidden)

    def _literal(self, name: str, text: str, row: Row, place: int) -> str:
        head = row.role == "header"
        if head:
            self._heads[place] = (text, name)
        elif row.id.startswith("note#"):
            self._add(row.id, "value", text, name)
            self._add(row.id, "shown", text, name)
        return self._book.text(name, text, "head" if head else "plain")

    def _cell(self, name: str, statement: Statement, held: Typed | None) -> str:
        if held is None:
            many = "\n" in statement.text
            return self._book.text(name, statement.text, "wrapped" if many else "plain")
        value = held.value
        number = str((value - _DAY_ZERO).days) if isinstance(value, dt.date) else held.raw
        return self._book.number(name, number, held.shape)

    def _formula(
        self, name: str, cell: Cell, statement: Statement | None, held: Typed | None, number: int
    ) -> str:
        text = cell.formula
        for word, row in zip(("row", "first", "last"), (number, *self._bounds), strict=True):
            text = text.replace(f"{{{word}}}", str(row))
        if statement is None:
            known = cell.text if cell.cached and JSON_NUMBER.fullmatch(cell.text) else None
            return self._book.formula(name, text, known)
        self._add(statement.id, "formula", text, name, role="trace")
        value = number_of(statement)
        cached = plain(value) if cell.cached and value is not None else None
        return self._book.formula(name, text, cached, "" if held is None else held.shape)

    def _say(
        self, statement: Statement, held: Typed | None, name: str, place: int, *, hidden: bool
    ) -> None:
        """Note what the cell says on its two channels, or what is left of a value that is gone."""
        held_there = seen_there = statement.claim.living
        if statement.elsewhere:
            held_there, seen_there = statement.on("value").living, statement.on("shown").living
        if not statement.text or not (held_there or seen_there):
            self._trace(statement, statement.text, name, place, hidden=hidden)
            return
        if held_there:
            if held is None:
                self._add(statement.id, "value", statement.text, name)
            else:
                self._add(statement.id, "value", held.raw, name, convention=held.convention)
        if seen_there and not hidden and not self._table.columns[place].hidden:
            self._add(statement.id, "shown", statement.text if held is None else held.shown, name)

    def _trace(
        self, statement: Statement, text: str, name: str, place: int, *, hidden: bool
    ) -> None:
        """What is left where a value was: other words in its cell, or the head of the column.

        Words in a hidden cell are left on the channel of the values alone.
        """
        own = bool(text)
        if not own:
            text, name = self._heads.get(place, ("", ""))
        seen = not hidden and not self._table.columns[place].hidden
        if text and (seen or own):
            self._add(statement.id, "shown" if seen else "value", text, name, role="trace")

    def _add(
        self,
        statement: str,
        channel: Channel,
        text: str,
        cell: str,
        *,
        role: Literal["says", "trace"] = "says",
        convention: Convention | None = None,
    ) -> None:
        locus = (
            statement,
            channel,
            text,
            role,
            None,
            None,
            self._sheet,
            cell,
            None,
            None,
            convention,
            None,
        )
        self._loci.append(Locus._make(locus))


def _longest(text: str) -> int:
    """Return how many characters the longest line of a text has."""
    return max(map(len, text.split("\n"))) if "\n" in text else len(text)


def writer(document: Table) -> Written:
    """Return the file of a document."""
    return Written(write(document))


WRITER = writer
