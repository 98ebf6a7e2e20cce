"""Numbers of which only the last digits are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chaosdocs.kernel import (
    VALUES,
    Edit,
    Number,
    Rng,
    Skip,
    Statements,
    numbers,
    operator,
    retext,
    spots_of,
    take_few,
)
from chaosdocs.truth.records import closure
from chaosdocs.truth.spots import Spot

LEFT = 4
SHORTEST = 8


@operator(
    VALUES,
    origin="account and card numbers on statements; privacy rules of payment schemes",
    ladder=numbers([1, 1, 2, 2, 3]),
    targeted=True,
)
def masked(values: Statements, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Mask all but the last four characters of an identifier.

    What it does:
        Rewrites DE89370400440532013000 as ******************3000. Severity is how many.

    In the wild:
        Account numbers on statements and receipts.

    Effect on truth:
        Partial: the right answer is a gap, or exactly the pattern.

    Example:
        >>> show(masked, "DE89370400440532013000", "id")
        '******************3000'
    """
    eligible = _underivable(values, spots_of(values, "id", where=_long))
    for spot in take_few(eligible, level.count, rng):
        shown = "*" * (len(spot.text) - LEFT) + spot.text[-LEFT:]
        yield retext(spot, shown, mask=shown)


def _long(spot: Spot) -> bool:
    return spot.row is None and len(spot.text) >= SHORTEST and spot.text.isalnum()


def _underivable(values: Statements, candidates: Sequence[Spot]) -> list[Spot]:
    """The candidates that do not follow from what else is stated."""
    names = {spot.id for spot in candidates}
    known = {
        spot.ref: spot.value
        for spot in values.spots.values()
        if spot.id not in names and spot.ref is not None and spot.value is not None
    }
    for spot in candidates:
        others = {o.ref: o.value for o in candidates if o.id != spot.id and o.ref and o.value}
        derived = closure(values.record.domain.rules, {**known, **others}, values.record.rows)
        if spot.ref in derived:
            names.discard(spot.id)
    return [spot for spot in candidates if spot.id in names]
