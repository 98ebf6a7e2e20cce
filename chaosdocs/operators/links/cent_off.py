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
        Pays a share of the invoices one to five cents short or over.

    In the wild:
        Taxes rounded by line here and by document there; slips of the pen.

    Effect on truth:
        The link stays; the difference is one of rounding, if a policy tolerates it.

    Example:
        an invoice and a payment over 149.50 → an invoice over 149.50, a payment over 149.48
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
