"""Payments that are in the next month."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, LeaveOut, Rate, Rng, Shift, Skip, operator
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, pairs, some


@operator(
    MATTER,
    version=2,
    evidence="mikkelkrogsholm/rentemester#594: the payment of a document is of the next period",
    ladder=SHARES,
)
def cut_off(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with invoices of the last days of a month that are paid in the next month.

    What it does:
        Dates a share of the invoices on one of the last days of the period, and removes their
        payments.

    In the wild:
        The end of every month.

    Effect on truth:
        The invoices are orphans. They are open at the cut-off if the policy says which days count.

    Example:
        an invoice of 3 March, paid on 20 March → an invoice of 31 March, not paid
    """
    eligible = pairs(matter)
    if not eligible:
        yield NO_PAIRS
        return
    end = matter.period[1]
    for pair in some(eligible, level, rng):
        days = (end - pair.item.date).days - rng.at(pair.item.id).below(2)
        for leaf in ("date", "due"):
            if days and pair.item.get(leaf) is not None:
                yield Shift(
                    key=pair.item.id,
                    member=matter.first,
                    entry=pair.item.id,
                    leaf=leaf,
                    days=days,
                )
        for role, row in pair.rows(matter)[1:]:
            yield LeaveOut(key=pair.item.id, member=role, entry=row.id)
