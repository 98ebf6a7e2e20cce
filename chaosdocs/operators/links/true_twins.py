"""Equal rows that are both right."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rekey, Repeat, Rng, Skip, operator
from chaosdocs.operators.links.booked_twice import next_key
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, pairs, some


@operator(
    MATTER,
    version=2,
    evidence="actualbudget/actual#8221: of two equal purchases only one is imported; "
    "actualbudget/actual#2420",
    ladder=SHARES,
)
def true_twins(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with identical rows in both files, all of them right.

    What it does:
        Books a share of the invoices a second time under another number, and their payments as
        well.

    In the wild:
        The same goods bought twice on one day; two deliveries on one invoice number.

    Effect on truth:
        Both invoices and both payments are right and belong together. There is no duplicate.

    Example:
        one invoice and one payment over 149.50 → two invoices and two payments over 149.50
    """
    eligible = [pair for pair in pairs(matter, whole=True) if pair.named]
    if not eligible:
        yield NO_PAIRS
        return
    for pair in some(eligible, level, rng):
        for member, row in pair.rows(matter):
            yield Repeat(
                key=pair.item.id,
                member=member,
                entry=row.id,
                again=f"{row.id}t",
                key_again=next_key(row.key),
            )
            if row is pair.item or pair.number != pair.item.key:
                continue
            for leaf in ("text", "reference"):
                text = row.text(leaf)
                if pair.number in text:  # the twin of the payment names the twin of the item
                    yield Rekey(
                        key=pair.item.id,
                        member=member,
                        entry=f"{row.id}t",
                        leaf=leaf,
                        before=text,
                        after=text.replace(pair.number, next_key(pair.number)),
                    )
