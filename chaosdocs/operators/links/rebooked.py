"""Documents that were reversed and booked anew."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    BookingSet,
    Edit,
    Money,
    Rate,
    Repeat,
    Rewrite,
    Rng,
    Skip,
    Turn,
    operator,
)
from chaosdocs.operators.links.pairs import SHARES, Pair, pairs, some

_LETTERS = {"517": "S", "518": "N"}
"""Range of a number to the letter behind numbers that are of no such range."""


@operator(
    MATTER,
    version=2,
    evidence="itplr-kosit/validator-configuration-xrechnung#58: the sign of a reversal",
    ladder=SHARES,
)
def rebooked(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with invoices that the ledger reversed and booked again.

    What it does:
        Adds a reversal with the opposite sign and a new document after a share of the invoices,
        each with its own number. All three rows name the number of the invoice as reference.

    In the wild:
        Corrections of the account, the tax code or the period.

    Effect on truth:
        The payment belongs to all three rows.

    Example:
        document 51 over 149.50 → documents 51 over 149.50, 52 over -149.50, 53 over 149.50
    """
    eligible = [
        pair for pair in pairs(matter, whole=True) if pair.named and pair.item.text("reference")
    ]
    if not eligible:
        yield Skip("no payment names its invoice")
        return
    for pair in some(eligible, level, rng):
        key, item = pair.item.id, pair.item
        later = 1 + rng.at(key).below(4)
        for again, front, shift in ((f"{key}s", "517", later), (f"{key}n", "518", later)):
            yield Repeat(
                key=key,
                member=matter.first,
                entry=item.id,
                again=again,
                key_again=_after(pair, front),
                shift=shift,
            )
        yield Turn(key=key, member=matter.first, entry=f"{key}s", before=item.amount)
        foreign = item.get("foreign")
        if isinstance(foreign, Money):
            yield Rewrite(
                key=key,
                member=matter.first,
                entry=f"{key}s",
                leaf="foreign",
                before=foreign,
                after=Money(-foreign.amount, foreign.currency),
            )


def _after(pair: Pair, front: str) -> str:
    """The number of a later document: of another range than the one it comes after."""
    key = pair.item.key
    return f"{front}{key[3:]}" if key.startswith("51") else f"{key}{_LETTERS[front]}"
