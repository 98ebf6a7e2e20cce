"""What a cash discount takes off a payment."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chaosdocs.authoring import BookingSet, Discount, Money, minor_digits
from chaosdocs.operators.links.pairs import Pair, more


def terms_of(matter: BookingSet) -> Discount | None:
    """Return the first cash discount that the policy of a set grants, or None."""
    return next(iter(matter.policy.discounts), None)


def discount_of(pair: Pair, terms: Discount) -> Money | None:
    """Return what the payment of a pair changes by, signed; None where that is nothing."""
    amount = pair.item.amount
    places = minor_digits(amount.currency)
    off = (abs(amount.amount) * terms.percent).scaleb(-2)
    off = off.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if not off:
        return None
    return more(-off if amount.amount > 0 else off, pair.payment)
