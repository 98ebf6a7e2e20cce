"""Payments less a cash discount that is no longer granted."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.discounts import discount_of, terms_of
from chaosdocs.operators.links.pairs import SHARES, pairs, some


@operator(
    MATTER,
    evidence="invoiceninja/invoiceninja#12027: the payment may arrive a day later; "
    "alyf-de/banking#357",
    ladder=SHARES,
)
def discount_late(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments less a cash discount whose period is over.

    What it does:
        Pays a share of the invoices less a cash discount that was granted only for an earlier
        payment.

    In the wild:
        Customers who always deduct the discount.

    Effect on truth:
        The link stays right where the payment names the invoice. The reason of the difference is a
        cash discount.

    Example:
        an invoice of 1 March over 100.00 paid on 30 April → the same, paid 98.00
    """
    terms = terms_of(matter)
    if terms is None:
        yield Skip("the policy grants no cash discount")
        return
    eligible = [
        pair
        for pair in pairs(matter, whole=True)
        if (pair.payment.date - pair.item.date).days > terms.days and discount_of(pair, terms)
    ]
    if not eligible:
        yield Skip("no invoice is paid whole after the days of the discount")
        return
    for pair in some(eligible, level, rng):
        off = discount_of(pair, terms)
        if off is not None:
            yield Deduct(
                key=pair.item.id,
                member=matter.last,
                entry=pair.payment.id,
                kind="cash_discount",
                amount=off,
            )
