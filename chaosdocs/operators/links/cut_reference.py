"""References of which a part is lost."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Number,
    Rng,
    Skip,
    numbers,
    operator,
    take,
)
from chaosdocs.operators.links.pairs import named_as, pairs

_LEFT = 4
"""Characters that are left of a reference at least: the policy counts no fewer."""
_SHARE = 0.2
"""Share of the payments that are cut."""


@operator(
    MATTER,
    version=2,
    evidence="pretix/pretix#5853: leading zeros are lost",
    ladder=numbers([1, 2, 3, 4, 5]),
    nested=False,
)
def cut_reference(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments that name only part of an invoice number.

    What it does:
        Removes one to five characters from the beginning or the end of the invoice number, in a
        fifth of the payments. At least four characters are left.

    In the wild:
        Payment texts limited to 35 or 140 characters; prefixes and leading zeros that nobody types.

    Effect on truth:
        None, if the policy allows cut references: the rest of the number and the amount decide.

    Example:
        text "Invoice RE-471108" → text "Invoice 471108"
    """
    eligible = [
        pair for pair in pairs(matter) if pair.named and len(pair.number) >= _LEFT + level.count
    ]
    if not eligible:
        yield Skip("no reference is long enough to be cut")
        return
    for pair in take(eligible, _SHARE, rng, lambda each: each.item.id):
        number = pair.number
        front = rng.at(pair.item.id).chance(0.5)
        left = number[level.count :] if front else number[: -level.count]
        yield from named_as(matter, pair, left.strip("-"))
