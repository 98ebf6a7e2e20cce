"""Rows that no other system has."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Edit,
    Include,
    LeaveOut,
    Rate,
    Rng,
    Skip,
    operator,
)
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, Pair, pairs, said, some, unmeasured


@operator(
    MATTER,
    version=2,
    evidence="moiz-lakkadkutta/Fabric-Inventory#200: received and not invoiced",
    ladder=SHARES,
)
def orphan(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with rows that have no counterpart in the other file.

    What it does:
        For a share of the invoices, does one of three things: removes the payment, removes the
        invoice, or adds a payment of the same amount from a party that no other row names.

    In the wild:
        Payments in transit, payments without an invoice, payments to the wrong account.

    Effect on truth:
        A row without a counterpart is an orphan: no link with it is right.

    Example:
        an invoice and its payment of 149.50 → only the payment of 149.50
    """
    eligible = pairs(matter)
    if not eligible:
        yield NO_PAIRS
        return
    parties = sorted({pair.item.party for pair in eligible})
    for pair in some(eligible, level, rng):
        match rng.at(pair.item.id).below(3):
            case 0:
                yield LeaveOut(key=pair.item.id, member=matter.last, entry=pair.payment.id)
            case 1:
                yield LeaveOut(key=pair.item.id, member=matter.first, entry=pair.item.id)
            case _:
                yield Include(
                    key=pair.item.id,
                    member=matter.last,
                    added=_stranger(matter, pair, parties, rng.at(pair.item.id)),
                )


def _stranger(matter: BookingSet, pair: Pair, parties: list[str], rng: Rng) -> Booking:
    """A payment of the same amount by another party, with no number that anybody has."""
    others = [party for party in parties if party != pair.item.party]
    payment = pair.payment
    added = Booking(id=f"{payment.id}x", values=payment.values, alone="unknown")
    added = unmeasured(added.saying("key", f"{payment.key}X"))
    added = added.saying("text", said(matter, "payment"))
    name = rng.at("party").pick(others) if others else payment.party
    return added.saying("party", _stranger_name(name))


def _stranger_name(name: str) -> str:
    """A name near to another one that is nobody's in the set: its words the other way round."""
    words = name.split()
    return " ".join(reversed(words)) if len(words) > 1 else f"{name} 2"
