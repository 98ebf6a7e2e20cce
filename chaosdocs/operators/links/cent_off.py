"""Payments that are some cents off."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, cents, more, pairs, some

_OFF = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)


@operator(
    MATTER,
    evidence="alyf-de/banking#106: a cent too much stays unreconciled",
    ladder=SHARES,
)
def cent_off(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments that differ from their invoices by a few cents.

    What it does:
        Changes the payments of a share of the invoices by one to five cents, up or down.

    In the wild:
        Taxes rounded per line in one file and per document in the other; typing errors.

    Effect on truth:
        The link stays right. If the policy tolerates the difference, its reason is rounding.

    Example:
        an invoice of 149.50 and a payment of 149.50 → an invoice of 149.50 and a payment of 149.48
    """
    eligible = pairs(matter, whole=True)
    if not eligible:
        yield NO_PAIRS
        return
    for pair in some(eligible, level, rng):
        off = rng.at(pair.item.id).pick(_OFF)
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="rounding",
            amount=more(cents(matter, off), pair.payment),
        )
