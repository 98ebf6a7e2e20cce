"""Another value that a second statement of a field could have."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from chaosdocs.authoring import Money, Rng, Value


def rival(value: Value | None, rng: Rng) -> Value | None:
    """Return another value that could stand there as well; None where none is known."""
    match value:
        case dt.date():
            return value + dt.timedelta(days=rng.pick([14, 7, 30, 10]))
        case Money():
            factor = rng.pick([Decimal("1.05"), Decimal("0.98"), Decimal("1.10")])
            amount = (value.amount * factor).quantize(value.amount)
            return None if amount == value.amount else Money(amount, value.currency)
        case _:
            return None
