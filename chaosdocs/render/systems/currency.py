"""Amounts and their currency in separate cells, as long as a cell says which currency it is."""

from __future__ import annotations

import re
from dataclasses import replace

from chaosdocs.documents.statements import Statements
from chaosdocs.truth.records import Record
from chaosdocs.truth.spots import Spot
from chaosdocs.truth.values import Money

_COLUMN = re.compile(r"(?<=;currency=)column:[A-Z]{3}")


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


def with_currency(values: Statements) -> Statements:
    """Return `values` with the currency behind each amount that no other cell gives one.

    That is every amount where the cell of the currency is blank or gone, and an amount in another
    currency than the rest.
    """
    if values.convention is None or not values.convention.currency.startswith("column:"):
        return values
    currency = values.convention.currency.partition(":")[2]
    stated = any(
        spot.value == currency and spot.text == currency and spot.row is None
        for spot in values.spots.values()
        if spot.ref is not None
    )
    spots = {
        name: _with(spot, currency, stated=stated) if spot.kind == "money" else spot
        for name, spot in values.spots.items()
    }
    return values if spots == values.spots else values.with_spots(spots)


def _with(spot: Spot, currency: str, *, stated: bool) -> Spot:
    own = {value.currency for value in spot.claim.readings if isinstance(value, Money)}
    if len(own) != 1 or not spot.text or (stated and own == {currency}):
        return spot
    if not _COLUMN.search(spot.convention):
        return spot
    return replace(
        spot,
        text=f"{spot.text} {next(iter(own))}",
        convention=_COLUMN.sub("after", spot.convention),
    )
