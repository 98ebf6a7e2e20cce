"""Open items of one party with one amount."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Edit,
    Leaf,
    Rate,
    Reprice,
    Rewrite,
    Rng,
    Skip,
    operator,
)
from chaosdocs.operators.links.pairs import SHARES, Pair, by_party, pairs, some


@operator(
    MATTER,
    version=2,
    evidence="odoo/odoo#9177: of two invoices with one amount the wrong one is proposed",
    ladder=SHARES,
)
def equal_amounts(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with several open items of one party with the same amount.

    What it does:
        Gives a share of the invoices, and their payments, the amount of another invoice of the
        same party.

    In the wild:
        Rents, subscriptions, flat rates, orders of the same goods.

    Effect on truth:
        None if the payments name their invoices. A payment that names no invoice is ambiguous.

    Example:
        invoices of 149.50 and 80.00 with their payments → two of 149.50 with two of 149.50
    """
    groups = by_party(pairs(matter, whole=True))
    models = {party: min(them, key=lambda pair: pair.item.id) for party, them in groups.items()}
    model_of = {
        pair.item.id: models[party]
        for party, them in groups.items()
        for pair in them
        if pair.item.amount != models[party].item.amount and alike(pair, models[party])
    }
    eligible = [pair for them in groups.values() for pair in them if pair.item.id in model_of]
    if not eligible:
        yield Skip("no party has two invoices of different amounts")
        return
    for pair in some(eligible, level, rng):
        yield from repriced(matter, pair, model_of[pair.item.id])


_MEASURES: tuple[Leaf, ...] = ("quantity", "price", "foreign")


def alike(pair: Pair, model: Pair) -> bool:
    """Return whether a pair can have the amounts of another one: each member has one row of it.

    Both state quantities, prices and foreign amounts, or neither does.
    """
    mine, other = _rows(pair), _rows(model)
    return len(mine) == len(other) and all(
        abs(row.amount.amount) == abs(pair.item.amount.amount)
        and abs(like.amount.amount) == abs(model.item.amount.amount)
        and all((row.get(leaf) is None) == (like.get(leaf) is None) for leaf in _MEASURES)
        for row, like in zip(mine, other, strict=True)
    )


def repriced(matter: BookingSet, pair: Pair, model: Pair) -> Iterator[Edit]:
    """Yield the edits that give all rows of a pair the amounts of another one."""
    for (member, row), like in zip(pair.rows(matter), _rows(model), strict=True):
        yield Reprice(
            key=pair.item.id, member=member, entry=row.id, before=row.amount, after=like.amount
        )
        for leaf in _MEASURES:
            before, after = row.get(leaf), like.get(leaf)
            if before is not None and after is not None and before != after:
                yield Rewrite(
                    key=pair.item.id,
                    member=member,
                    entry=row.id,
                    leaf=leaf,
                    before=before,
                    after=after,
                )


def _rows(pair: Pair) -> tuple[Booking, ...]:
    return (pair.item, *(row for _, row in pair.between), pair.payment)
