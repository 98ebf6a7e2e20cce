"""Entries that are reversed and booked again, with a mark that says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Rate,
    Repeat,
    Rewrite,
    Rng,
    Skip,
    Turn,
    operator,
)
from chaosdocs.operators.links.pairs import SHARES, Pair, pairs, some

_DAYS: Final = 3
"""Days at most until the entry has come again."""
_MARKS: Final = {"in": "RC", "out": "RD"}
"""The mark of an entry that is taken back: of a credit, of a debit."""


@operator(
    MATTER,
    evidence="wolph/mt940#130: RC comes out positive; OCA/bank-statement-import#375: RvslInd is "
    "read two ways",
    ladder=SHARES,
)
def reversal_mark(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with reversed entries, marked as such, and the entries booked again.

    What it does:
        Adds a reversal with the opposite sign and the mark RC or RD after a share of the payments,
        and then the payment once more. All three rows name the invoice.

    In the wild:
        Returned direct debits that are collected again; errors of a bank.

    Effect on truth:
        All three entries belong to the invoice.

    Example:
        an entry over 149.50 → entries over 149.50, -149.50 marked RC, and 149.50
    """
    eligible = [pair for pair in pairs(matter, whole=True) if _fits(matter, pair)]
    if not eligible:
        yield Skip("no row that names its item and has a type comes early enough to be reversed")
        return
    for pair in some(eligible, level, rng):
        row, name = pair.payment, pair.item.id
        back = 1 + rng.at(name).below(_DAYS - 1)
        for again, key, shift in ((f"{row.id}y", f"{row.key}R", back), (f"{row.id}z",
                                   f"{row.key}N", _DAYS)):  # fmt: skip
            yield Repeat(
                key=name, member=matter.last, entry=row.id, again=again, key_again=key, shift=shift
            )
        yield Turn(key=name, member=matter.last, entry=f"{row.id}y", before=row.amount)
        mark = _MARKS["in" if row.amount.amount > 0 else "out"]
        yield Rewrite(
            key=name,
            member=matter.last,
            entry=f"{row.id}y",
            leaf="type",
            before=row.text("type"),
            after=f"{row.text('type')} {mark}",
        )


def _fits(matter: BookingSet, pair: Pair) -> bool:
    early = (matter.period[1] - pair.payment.date).days >= _DAYS
    return early and pair.named and bool(pair.payment.text("type"))
