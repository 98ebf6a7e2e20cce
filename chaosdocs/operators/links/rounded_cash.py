"""Payments that are rounded to coins."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES, cents, more, pairs, some

_COIN = 5
"""The smallest coin, in smallest units of the currency."""


@operator(
    MATTER,
    evidence="erp-mafia/accounted#2580: whole crowns; alyf-de/banking#106: cents are left over",
    ladder=SHARES,
)
def rounded_cash(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments rounded to the smallest coin.

    What it does:
        Rounds a share of the payments to a multiple of five of the smallest unit.

    In the wild:
        Cash in Switzerland, Sweden, the Netherlands or Canada, which no longer have coins of one
        and two cents.

    Effect on truth:
        The link stays right. The reason of the difference is rounding, if the policy tolerates it.

    Example:
        an invoice and a payment over 149.52 → an invoice over 149.52, a payment over 149.50
    """
    if matter.settles != "payment":
        yield Skip("nothing is paid")
        return
    coin = cents(matter, _COIN)
    eligible = [pair for pair in pairs(matter, whole=True) if pair.payment.amount.amount % coin]
    if not eligible:
        yield Skip("every payment is a multiple of the smallest coin")
        return
    for pair in some(eligible, level, rng):
        rest = abs(pair.payment.amount.amount) % coin
        off = coin - rest if 2 * rest > coin else -rest
        sign = 1 if pair.payment.amount.amount > 0 else -1
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="rounding",
            amount=more(sign * off, pair.payment),
        )
