"""How values are written on paper: as the template's convention has it, lists without currency.

The head of a column of amounts names their currency, so that its cells do not. This is settled
before any value is edited: what is written otherwise keeps the form of its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.records import schema_path
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money


def in_columns(values: StatementSet) -> StatementSet:
    """Return spelled statements, amounts in a list without the currency that its head names."""
    convention = values.convention
    if convention is None:
        return values
    list_path = values.record.domain.list_path
    columns: dict[str, list[str]] = {}
    for name, statement in values.statements.items():
        if statement.kind == "money" and statement.row is not None and name == f"{statement.ref}#1":
            columns.setdefault(schema_path(statement.ref or "", list_path), []).append(name)
    statements = dict(values.statements)
    for names in columns.values():
        respell(names, statements, convention, column_currency(names, statements))
    return replace(values, statements=statements)


def column_currency(names: Iterable[str], statements: Mapping[str, Statement]) -> str:
    """Return the one currency of a column of amounts, or nothing."""
    found = {
        value.currency
        for name in names
        for value in statements[name].claim.readings
        if isinstance(value, Money)
    }
    return found.pop() if len(found) == 1 else ""


def respell(
    names: Iterable[str], statements: dict[str, Statement], convention: Convention, currency: str
) -> None:
    """Write the amounts of a column without the currency that its head names, if it names one."""
    if not currency:
        return
    column = replace(convention, currency=f"column:{currency}")
    around = {"after": f"%s {currency}", "before": f"{currency} %s"}
    full = around.get(convention.currency, "%s")
    for name in names:
        statement = statements[name]
        if statement.value is not None:
            bare = write(statement.value, column)
            if statement.text == full % bare:
                statements[name] = statement.written(bare, column)
