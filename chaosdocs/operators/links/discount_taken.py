"""Payments less a cash discount."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Deduct, Edit, Rate, Rng, Shift, Skip, operator
from chaosdocs.operators.links.discounts import discount_of, terms_of
from chaosdocs.operators.links.pairs import SHARES, pairs, some


@operator(
    MATTER,
    evidence="alyf-de/banking#270: a discounted payment leaves the invoice partially paid; "
    "frappe/erpnext#3883",
    ladder=SHARES,
)
def discount_taken(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with payments less a cash discount within its period.

    What it does:
        Dates a share of the invoices so that the payment is within the discount period, and reduces
        the payment by the discount.

    In the wild:
        Terms such as "2 % within 14 days, 30 days net".

    Effect on truth:
        The link stays right. The reason of the difference is a cash discount, if the policy grants
        one.

    Example:
        an invoice and a payment over 100.00 → an invoice over 100.00, a payment over 98.00
    """
    terms = terms_of(matter)
    if terms is None:
        yield Skip("the policy grants no cash discount")
        return
    eligible = [pair for pair in pairs(matter, whole=True) if discount_of(pair, terms)]
    if not eligible:
        yield Skip("no invoice is paid whole that a discount would lessen")
        return
    for pair in some(eligible, level, rng):
        off = discount_of(pair, terms)
        if off is None:
            continue
        early = 1 + rng.at(pair.item.id).below(max(1, terms.days - 1))
        days = (pair.payment.date - pair.item.date).days - early
        for leaf in ("date", "due"):
            if days and pair.item.get(leaf) is not None:
                yield Shift(
                    key=pair.item.id,
                    member=matter.first,
                    entry=pair.item.id,
                    leaf=leaf,
                    days=days,
                )
        yield Deduct(
            key=pair.item.id,
            member=matter.last,
            entry=pair.payment.id,
            kind="cash_discount",
            amount=off,
        )
