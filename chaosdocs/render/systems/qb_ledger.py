"""A ledger as QuickBooks exports it: the account on a row of its own, its entries below, a total.

Holder, title and period stand above the heads, the account in the first column, where its entries
have nothing. The first balance stands on a row ``Beginning Balance``, the last on ``Ending
Balance``, and ``Total for`` the account has the sum of the amounts: three rows that are no entries.

Evidence: https://www.accountexreport.com/2016/07/reconstituting-quickbooks-general-ledger-data/
(the name of an account stands on one row alone, its entries below); dustinmichels/GAS-snippets,
snippets/quickbooks-macro/README.md (a row of totals below every account);
https://pastebin.com/73mCEGPZ (columns of the report "GeneralLedger" of QuickBooks Online). The
words ``Beginning Balance`` and ``Total for`` are by recollection. ``Ending Balance`` is an addition
of ours: we found no source with such a row, and without it no cell states the closing balance.
Outside, openpyxl and python-calamine read the workbook.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Column, Row, Table
from chaosdocs.render.systems.currency import currency_spec, with_currency
from chaosdocs.render.systems.lowering import header_row, is_first, note_rows, rows_of
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Kind, Money

_ACCOUNT: Final = "Checking"
_COLUMNS: Final[tuple[tuple[str, str, Kind, str | None], ...]] = (
    ("account", "", "text", None),
    ("date", "Date", "date", "/lines/*/booking_date"),
    ("num", "Num", "id", "/lines/*/reference"),
    ("memo", "Memo/Description", "text", "/lines/*/description"),
    ("amount", "Amount", "money", "/lines/*/amount"),
    ("balance", "Balance", "money", "/lines/*/balance"),
)
_AMOUNT, _BALANCE = 4, 5
_LABELS: Final = {
    "/holder/name": "Account Holder",
    "/account": "Account Number",
    "/iban": "IBAN",
    "/currency": "Currency",
    "/period_start": "From",
    "/period_end": "To",
}
_PATHS: Final = frozenset(
    {
        *_LABELS,
        "/opening_balance",
        "/closing_balance",
        *(path for _, _, _, path in _COLUMNS if path is not None),
    }
)


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: American marks, dates that nobody can turn round."""
    del medium
    column = currency_spec(record)
    return Convention(name="en_US", date="yyyy-MM-dd", currency=column)


def table(values: StatementSet) -> Table:
    """Return the report: a head, the account, its entries, its total."""
    return _Ledger(with_currency(values)).table()


class _Ledger:
    def __init__(self, values: StatementSet) -> None:
        self._values = values
        self._statements: dict[str, Statement] = {}

    def table(self) -> Table:
        columns = tuple(
            Column(id=name, header=head, kind=kind, path=path)
            for name, head, kind, path in _COLUMNS
        )
        lines = [self._line(row) for row in rows_of(self._values)]
        opening = self._balance("opening", "Beginning Balance", "/opening_balance")
        closing = self._balance("closing", "Ending Balance", "/closing_balance")
        account = Row(id="account", role="preamble", cells=_filled({0: Cell(text=_ACCOUNT)}))
        rows = (
            *self._above(),
            header_row(columns),
            account,
            *opening,
            *lines,
            *closing,
            *self._total(),
        )
        return Table(
            columns=columns,
            rows=(*rows, *note_rows(self._values, len(columns))),
            statements=self._statements,
            system="qb_ledger",
            title="General Ledger",
            options={"typed": "yes", "title_row": "yes"},
            focus=self._values.focus,
        )

    def _first(self, path: str, row: str | None = None) -> Statement | None:
        ref = path if row is None else path.replace("*", row)
        statement = self._values.statements.get(f"{ref}#1")
        if statement is not None:
            self._statements[statement.id] = statement
        return statement

    def _above(self) -> list[Row]:
        """Labels and values of the head; second claims and look-alikes below them."""
        there = self._values.statements.values()
        placed = {"/opening_balance", "/closing_balance"}
        rows = []
        for statement in there:
            listed = statement.row is not None and is_first(statement)
            if listed or (is_first(statement) and statement.ref in placed):
                continue
            self._statements[statement.id] = statement
            label = statement.label
            if is_first(statement) and statement.ref is not None:
                label = _LABELS.get(statement.ref, label)
            cells = _filled({0: Cell(text=label), 1: Cell(statement=statement.id)})
            rows.append(Row(id=f"head {statement.id}", role="preamble", cells=cells))
        return rows

    def _line(self, row: str) -> Row:
        cells = {}
        for place, (_, _, _, path) in enumerate(_COLUMNS):
            statement = None if path is None else self._first(path, row)
            if statement is not None:
                cells[place] = Cell(statement=statement.id)
        return Row(id=row, role="line", cells=_filled(cells))

    def _balance(self, name: str, label: str, path: str) -> list[Row]:
        statement = self._first(path)
        if statement is None:
            return []
        role: Literal["preamble", "footer"] = "preamble" if name == "opening" else "footer"
        cells = _filled({0: Cell(text=label), _BALANCE: Cell(statement=statement.id)})
        return [Row(id=name, role=role, cells=cells)]

    def _total(self) -> list[Row]:
        """The sum of the amounts, where both balances give it away as well."""
        there = self._values.statements
        ends = [there.get(f"/{name}_balance#1") for name in ("opening", "closing")]
        values = [
            there[name].value
            for row in rows_of(self._values)
            if (name := f"/lines/{row}/amount#1") in there
        ]
        known = [value for value in values if isinstance(value, Money)]
        whole = len(known) == len(rows_of(self._values)) > 0
        told = all(each is not None and each.value is not None and each.text for each in ends)
        if not whole or not told or self._values.convention is None:
            return []
        if len({each.currency for each in known}) != 1:
            return []
        total = Money(sum((each.amount for each in known), Decimal(0)), known[0].currency)
        text = write(total, self._values.convention)
        cells = _filled({0: Cell(text=f"Total for {_ACCOUNT}"), _AMOUNT: Cell(text=text)})
        return [Row(id="total", role="footer", cells=cells)]


def _filled(cells: dict[int, Cell]) -> tuple[Cell, ...]:
    return tuple(cells.get(place, EMPTY) for place in range(len(_COLUMNS)))


SYSTEM = System(
    convention=convention,
    table=table,
    media=("xlsx",),
    domains=("statement",),
    paths=_PATHS,
    outside=("python-calamine",),
)
