"""An account as a German bank exports it: a block about the account, then an entry a line.

Semicolons, decimal commas, Windows line ends and the old character set of eight bits; the balances
stand above the entries, not among them.
"""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import Cell, Row, Table
from chaosdocs.documents.tree import Tree
from chaosdocs.foundation.errors import UserError
from chaosdocs.render.systems.currency import stated_once, with_currency
from chaosdocs.render.systems.lowering import (
    cells_of,
    distinct,
    header_row,
    leaves_of,
    note_rows,
    rows_of,
    scalar_column,
    scalar_statements,
)
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, Record

_HEADS: Mapping[str, str] = {
    "/lines/*/key": "Kundenreferenz",
    "/lines/*/reference": "Referenz",
    "/lines/*/date": "Buchungstag",
    "/lines/*/value_date": "Valutadatum",
    "/lines/*/type": "Buchungstext",
    "/lines/*/party": "Begünstigter/Zahlungspflichtiger",
    "/lines/*/text": "Verwendungszweck",
    "/lines/*/amount": "Betrag",
}
"""Schema path to the head of its column; other fields have their German label."""
_EIGHT_BITS = ("de", "fr", "en")
"""Languages whose letters the old character set has."""


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: German marks, the sign in front, the currency stated once."""
    del medium
    currency = stated_once(record)
    return Convention(
        name="de_DE",
        decimal=",",
        group="",
        date="dd.MM.yyyy",
        currency="after" if currency is None else f"column:{currency}",
    )


def table(values: StatementSet) -> Table:
    """Return the block about the account, a blank line, and the entries under their heads."""
    values = with_currency(values)
    leaves = leaves_of(values, _name)
    columns = distinct(leaf.column for leaf in leaves)
    width = max(2, len(columns))
    statements = dict(values.statements)
    block = []
    for number, statement in enumerate(scalar_statements(values), 1):
        label = scalar_column(statement, values, _name).header
        rest = (Cell() for _ in range(width - 2))
        cells = (Cell(text=f"{label}:"), Cell(statement=statement.id), *rest)
        block.append(Row(id=f"block {number}", role="preamble", cells=cells[:width]))
    blank = Row(id="blank", role="blank", cells=tuple(Cell() for _ in range(width)))
    lines = [
        Row(id=row, role="line", cells=cells_of(leaf.by_row.get(row) for leaf in leaves))
        for row in rows_of(values)
    ]
    language = values.record.locale.partition("_")[0]
    return Table(
        columns=tuple(columns),
        rows=(*block, blank, header_row(columns), *lines, *note_rows(values, len(columns))),
        statements=statements,
        system="account_de",
        locale="de_DE",
        title=values.record.domain.title("de"),
        options={
            "delimiter": ";",
            "quote": '"',
            "encoding": "cp1252" if language in _EIGHT_BITS else "utf-8",
            "newline": "\r\n",
            "bom": "no",
            "typed": "yes",
        },
        focus=values.focus,
    )


def tree(values: StatementSet) -> Tree:
    """Refuse: this bank sends no trees.

    Raises:
        UserError: Always.
    """
    raise UserError(
        f"account_de exports tables only, not the keys and values of {values.record.id}",
        hint="render it as csv or xlsx",
    )


def _name(domain: Domain, field: Field) -> str:
    del domain
    return _HEADS.get(field.path, field.label("de"))


SYSTEM = System(convention=convention, table=table, tree=tree)
