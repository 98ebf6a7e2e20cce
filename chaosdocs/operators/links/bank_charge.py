"""Payments from which a bank has kept its charge."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES, more, pairs, some


@operator(
    MATTER,
    evidence="OCA/bank-statement-import#976: an entry with a charge; odoo/odoo#23233",
    ladder=SHARES,
)
def bank_charge(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments from which a bank on the way has kept its charge.

    What it does:
        Lessens a share of the payments that come in by a charge of the policy's fee table; what
        is paid to suppliers costs that much more.

    In the wild:
        Transfers with shared charges, correspondent banks.

    Effect on truth:
        The link stays; the difference is a fee, if the policy has a fee table.

    Example:
        an invoice and a payment over 900.00 → an invoice over 900.00, a payment over 887.50
    """
    fee = next((fee for fee in matter.policy.fees if fee.most is not None), None)
    if fee is None or fee.most is None:
        yield Skip("the policy has no fee of several amounts")
        return
    eligible = [
        pair for pair in pairs(matter, whole=True) if abs(pair.item.amount.amount) > 2 * fee.most
    ]
    if not eligible:
        yield Skip("no invoice is large enough for a charge")
        return
    span = int(fee.most - fee.fixed)
    for pair in some(eligible, level, rng):
        kept = fee.fixed + Decimal(rng.at(pair.item.id).below(span + 1))
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="fee",
            amount=more(-kept, pair.payment),
        )
