"""A list of SAP saved as text: cells between ``|``, headers on every page, totals behind ``*``.

Every page begins with the day, the title and its number, then the heads between two rules. Numbers
stand at the right of their column with the minus behind them. A row with ``*`` in its first column
is a total: the reader who counts it as a line counts twice. Heads are technical names or their
words.

Evidence: SAP List Viewer, "Local file: unconverted" (%PC); sap-alv-parser's own test lists;
abap2xlsx/abap2xlsx#15 (trailing minus). The outside witness sap-alv-parser reads pages and cells;
it drops the rows of totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.systems.currency import with_currency
from chaosdocs.render.systems.lowering import Leaves, leaves_of, rows_of, scalar_statements
from chaosdocs.render.systems.sap import convention, technical_name
from chaosdocs.render.systems.sap_names import LISTS
from chaosdocs.render.systems.segmenting import (
    Draft,
    Item,
    chance,
    encoding_for,
    made_on,
    say,
)
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

_PAGE: Final = 40
"""Rows of a page."""
_RIGHT: Final = frozenset({"number", "money", "percent", "quantity"})
_TOTAL: Final = {"invoice": "/net", **dict.fromkeys(LISTS, "/total")}
"""Domain to the field that is the sum of its lines."""

_PARTIES: Final = {"seller": "Lieferant", "buyer": "Kunde", "holder": "Kontoinhaber"}
"""First part of a path to the word with which labels of the party begin: "Kunde PLZ"."""
_WHOSE: Final = frozenset(_PARTIES.values()) | {"Verkäufer"}


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    width: int
    right: bool

    def padded(self, piece: Piece) -> list[Item]:
        """A cell's piece with the blanks that fill its column."""
        blank = " " * (self.width - len(piece.text))
        return [blank, piece] if self.right else [piece, blank]


def segments(values: StatementSet) -> Segments:
    """Return the pages of the list: the fields of the head, then the rows."""
    return _List(with_currency(values)).segments()


