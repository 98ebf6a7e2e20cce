"""What exports of banks share: a block of labels and values, then a table of movements.

The sign of a movement stands in one of three ways: in the column that the amount is in (``Soll``,
``Haben``), in a column of its own (``Debit``, ``Credit``), or both in the column and at the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Column, Row, Table
from chaosdocs.render.systems.currency import currency_spec, with_currency
from chaosdocs.render.systems.lowering import (
    Leaves,
    distinct,
    header_row,
    is_first,
    leaves_of,
    note_rows,
    other_parts,
    rows_of,
    scalar_statements,
)
from chaosdocs.render.systems.segmenting import encoding_for
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

_AMOUNT: Final = "/lines/*/amount"
_NARROWEST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """How a bank writes its export.

    Attributes:
        name: Of the system.
        labels: Schema path to the label or head that it has here.
        debit: Head or mark of money that goes out.
        credit: Head or mark of money that comes in.
        sign: Where the sign stands: ``columns`` (two columns of amounts), ``type`` (a column of
            marks) or ``both`` (two columns, and a minus at what goes out).
        type_head: Head of the column of marks.
        convention: How values are written.
        options: Of the file.
        encoding: Of the file; UTF-8 where a text needs it.
        below: Schema paths of fields that stand below the table.
    """

    name: str
    labels: Mapping[str, str]
    debit: str
    credit: str
    sign: Literal["columns", "type", "both"]
    convention: Convention
    options: Mapping[str, str]
    encoding: str = "utf-8"
    type_head: str = ""
    below: tuple[str, ...] = ()

    @property
    def signs(self) -> str:
        """The marks of a sign, as a convention states them."""
        return f"{self.credit}:+|{self.debit}:-"


def system(bank: Bank) -> System:
    """Return the system that writes the export of a bank."""

    def convention(record: Record, medium: str) -> Convention:
        del medium
        column = currency_spec(record)
        return replace(bank.convention, currency=column)

    def table(values: StatementSet) -> Table:
        return _Export(with_currency(values), bank).table()

    return System(convention=convention, table=table, media=("csv",), domains=("statement",))


class _Export:
    def __init__(self, values: StatementSet, bank: Bank) -> None:
        self._values = values
        self._bank = bank
        self._statements: dict[str, Statement] = {}

    def table(self) -> Table:
        bank, values = self._bank, self._values
        leaves = leaves_of(values, self._name)
        columns = distinct(_columns(leaves, bank))
        width = max(len(columns), _NARROWEST)
        while len(columns) < width:  # nothing is listed
            columns.append(Column(id=f"blank {len(columns)}", header=""))
        scalars = scalar_statements(values)
        above = [each for each in scalars if each.ref not in bank.below]
        below = [each for each in scalars if each.ref in bank.below]
        rows = [
            *self._block(above, width, "preamble"),
            Row(id="blank", role="blank", cells=tuple(EMPTY for _ in range(width))),
            header_row(columns),
            *(self._line(leaves, row) for row in rows_of(values)),
            *self._block(below, width, "footer"),
        ]
        encoding = encoding_for(values, bank.encoding)
        return Table(
            columns=tuple(columns),
            rows=(*rows, *note_rows(values, width)),
            statements=self._statements,
            system=bank.name,
            locale=bank.convention.name,
            title=values.record.domain.title("en"),
            options={**bank.options, "encoding": encoding, "ragged": "yes"},
            focus=values.focus,
        )

    def _name(self, domain: Domain, field: Field) -> str:
        del domain
        return self._bank.labels.get(field.path, field.path.rpartition("/")[2])

    def _block(
        self, statements: Iterable[Statement], width: int, role: Literal["preamble", "footer"]
    ) -> Iterable[Row]:
        """Rows of a label and a value."""
        for statement in statements:
            label = statement.label
            if is_first(statement) and statement.ref is not None:
                label = self._bank.labels.get(statement.ref, label)
            self._statements[statement.id] = statement
            cells = (Cell(text=label), Cell(statement=statement.id))
            rest = (EMPTY for _ in range(width - len(cells)))
            yield Row(id=f"{role} {statement.id}", role=role, cells=(*cells, *rest))

    def _line(self, leaves: list[Leaves], row: str) -> Row:
        cells: list[Cell] = []
        for leaf in leaves:
            statement = leaf.by_row.get(row)
            if statement is not None:
                self._statements[statement.id] = statement
            if _is_amount(leaf):
                cells += self._amount(statement)
            else:
                cells.append(EMPTY if statement is None else Cell(statement=statement.id))
        return Row(id=row, role="line", cells=tuple(cells))

    def _amount(self, statement: Statement | None) -> tuple[Cell, Cell]:
        """The two cells of an amount: that of the debit and of the credit, or number and mark."""
        if statement is None:
            return EMPTY, EMPTY
        bank = self._bank
        value = statement.value
        negative = isinstance(value, Money) and value.amount < 0
        plain = statement.text.removeprefix("-")
        marked = bool(plain) and isinstance(value, Money) and plain[-1:].isdigit()
        if bank.sign == "type" and (not marked or statement.text.startswith("-") != negative):
            return Cell(statement=statement.id), EMPTY
        cell = Cell(statement=statement.id)
        if marked and statement.text.startswith("-") == negative:
            mark = bank.debit if negative else bank.credit
            number = statement.text if bank.sign == "both" else plain
            spec = other_parts(statement.convention, {"signs": bank.signs})
            statement = replace(statement, text=f"{number} {mark}", convention=spec)
            self._statements[statement.id] = statement
            if bank.sign == "type":
                name = statement.id
                return Cell(statement=name, part="number"), Cell(statement=name, part="mark")
            cell = Cell(statement=statement.id, part="number", context="head")
        return (cell, EMPTY) if negative else (EMPTY, cell)


def _is_amount(leaf: Leaves) -> bool:
    return leaf.column.path == _AMOUNT and leaf.field is not None


def _columns(leaves: list[Leaves], bank: Bank) -> list[Column]:
    columns: list[Column] = []
    for leaf in leaves:
        if not _is_amount(leaf):
            columns.append(leaf.column)
        elif bank.sign == "type":
            columns += [leaf.column, Column(id="mark", header=bank.type_head)]
        else:
            columns += [
                replace(leaf.column, id="debit", header=bank.debit),
                replace(leaf.column, id="credit", header=bank.credit),
            ]
    return columns
