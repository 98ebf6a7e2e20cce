"""Invoices that are booked twice."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Repeat, Rng, Skip, operator
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, pairs, some


@operator(
    MATTER,
    evidence="otherworld-dev/Budget#80: overlapping imports are not seen as duplicates; "
    "buckets/application#759",
    ladder=SHARES,
)
def booked_twice(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with invoices that stand twice in the ledger, under two numbers.

    What it does:
        Books a share of the invoices a second time, up to five days later, under another number.

    In the wild:
        An invoice that arrives by mail and on paper, and is entered by two clerks.

    Effect on truth:
        The first entry is linked. The second entry is an orphan; its reason is duplicate.

    Example:
        document 5100000231 over 149.50 → documents 5100000231 and 5100000232 over 149.50
    """
    eligible = [pair for pair in pairs(matter, whole=True) if pair.named]
    if not eligible:
        yield NO_PAIRS
        return
    for pair in some(eligible, level, rng):
        yield Repeat(
            key=pair.item.id,
            member=matter.first,
            entry=pair.item.id,
            again=f"{pair.item.id}b",
            key_again=next_key(pair.item.key),
            shift=rng.at(pair.item.id).below(6),
            alone="duplicate",
        )


def next_key(key: str) -> str:
    """Return the number after a document's number; vouchers of a book leave room for it.

    Example:
        >>> next_key("5100000231"), next_key("B4C04")
        ('5190000231', 'B4C04D')
    """
    if key.isdigit() and len(key) == 10 and key.startswith("51"):  # noqa: PLR2004 - as vouchers
        return f"519{key[3:]}"
    return f"{key}D"
