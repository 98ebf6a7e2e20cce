"""Entries that are announced, and booked later."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Final

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Edit,
    Include,
    Rate,
    Rng,
    Skip,
    operator,
)
from chaosdocs.operators.links.pairs import SHARES, Pair, pairs, said, some, unmeasured

_PENDING: Final = {"en": "Pending", "de": "Vorgemerkt", "fr": "En attente", "ja": "未確定"}
"""The type of an announced entry, by language."""


@operator(
    MATTER,
    evidence="letehaha/budget-tracker#643: the booked entry stands beside the pending one; "
    "firefly-iii/firefly-iii#9268; plaid/support#116: the two have other ids",
    ladder=SHARES,
    version=2,
)
def pending_and_booked(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with entries listed twice, as pending and as booked.

    What it does:
        Adds a pending entry of the same party and amount before a share of the payments whose
        amount one item alone has, with another number, another type and no remittance information.

    In the wild:
        Card payments and direct debits in exports of the current day.

    Effect on truth:
        The booked entry is linked. The pending entry is an orphan.

    Example:
        an entry over 149.50 of 20 March → the same, and one of 19 March, "Pending", over 149.50
    """
    if matter.settles != "payment":
        yield Skip("nothing is paid")
        return
    owed = Counter(abs(row.amount.amount) for row in matter.members[matter.first])
    eligible = [
        pair
        for pair in pairs(matter)
        if pair.named
        and pair.payment.text("type")
        and owed[abs(pair.payment.amount.amount)] <= 1  # a second item would take the announced one
    ]
    if not eligible:
        yield Skip("no payment of an amount of its own names its invoice")
        return
    for pair in some(eligible, level, rng):
        yield Include(key=pair.item.id, member=matter.last, added=_announced(matter, pair, rng))


def _announced(matter: BookingSet, pair: Pair, rng: Rng) -> Booking:
    """The entry before the payment, which names nothing."""
    payment = pair.payment
    days = 1 + rng.at(pair.item.id).below(2)
    row = Booking(id=f"{payment.id}v", values=payment.values, alone="pending")
    row = unmeasured(row).saying("key", f"V{payment.key}").saying("text", said(matter, "payment"))
    row = row.saying("type", _PENDING[matter.locale.partition("_")[0]])
    date = max(matter.period[0], payment.date - dt.timedelta(days=days))
    if payment.get("value_date") is not None:
        row = row.saying("value_date", date)
    return row.saying("date", date)
