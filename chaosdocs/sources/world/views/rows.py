"""From the rows of a member to the facts of its record."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from chaosdocs.documents.matter import Booking
from chaosdocs.truth.records import Domain, row_ref
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value


def ordered(rows: Iterable[Booking]) -> tuple[Booking, ...]:
    """Return rows by their dates, those of a day by their keys."""
    return tuple(sorted(rows, key=lambda row: (row.date, row.key)))


def facts_of(rows: Iterable[Booking], domain: Domain) -> dict[Ref, Value]:
    """Return what rows say, in the order of the fields of a domain."""
    at = f"{domain.list_path}/*/"
    leaves = [field.path.removeprefix(at) for field in domain.fields if field.path.startswith(at)]
    facts: dict[Ref, Value] = {}
    for row in rows:
        said: dict[str, Value] = dict(row.values)
        for leaf in leaves:
            if leaf in said:
                facts[row_ref(str(domain.list_path), row.id, leaf)] = said[leaf]
    return facts


def total_of(rows: Iterable[Booking]) -> Decimal:
    """Return the sum of all amounts."""
    return sum((row.amount.amount for row in rows), Decimal(0))
