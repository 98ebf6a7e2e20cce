"""What a fee of the policy comes to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from chaosdocs.authoring import Booking, BookingSet, Fee, Rng, Skip, minor_digits

NO_FEE = Skip("the policy has no fee on payments")


def fee_of(matter: BookingSet) -> Fee | None:
    """Return the fee that somebody keeps from payments; None where none is kept."""
    if matter.settles != "payment":
        return None
    return next(iter(matter.policy.fees), None)


def most_of(fee: Fee, item: Booking) -> Decimal:
    """Return the most that the fee takes of an item."""
    return fee.most if fee.most is not None else _share(fee, item)


def kept(fee: Fee, items: Sequence[Booking], rng: Rng) -> Decimal:
    """Return what is kept of a payment for items: an amount of the span, or the one computed."""
    if fee.most is not None:
        return fee.fixed + Decimal(rng.below(int(fee.most - fee.fixed) + 1))
    return sum((_share(fee, item) for item in items), Decimal(0))


def _share(fee: Fee, item: Booking) -> Decimal:
    amount = item.amount
    share = (abs(amount.amount) * fee.percent).scaleb(-2)
    unit = Decimal(1).scaleb(-minor_digits(amount.currency))
    return share.quantize(unit, ROUND_HALF_UP) + fee.fixed
