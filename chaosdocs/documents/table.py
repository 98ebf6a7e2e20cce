"""The stage Table: columns and rows, for exports and for the tables inside a flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import (
    Bait,
    Drop,
    Edit,
    MisquoteError,
    Retext,
    Say,
    SetOption,
    Stage,
)
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

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this table with other statements; cells whose statement is gone are empty."""
        if self.statements.keys() <= statements.keys():
            return replace(self, statements=statements)
        rows = tuple(
            replace(
                row,
                cells=tuple(
                    Cell()
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
        for each in self.rows:
            if each.id == row:
                return each
        raise MisquoteError(f"the table has no row {row}")

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

    def with_row(self, row: Row) -> Self:
        """Return this table with `row` in the place of the one with its id."""
        name = row.id
        return replace(self, rows=tuple([row if each.id == name else each for each in self.rows]))


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class InsertRow(Edit):
    """Put a row before the one named, or at the end where `before_row` is empty.

    StatementSet that stand in it and nowhere else come with it.
    """

    row: Row
    before_row: str = ""
    statements: tuple[Statement, ...] = ()

    def apply(self, document: Table) -> Table:
        """Return the table with the row."""
        if any(row.id == self.row.id for row in document.rows):
            raise MisquoteError(f"row {self.row.id} is there already")
        rows = list(document.rows)
        at = rows.index(document.row(self.before_row)) if self.before_row else len(rows)
        rows.insert(at, self.row)
        statements = {
            **document.statements,
            **{statement.id: statement for statement in self.statements},
        }
        return replace(document, rows=tuple(rows), statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        texts = {statement.id: statement.text for statement in self.statements}
        said = (cell.text or texts.get(cell.statement or "", "") for cell in self.row.cells)
        shown = " | ".join(text for text in said if text)
        return f"a {self.row.role} row: {shown}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class DropRow(Edit):
    """Take a row away, with every statement in it."""

    row: str

    def apply(self, document: Table) -> Table:
        """Return the table without the row."""
        row = document.row(self.row)
        gone = {cell.statement for cell in row.cells if cell.statement is not None}
        return replace(
            document,
            rows=tuple(each for each in document.rows if each.id != self.row),
            statements={k: s for k, s in document.statements.items() if k not in gone},
        )

    def words(self) -> str:
        """Return the change in words."""
        return f"row {self.row} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetCell(Edit):
    """Replace a cell: a formula in its stead, a format that shows less, a blank to fill down."""

    row: str
    column: str
    before: Cell
    after: Cell

    def apply(self, document: Table) -> Table:
        """Return the table with the other cell."""
        row = document.row(self.row)
        place = document.column(self.column)
        if row.cells[place] != self.before:
            raise MisquoteError(f"cell {self.row}/{self.column} is not the one the edit quotes")
        cells = (*row.cells[:place], self.after, *row.cells[place + 1 :])
        changed = document.with_row(replace(row, cells=cells))
        if self.before.statement is None or self.before.statement == self.after.statement:
            return changed
        statements = dict(changed.statements)
        statements.pop(self.before.statement, None)
        return replace(changed, statements=statements)

    def words(self) -> str:
        """Return the change in words."""
        return f"cell {self.row}/{self.column} becomes {self.after.formula or self.after.text!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class HideRow(Edit):
    """Hide a row: the value is there, nobody sees it."""

    row: str

    def apply(self, document: Table) -> Table:
        """Return the table with the row hidden, its statements gone from what is shown.

        What only this row states tempts a reader who does not look whether it is shown.
        """
        row = document.row(self.row)
        if row.hidden:
            raise MisquoteError(f"row {self.row} is hidden already")
        statements = dict(document.statements)
        for cell in row.cells:
            if cell.statement is None:
                continue
            statement = statements[cell.statement]
            own = statement.claim.readings if statement.row == row.id else ()
            lures = (*statement.lures, *(Lure(value, "hidden-row") for value in own))
            statements[cell.statement] = replace(statement.saying("shown", GONE), lures=lures)
        return replace(document.with_row(replace(row, hidden=True)), statements=statements)

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
        SetOption,
    ),
)
