"""How values are written on paper: as the template's convention has it, lists without currency.

The head of a column of amounts names their currency, so that its cells do not. This is settled
before any value is edited: what is written otherwise keeps the form of its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chaosdocs.documents.statements import Statements
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.records import schema_path
from chaosdocs.truth.spots import Spot
from chaosdocs.truth.values import Money


def in_columns(values: Statements) -> Statements:
    """Return spelled statements, amounts in a list without the currency that its head names."""
    convention = values.convention
    if convention is None:
        return values
    list_path = values.record.domain.list_path
    columns: dict[str, list[str]] = {}
    for name, spot in values.spots.items():
        if spot.kind == "money" and spot.row is not None and name == f"{spot.ref}#1":
            columns.setdefault(schema_path(spot.ref or "", list_path), []).append(name)
    spots = dict(values.spots)
    for names in columns.values():
        respell(names, spots, convention, column_currency(names, spots))
    return replace(values, spots=spots)


def column_currency(names: Iterable[str], spots: Mapping[str, Spot]) -> str:
    """Return the one currency of a column of amounts, or nothing."""
    found = {
        value.currency
        for name in names
        for value in spots[name].claim.readings
        if isinstance(value, Money)
    }
    return found.pop() if len(found) == 1 else ""


def respell(
    names: Iterable[str], spots: dict[str, Spot], convention: Convention, currency: str
) -> None:
    """Write the amounts of a column without the currency that its head names, if it names one."""
    if not currency:
        return
    column = replace(convention, currency=f"column:{currency}")
    spec = column.spec()
    around = {"after": f"%s {currency}", "before": f"{currency} %s"}
    full = around.get(convention.currency, "%s")
    for name in names:
        spot = spots[name]
        if spot.value is not None:
            bare = write(spot.value, column)
            if spot.text == full % bare:
                spots[name] = spot.written(bare, spec)
