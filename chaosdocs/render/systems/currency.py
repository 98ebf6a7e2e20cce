"""Amounts and their currency in separate cells, as long as a cell says which currency it is."""

from __future__ import annotations

from dataclasses import replace

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money


def stated_once(record: Record) -> str | None:
    """Return the currency of all amounts, where a fact outside the list states it, or None.

    Example:
        >>> from decimal import Decimal
        >>> from chaosdocs.truth.records import Domain
        >>> facts = {"/currency": "EUR", "/total": Money(Decimal(1), "EUR")}
        >>> stated_once(Record(id="r", domain=Domain(name="d", fields=()), locale="de_DE",
        ...                    facts=facts))
        'EUR'
    """
    found = {value.currency for value in record.facts.values() if isinstance(value, Money)}
    if len(found) != 1:
        return None
    (currency,) = found
    inside = f"{record.domain.list_path}/"
    said = any(
        value == currency
        for ref, value in record.facts.items()
        if record.domain.list_path is None or not ref.startswith(inside)
    )
    return currency if said else None


def currency_spec(record: Record) -> str:
    """Return where amounts have their currency, as a convention says it.

    Returns:
        ``column:EUR`` where one cell says it for all of them, else ``after``: behind each amount.
    """
    currency = stated_once(record)
    return "after" if currency is None else f"column:{currency}"


def with_currency(values: StatementSet) -> StatementSet:
    """Return `values` with the currency behind each amount that no other cell gives one.

    That is every amount where the cell of the currency is blank or gone, and an amount in another
    currency than the rest.
    """
    if values.convention is None or not values.convention.currency.startswith("column:"):
        return values
    currency = values.convention.currency.partition(":")[2]
    stated = any(
        statement.value == currency and statement.text == currency and statement.row is None
        for statement in values.statements.values()
        if statement.ref is not None
    )
    statements = {
        name: _with(statement, currency, stated=stated) if statement.kind == "money" else statement
        for name, statement in values.statements.items()
    }
    return values if statements == values.statements else values.with_statements(statements)


def _with(statement: Statement, currency: str, *, stated: bool) -> Statement:
    own = {value.currency for value in statement.claim.readings if isinstance(value, Money)}
    if len(own) != 1 or not statement.text or (stated and own == {currency}):
        return statement
    convention = statement.convention
    if convention is None or not convention.currency.startswith("column:"):
        return statement
    number, _, mark = statement.text.rpartition(" ")
    marked = bool(number) and mark in convention.signs
    code = next(iter(own))
    return replace(
        statement,
        text=f"{number} {code} {mark}" if marked else f"{statement.text} {code}",
        convention=replace(convention, currency="after"),
    )
