"""Quantities in another unit."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Edit,
    Money,
    Quantity,
    Rate,
    Rewrite,
    Rng,
    Skip,
    Unit,
    operator,
    rates,
)
from chaosdocs.operators.links.pairs import Pair, pairs, some


@operator(
    MATTER,
    version=2,
    evidence="OCA/purchase-workflow#918: a dozen is taken for one; ingadhoc/purchase#326; "
    "microsoft/BCApps#6378",
    ladder=rates([0.2, 0.5, 1]),
)
def other_units(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with quantities and prices that one side states in pairs or dozens.

    What it does:
        Writes the quantity of a share of the rows of the last file in a larger unit of the policy,
        with the price for that unit. The amount stays the same.

    In the wild:
        Goods that are bought by the dozen and counted by the piece.

    Effect on truth:
        None: the policy says how many pieces a unit has.

    Example:
        24 EA at 1.50 each → 2 DZ at 18.00 each
    """
    eligible = [pair for pair in pairs(matter) if _larger(matter, pair.payment)]
    if not eligible:
        yield Skip("no quantity is a multiple of a larger unit of the policy")
        return
    for pair in some(eligible, level, rng):
        yield from _restated(matter, pair, rng.at(pair.item.id))


def _larger(matter: BookingSet, row: Booking) -> list[Unit]:
    """Units of the policy in which the quantity of a row is a whole number, larger than its own."""
    quantity = row.quantity
    own = [u for u in matter.policy.units if quantity is not None and u.code == quantity.unit]
    if quantity is None or not own or not isinstance(row.get("price"), Money):
        return []
    pieces = quantity.value * own[0].pieces
    return [
        unit
        for unit in matter.policy.units
        if unit.pieces > own[0].pieces and pieces % unit.pieces == 0
    ]


def _restated(matter: BookingSet, pair: Pair, rng: Rng) -> Iterator[Rewrite]:
    row = pair.payment
    unit, quantity, price = rng.pick(_larger(matter, row)), row.quantity, row.get("price")
    pieces = {each.code: each.pieces for each in matter.policy.units}
    if quantity is None or not isinstance(price, Money):
        return
    times = unit.pieces / pieces[quantity.unit]
    yield Rewrite(
        key=pair.item.id,
        member=matter.last,
        entry=row.id,
        leaf="quantity",
        before=quantity,
        after=Quantity(quantity.value / times, unit.code),
    )
    yield Rewrite(
        key=pair.item.id,
        member=matter.last,
        entry=row.id,
        leaf="price",
        before=price,
        after=Money(price.amount * times, price.currency),
    )
