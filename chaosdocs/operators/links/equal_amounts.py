"""Open items of one party with one amount."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Reprice, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES, by_party, pairs, some


@operator(
    MATTER,
    evidence="odoo/odoo#9177: of two invoices with one amount the wrong one is proposed",
    ladder=SHARES,
)
def equal_amounts(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with several open items of one party that have one amount.

    What it does:
        Gives a share of the invoices, and their payments, the amount of another invoice of the
        same party.

    In the wild:
        Rents, subscriptions, flat rates, orders of the same goods.

    Effect on truth:
        None where payments name their invoices; a payment that names none is ambiguous.

    Example:
        invoices of 149.50 and 80.00 with their payments → two of 149.50 with two of 149.50
    """
    groups = by_party(pairs(matter, whole=True))
    models = {party: min(them, key=lambda pair: pair.item.id) for party, them in groups.items()}
    eligible = [
        pair
        for party, them in groups.items()
        for pair in them
        if pair is not models[party] and pair.item.amount != models[party].item.amount
    ]
    if not eligible:
        yield Skip("no party has two invoices of different amounts")
        return
    for pair in some(eligible, level, rng):
        after = models[pair.item.party].item.amount
        for member, row in ((matter.first, pair.item), (matter.last, pair.payment)):
            yield Reprice(
                key=pair.item.id,
                member=member,
                entry=row.id,
                before=row.amount,
                after=after,
            )
