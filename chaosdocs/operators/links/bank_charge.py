"""Payments from which a bank has kept its charge."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.fees import NO_FEE, fee_of, kept, most_of
from chaosdocs.operators.links.pairs import SHARES, more, pairs, some


@operator(
    MATTER,
    version=2,
    evidence="OCA/bank-statement-import#976: an entry with a charge; odoo/odoo#23233",
    ladder=SHARES,
)
def bank_charge(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments from which a bank has deducted its charge.

    What it does:
        Reduces a share of the incoming payments by a charge from the fee table of the policy.
        Payments to suppliers rise by the charge.

    In the wild:
        Transfers with shared charges, correspondent banks.

    Effect on truth:
        The link stays right. The difference is a fee, if the policy has a fee table.

    Example:
        an invoice and a payment over 900.00 → an invoice over 900.00, a payment over 887.50
    """
    fee = fee_of(matter)
    if fee is None:
        yield NO_FEE
        return
    eligible = [
        pair
        for pair in pairs(matter, whole=True)
        if abs(pair.item.amount.amount) > 2 * most_of(fee, pair.item)
    ]
    if not eligible:
        yield Skip("no invoice is large enough for a charge")
        return
    for pair in some(eligible, level, rng):
        charge = kept(fee, [pair.item], rng.at(pair.item.id))
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="fee",
            amount=more(-charge, pair.payment),
        )