class _List:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._draft = Draft(values)
        self._technical = chance(values.record.id, "heads") % 2 == 0
        self._leaves = leaves_of(values, self._head)
        self._sum = values.statements.get(f"{_TOTAL.get(values.record.domain.name)}#1")
        self._moves = "" if self._sum is not None else self._moved()
        under = [n for n, leaf in enumerate(self._leaves) if _is_amount(leaf)]
        self._under = under[-1] if under else None
        below = self._moves if self._sum is None else self._sum.text
        self._columns = [
            _column(leaf, below if place == self._under else "")
            for place, leaf in enumerate(self._leaves)
        ]
        self._rule = "-" * (sum(each.width + 1 for each in self._columns) + 1)
        self._title = values.record.domain.title("de")
        self._pages = 0

    def segments(self) -> Segments:
        self._page(first=True)
        self._scalars(self._sum)
        self._heads()
        for place, row in enumerate(rows_of(self._values)):
            if place and place % _PAGE == 0:
                self._draft.line(self._rule)
                self._draft.line()
                self._page(first=False)
                self._heads()
            self._row([leaf.by_row.get(row) for leaf in self._leaves], row)
        self._draft.line(self._rule)
        if self._sum is not None and self._columns:
            self._total(say(self._draft.put(self._sum)))
        elif self._columns and self._moves:
            self._total(Piece(text=self._moves))
        self._draft.rest(self._free)
        options = {
            "encoding": encoding_for(self._values, "cp1252"),
            "newline": "\r\n",
            "escape": "",
        }
        return self._draft.done("sap_alv", options)

    def _head(self, domain: Domain, field: Field) -> str:
        return technical_name(domain, field) if self._technical else field.label("de_DE")

    def _page(self, *, first: bool) -> None:
        """Day, title and number of a page."""
        self._pages += 1
        day = made_on(self._values.record)
        width = max(len(self._rule), len(self._title) + 32)
        middle = self._title.center(width - 22)
        self._draft.line(f"{day:%d.%m.%Y}  {middle}Seite {self._pages:3}")
        if first:
            self._draft.line()

    def _scalars(self, total: Statement | None) -> None:
        shown = [each for each in scalar_statements(self._values) if each is not total]
        labels = [self._label(each) for each in shown]
        width = max(map(len, labels), default=0)
        for statement, label in zip(shown, labels, strict=True):
            self._draft.line(f"{label:<{width}}  ", say(self._draft.put(statement)))
        self._draft.line()

    def _label(self, statement: Statement) -> str:
        if statement.ref is None or statement.id != f"{statement.ref}#1":
            return statement.label or "Info"
        domain = self._values.record.domain
        field = domain.field(statement.ref)
        if self._technical:
            return technical_name(domain, field)
        first, _, rest = field.path[1:].partition("/")
        own = field.label("de_DE")
        if first not in _PARTIES:
            return own
        what = () if rest == "name" else (word for word in own.split() if word not in _WHOSE)
        return " ".join((_PARTIES[first], *what))

    def _heads(self) -> None:
        if not self._columns:
            return
        self._draft.line(self._rule)
        cells = (
            each.head.rjust(each.width) if each.right else each.head.ljust(each.width)
            for each in self._columns
        )
        self._draft.line(f"|{'|'.join(cells)}|")
        self._draft.line(self._rule)

    def _row(self, cells: Sequence[Statement | None], row: str) -> None:
        items: list[Item] = ["|"]
        for column, statement in zip(self._columns, cells, strict=True):
            if statement is not None:
                self._draft.put(statement)
            items += [*column.padded(say(statement)), "|"]
        self._draft.line(*items, row=row)

    def _total(self, piece: Piece) -> None:
        """A row with a star and a sum under the last column of amounts."""
        if self._under is None or not piece.text:
            self._draft.line("|*", piece, "|")
            return
        items: list[Item] = ["|"]
        for place, column in enumerate(self._columns):
            text = piece if place == self._under else Piece(text="" if place else "*")
            items += [*column.padded(text), "|"]
        self._draft.line(*items)
        self._draft.line(self._rule)

    def _moved(self) -> str:
        """The sum of all movements, where both balances give it away as well; else no text."""
        there = self._values.statements
        ends = [there.get(f"/{name}_balance#1") for name in ("opening", "closing")]
        if any(each is None or each.value is None or not each.text for each in ends):
            return ""
        amounts = [each.value for each in there.values() if _moves(each)]
        known = [each for each in amounts if isinstance(each, Money)]
        if len(known) != len(rows_of(self._values)) or self._values.convention is None:
            return ""
        if len({each.currency for each in known}) != 1:
            return ""
        total = Money(sum((each.amount for each in known), Decimal(0)), known[0].currency)
        return write(total, self._values.convention)

    def _free(self, label: str, piece: Piece) -> None:
        self._draft.line(f"{label}  " if label else "", piece)


def _column(leaf: Leaves, below: str) -> _Column:
    texts = [statement.text for statement in leaf.by_row.values()]
    width = max(len(leaf.column.header), *map(len, texts), len(below), 1)
    return _Column(leaf.column.header, width, leaf.column.kind in _RIGHT)


def _is_amount(leaf: Leaves) -> bool:
    return leaf.column.path is not None and leaf.column.path.endswith("/amount")


def _moves(statement: Statement) -> bool:
    ref = statement.ref or ""
    return statement.row is not None and ref.endswith("/amount") and statement.id == f"{ref}#1"


def _written(record: Record, medium: str) -> Convention:
    del medium
    return convention(record, "csv")


SYSTEM = System(
    convention=_written,
    segments=segments,
    media=("text",),
    domains=("invoice", "statement", *LISTS),
    outside=("sap-alv-parser",),
    witness="totals by their sum",
)
