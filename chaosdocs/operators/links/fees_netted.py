"""Collective payments less a fee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Fee,
    Number,
    Rng,
    Skip,
    numbers,
    operator,
)
from chaosdocs.operators.links.fees import NO_FEE, fee_of, kept, most_of
from chaosdocs.operators.links.one_for_many import collected
from chaosdocs.operators.links.pairs import Pair, more, settled_at_once, whole_pairs


@operator(
    MATTER,
    version=2,
    evidence="odoo/odoo#23233; hackclub/hcb#236: payouts with hidden fees",
    ladder=numbers([2, 3, 4, 5, 6]),
    nested=False,
)
def fees_netted(matter: BookingSet, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with one payment for several invoices less a fee.

    What it does:
        Up to two parties pay two to six invoices in one payment, less a charge from the fee table
        of the policy.

    In the wild:
        Payouts of payment providers and marketplaces.

    Effect on truth:
        The payment belongs to all these invoices. The difference is a fee, if the policy has a fee
        table.

    Example:
        three payments of 990.00 → one payment of 2,960.00
    """
    fee = fee_of(matter)
    if fee is None:
        yield NO_FEE
        return
    groups = {
        party: them
        for party, found in whole_pairs(matter).items()
        if len(them := [pair for pair in found if _bears(pair, fee)]) > 1
    }
    if not groups:
        yield Skip("no party pays two invoices whole that are large enough for a fee")
        return
    for party, chosen in settled_at_once(groups, level.count, rng):
        edit = collected(matter, chosen, party)
        charge = kept(fee, [pair.item for pair in chosen], rng.at(party))
        (one,) = edit.parts
        less = more(one.amount.amount - charge, one)
        yield replace(edit, parts=(one.saying("amount", less),))


def _bears(pair: Pair, fee: Fee) -> bool:
    return abs(pair.item.amount.amount) > 2 * most_of(fee, pair.item)
