"""Collective payments less a fee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from chaosdocs.authoring import MATTER, BookingSet, Edit, Number, Rng, Skip, numbers, operator, take
from chaosdocs.operators.links.one_for_many import collected
from chaosdocs.operators.links.pairs import Pair, by_party, more, pairs

_PARTIES = 2
"""Parties whose payments are collected."""


@operator(
    MATTER,
    evidence="odoo/odoo#23233; hackclub/hcb#236: payouts with hidden fees",
    ladder=numbers([2, 3, 4, 5, 6]),
    nested=False,
)
def fees_netted(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with one payment for several invoices less a fee.

    What it does:
        Up to two parties pay two to six invoices in one sum, from which a charge of the policy's
        fee table is kept.

    In the wild:
        Payouts of payment providers and marketplaces.

    Effect on truth:
        The payment belongs to all of them; the difference is a fee, if the policy has a fee table.

    Example:
        three payments of 990.00 → one payment of 2,960.00
    """
    fee = next((fee for fee in matter.policy.fees if fee.most is not None), None)
    if fee is None or fee.most is None:
        yield Skip("the policy has no fee of several amounts")
        return
    least = 2 * fee.most
    groups = {
        party: them
        for party, found in sorted(by_party(pairs(matter, whole=True)).items())
        if len(them := [pair for pair in found if abs(pair.item.amount.amount) > least]) > 1
    }
    if not groups:
        yield Skip("no party pays two invoices whole that are large enough for a fee")
        return
    span = int(fee.most - fee.fixed)
    for party in take(groups, _PARTIES / len(groups), rng, str):
        chosen = take(groups[party], level.count / len(groups[party]), rng, _name)
        edit = collected(matter, chosen, party)
        kept = fee.fixed + Decimal(rng.at(party).below(span + 1))
        (one,) = edit.parts
        less = more(one.amount.amount - kept, one)
        yield replace(edit, parts=(one.saying("amount", less),))


def _name(pair: Pair) -> str:
    return pair.item.id
