"""The stage Table: columns and rows, for exports and for the tables inside a flow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import (
    Bait,
    Change,
    Draft,
    Drop,
    Edit,
    MisquoteError,
    Retext,
    Say,
    SetOption,
    Stage,
)
from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.codec import wired
from chaosdocs.truth.statements import GONE, Lure, Ref, Statement
from chaosdocs.truth.values import Kind

RowRole = Literal["preamble", "header", "line", "subtotal", "carry", "blank", "footer"]


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        id: Stable name, usually the leaf of the schema path.
        header: What its head shows.
        kind: Kind of its values.
        path: Schema path of its values, or None for a column without a fact.
        hidden: Whether a spreadsheet hides it.
    """

    id: str
    header: str
    kind: Kind = "text"
    path: str | None = None
    hidden: bool = False


@wired
@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: a statement, or literal words, or nothing.

    Attributes:
        statement: Id of the statement that stands here.
        text: Literal words where there is no statement.
        formula: A spreadsheet formula that computes the value, such as ``=SUM(F2:F9)``;
            ``{row}`` stands for the cell's own row number, ``{first}`` and ``{last}`` for the
            first and last line row.
        cached: Whether the file keeps the formula's value beside it.
        shown_as: A number format that shows less than the value (``0``), or empty.
        part: The part of the statement's text that stands here, where the rest stands elsewhere;
            empty for the whole text. See `chaosdocs.render.parts`.
        context: What completes the statement beyond its own cells: ``head`` for the head of the
            column (``Debit``), or the name that another cell gives.
        gives: The name of the context that the beginning of this cell is for others, and
            how long it is: ``year:4``.
    """

    statement: str | None = None
    text: str = ""
    formula: str = ""
    cached: bool = True
    shown_as: str = ""
    part: str = ""
    context: str = ""
    gives: str = ""


EMPTY = Cell()
"""The cell that shows nothing: large tables are sparse, and share it."""


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row. `id` is stable; for a line it is the row's key in the record."""

    id: str
    role: RowRole
    cells: tuple[Cell, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table and the statements in it.

    Attributes:
        columns: From left to right.
        rows: From top to bottom, header rows included.
        statements: The statements of all cells.
        system: The system that exports it, or the template that prints it.
        title: Name of the sheet, or caption.
        options: Choices made in lowering: ``delimiter``, ``quote``, ``encoding``, ``newline``,
            ``bom``, ``typed`` (cells hold numbers and dates, not texts) ...
        locale: Its words are in this locale's language.
        focus: The field that a targeted operator is aimed at, or None.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    statements: Mapping[str, Statement]
    system: str
    title: str = ""
    locale: str = "en_US"
    options: Mapping[str, str] = field(default_factory=dict)
    focus: Ref | None = None
    _rows: dict[str, Row] = field(default_factory=dict, init=False, repr=False, compare=False)

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this table with other statements; cells whose statement is gone are empty."""
        if self.statements.keys() <= statements.keys():
            return replace(self, statements=statements)
        rows = tuple(
            replace(
                row,
                cells=tuple(
                    EMPTY
                    if cell.statement is not None and cell.statement not in statements
                    else cell
                    for cell in row.cells
                ),
            )
            for row in self.rows
        )
        return replace(self, statements=statements, rows=rows)

    def lines(self) -> tuple[Row, ...]:
        """Return the rows that stand for rows of the record."""
        return tuple(row for row in self.rows if row.role == "line")

    def row(self, row: str) -> Row:
        """Return the row with this id.

        Raises:
            MisquoteError: There is none.
        """
        if not self._rows:
            self._rows.update((each.id, each) for each in reversed(self.rows))
        if row not in self._rows:
            raise MisquoteError(f"the table has no row {row}")
        return self._rows[row]

    def column(self, column: str) -> int:
        """Return the place of the column with this id.

        Raises:
            MisquoteError: There is none.
        """
        for place, each in enumerate(self.columns):
            if each.id == column:
                return place
        raise MisquoteError(f"the table has no column {column}")

    def shown(self, row: Row, place: int) -> str:
        """Return what the cell at `place` of `row` shows."""
        cell = row.cells[place]
        return self.statements[cell.statement].text if cell.statement is not None else cell.text

    def draft(self) -> TableDraft:
        """Return a draft of this table, in which a batch of edits is made."""
        return TableDraft(self)


class TableDraft(Draft[Table]):
    """A table while a batch of edits is made; rows are found by id.

    Attributes:
        rows: The rows by id; their order is kept apart.
        columns: Id of a column to its place.
    """

    def __init__(self, document: Table) -> None:
        super().__init__(document)
        self.rows: dict[str, Row] = {row.id: row for row in document.rows}
        if len(self.rows) != len(document.rows):
            raise ValueError("two rows of the table have one id")
        self.columns = {column.id: place for place, column in enumerate(document.columns)}
        self._order: list[str] = [row.id for row in document.rows]
        self._before: dict[str, list[str]] = {}
        self._left: set[str] = set()
        self._holders: dict[str, list[str]] | None = None

    def row(self, name: str) -> Row:
        """Return the row with this id.

        Raises:
            MisquoteError: There is none.
        """
        try:
            return self.rows[name]
        except KeyError:
            raise MisquoteError(f"the table has no row {name}") from None

    def column(self, name: str) -> int:
        """Return the place of the column with this id.

        Raises:
            MisquoteError: There is none.
        """
        try:
            return self.columns[name]
        except KeyError:
            raise MisquoteError(f"the table has no column {name}") from None

    def set_row(self, row: Row) -> None:
        """Put `row` in place of the one with its id."""
        self.rows[row.id] = row

    def insert(self, row: Row, before: str) -> None:
        """Put a row before the one named, or at the end where `before` is empty."""
        if row.id in self._left:
            self._order = list(self._ordered())
            self._before.clear()
            self._left.clear()
        self.rows[row.id] = row
        self._holders = None
        (self._before.setdefault(before, []) if before else self._order).append(row.id)

    def remove(self, name: str) -> None:
        """Take a row away; what was put before it stays."""
        del self.rows[name]
        self._left.add(name)

    def drop(self, name: str) -> None:
        """Take a statement away; the cells that show it are empty."""
        super().drop(name)
        if self._holders is None:
            self._holders = {}
            for row in self.rows.values():
                for cell in row.cells:
                    if cell.statement is not None:
                        self._holders.setdefault(cell.statement, []).append(row.id)
        for holder in self._holders.get(name, ()):
            if holder in self.rows:
                row = self.rows[holder]
                cells = (EMPTY if cell.statement == name else cell for cell in row.cells)
                self.rows[holder] = replace(row, cells=tuple(cells))

    def finished(self) -> Table:
        """Return the table with all changes made."""
        rows = tuple(self.rows[name] for name in self._ordered())
        return replace(self.document, rows=rows, statements=self.statements)

    def _ordered(self) -> Iterator[str]:
        """Yield the ids of the rows that are there, from top to bottom."""
        pending = self._order[::-1]
        opened: set[str] = set()
        while pending:
            name = pending.pop()
            if name in self._before and name not in opened:
                opened.add(name)
                pending.append(name)
                pending += self._before[name][::-1]
            elif name in self.rows:
                yield name


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertRow(Change):
    """Put a row before the one named, or at the end where `before_row` is empty.

    Statements that stand in it and nowhere else come with it.
    """

    row: Row
    before_row: str = ""
    statements: tuple[Statement, ...] = ()

    def change(self, draft: TableDraft) -> None:
        """Put the row in."""
        if self.row.id in draft.rows:
            raise MisquoteError(f"row {self.row.id} is there already")
        if self.before_row:
            draft.row(self.before_row)
        draft.insert(self.row, self.before_row)
        for statement in self.statements:
            draft.put(statement)

    def words(self) -> str:
        """Return the change in words."""
        texts = {statement.id: statement.text for statement in self.statements}
        said = (cell.text or texts.get(cell.statement or "", "") for cell in self.row.cells)
        shown = " | ".join(text for text in said if text)
        return f"a {self.row.role} row: {shown}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class DropRow(Change):
    """Take a row away, with every statement in it."""

    row: str

    def change(self, draft: TableDraft) -> None:
        """Take the row away."""
        row = draft.row(self.row)
        draft.remove(self.row)
        for cell in row.cells:
            if cell.statement is not None:
                draft.statements.pop(cell.statement, None)

    def words(self) -> str:
        """Return the change in words."""
        return f"row {self.row} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetCell(Change):
    """Replace a cell: a formula in its stead, a format that shows less, a blank to fill down."""

    row: str
    column: str
    before: Cell
    after: Cell

    def change(self, draft: TableDraft) -> None:
        """Set the other cell."""
        row = draft.row(self.row)
        place = draft.column(self.column)
        if row.cells[place] != self.before:
            raise MisquoteError(f"cell {self.row}/{self.column} is not the one the edit quotes")
        cells = (*row.cells[:place], self.after, *row.cells[place + 1 :])
        draft.set_row(replace(row, cells=cells))
        if self.before.statement is not None and self.before.statement != self.after.statement:
            draft.statements.pop(self.before.statement, None)

    def words(self) -> str:
        """Return the change in words."""
        return f"cell {self.row}/{self.column} becomes {self.after.formula or self.after.text!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class HideRow(Change):
    """Hide a row: the value is there, nobody sees it."""

    row: str

    def change(self, draft: TableDraft) -> None:
        """Hide the row; its statements are gone from what is shown.

        What only this row states tempts a reader who does not look whether it is shown.
        """
        row = draft.row(self.row)
        if row.hidden:
            raise MisquoteError(f"row {self.row} is hidden already")
        for cell in row.cells:
            if cell.statement is None:
                continue
            statement = draft.statements[cell.statement]
            own = statement.claim.readings if statement.row == row.id else ()
            lures = (*statement.lures, *(Lure(value, "hidden-row") for value in own))
            draft.put(replace(statement.saying("shown", GONE), lures=lures))
        draft.set_row(replace(row, hidden=True))

    def words(self) -> str:
        """Return the change in words."""
        return f"row {self.row} is hidden"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetColumn(Edit):
    """Rename or hide a column."""

    column: str
    before: Column
    after: Column

    def apply(self, document: Table) -> Table:
        """Return the table with the other column."""
        place = document.column(self.column)
        if document.columns[place] != self.before:
            raise MisquoteError(f"column {self.column} is not the one the edit quotes")
        columns = (*document.columns[:place], self.after, *document.columns[place + 1 :])
        return replace(document, columns=columns)

    def words(self) -> str:
        """Return the change in words."""
        return f"column {self.before.header!r} becomes {self.after.header!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class MoveColumn(Edit):
    """Put a column at another place, counted from the left."""

    column: str
    place: int

    def apply(self, document: Table) -> Table:
        """Return the table with the column elsewhere."""
        order = list(range(len(document.columns)))
        order.insert(self.place, order.pop(document.column(self.column)))
        return replace(
            document,
            columns=tuple(document.columns[i] for i in order),
            rows=tuple(
                replace(row, cells=tuple(row.cells[i] for i in order)) for row in document.rows
            ),
        )

    def words(self) -> str:
        """Return the change in words."""
        return f"column {self.column} stands at place {self.place + 1}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SplitColumn(Edit):
    """Part a column of signed numbers in two, whose heads are the marks of the signs.

    Attributes:
        column: Id of the column.
        before: The column.
        after: The two columns that stand in its place; the rows of the first are named.
        first: Ids of the rows whose cell goes to the first of them.
    """

    column: str
    before: Column
    after: tuple[Column, Column]
    first: tuple[str, ...]

    def apply(self, document: Table) -> Table:
        """Return the table with the two columns; a cell shows its number, and its head the mark."""
        place = document.column(self.column)
        if document.columns[place] != self.before:
            raise MisquoteError(f"column {self.column} is not the one the edit quotes")
        columns = document.columns
        return replace(
            document,
            columns=(*columns[:place], *self.after, *columns[place + 1 :]),
            rows=tuple(self._parted(row, place) for row in document.rows),
        )

    def _parted(self, row: Row, place: int) -> Row:
        cell = row.cells[place]
        if cell.statement is not None:
            cell = replace(cell, part="number", context="head")
        here = (cell, EMPTY) if row.id in self.first else (EMPTY, cell)
        return replace(row, cells=(*row.cells[:place], *here, *row.cells[place + 1 :]))

    def words(self) -> str:
        """Return the change in words."""
        one, other = (column.header for column in self.after)
        return f"column {self.before.header!r} becomes two: {one!r} and {other!r}"


TABLE: Stage[Table] = Stage(
    "table",
    lambda: Table,
    (
        Retext,
        Drop,
        Bait,
        Say,
        InsertRow,
        DropRow,
        SetCell,
        HideRow,
        SetColumn,
        MoveColumn,
        SplitColumn,
        SetOption,
    ),
)
