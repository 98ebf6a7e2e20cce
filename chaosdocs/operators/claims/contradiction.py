"""Two statements of one field that do not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.kernel import (
    FACTS,
    Add,
    Edit,
    Lure,
    Number,
    Rng,
    Skip,
    Spot,
    Statements,
    numbers,
    operator,
    says,
    spots_of,
    take,
)
from chaosdocs.truth.values import Money, Value, key

_LABELS = {
    "en": "{label} (confirmed)",
    "de": "{label} (bestätigt)",
    "fr": "{label} (confirmé)",
    "ja": "{label}（確認済）",
}


@operator(
    FACTS,
    origin="reported for invoices whose head and payment slip disagree; devify #50; az-net #47802",
    ladder=numbers([1, 1, 2, 2, 3]),
    targeted=True,
)
def contradiction(facts: Statements, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """State a field twice, with two values, and no rule which one holds.

    What it does:
        Adds a second statement of the same field with another value. Severity is how many fields.

    In the wild:
        Head and payment slip of one invoice; a total on page 1 and another on page 2.

    Effect on truth:
        Disputed: the right answer is a gap, or both claims.

    Example:
        >>> show(contradiction, "2024-03-04", "date")
        'March 4, 2024 / date:2024-03-18'
    """
    language = facts.record.locale.partition("_")[0]
    label = _LABELS.get(language, _LABELS["en"])
    eligible = spots_of(facts, "date", "money", where=_in_head)
    share = level.count / len(eligible) if eligible else 0.0
    for spot in take(eligible, share, rng, lambda s: s.id):
        other = _other(spot.value, rng.at(spot.id))
        if other is None or spot.value is None or spot.ref is None:
            continue
        second = replace(
            spot,
            id=f"{spot.ref}#2",
            text=key(other),
            claim=says(other),
            label=label.format(label=spot.label),
            lures=(Lure(other, "second-claim"), Lure(spot.value, "first-claim")),
        )
        yield Add(key=spot.id, spot=second)


def _in_head(spot: Spot) -> bool:
    return spot.row is None and spot.id == f"{spot.ref}#1"


def _other(value: Value | None, rng: Rng) -> Value | None:
    """Another value that could stand there as well."""
    match value:
        case dt.date():
            return value + dt.timedelta(days=rng.pick([14, 7, 30, 10]))
        case Money():
            factor = rng.pick([Decimal("1.05"), Decimal("0.98"), Decimal("1.10")])
            amount = (value.amount * factor).quantize(value.amount)
            return None if amount == value.amount else Money(amount, value.currency)
        case _:
            return None
