"""Another value that a second statement of a field could have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import Money, Ref, Rng, StatementSet, Value

_DAYS = (14, 7, 30, 10)
_NEXT = (-1, 1)
"""Days to a date beside the true one: the last way out where all later ones are impossible."""


def rival(value: Value | None, rng: Rng) -> Value | None:
    """Return another value that could stand there as well; None where none is known."""
    match value:
        case dt.date():
            return value + dt.timedelta(days=rng.pick(list(_DAYS)))
        case Money():
            factor = rng.pick([Decimal("1.05"), Decimal("0.98"), Decimal("1.10")])
            amount = (value.amount * factor).quantize(value.amount)
            return None if amount == value.amount else Money(amount, value.currency)
        case _:
            return None


def possible_rival(document: StatementSet, ref: Ref, first: Value | None) -> Value | None:
    """Return `first`, or a date near the true one if the document's other dates exclude `first`.

    A period cannot begin after its first booking, and nothing is due before it is issued.

    Args:
        document: The statements of the record.
        ref: The field.
        first: The other value that is wanted.

    Returns:
        A value that no order of dates excludes; None if there is none.
    """
    true = document.record.facts[ref]
    others = (first, *_near(true)) if isinstance(first, dt.date) else (first,)
    return next((x for x in others if x is not None and not _excluded(document, ref, x)), None)


def _near(value: Value) -> Iterator[Value]:
    if isinstance(value, dt.date):
        yield from (value + dt.timedelta(days=days) for days in (*_DAYS, *_NEXT))


def _excluded(document: StatementSet, ref: Ref, value: Value) -> bool:
    """Whether a rule forbids a value and does not say which one is right."""
    record = document.record
    known = {other: fact for other, fact in record.facts.items() if other != ref}
    return any(
        rule.check({**known, ref: value}, record.rows) is False
        for rule in record.domain.rules
        if ref not in rule.derive(known, record.rows)
    )
