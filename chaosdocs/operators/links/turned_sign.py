"""Rows with the other side's sign."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rng, Skip, Turn, operator
from chaosdocs.operators.links.pairs import SHARES, pairs, some


@operator(
    MATTER,
    evidence="wolph/mt940#130: a reversed credit comes out positive; "
    "OCA/bank-statement-import#375; nemiah/phpFinTS#341",
    ladder=SHARES,
)
def turned_sign(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments with the wrong sign.

    What it does:
        Reverses the sign of a share of the payments that name their invoice.

    In the wild:
        Import programs that read a debit mark as a minus and then a minus as another minus.

    Effect on truth:
        The link stays right. The reason of the difference is the sign.

    Example:
        a payment over 149.50 → a payment over -149.50
    """
    eligible = [pair for pair in pairs(matter, whole=True) if pair.named]
    if not eligible:
        yield Skip("no payment names its invoice")
        return
    for pair in some(eligible, level, rng):
        yield Turn(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            before=pair.payment.amount,
        )
