"""Short numbers that stand inside of longer ones."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import MATTER, BookingSet, Edit, Rate, Rng, Skip, operator
from chaosdocs.operators.links.pairs import SHARES, Pair, pairs, renumbered, some

_DIGITS = 3
"""Digits of the short number."""


@operator(
    MATTER,
    version=2,
    evidence="erp-mafia/accounted#2673: 14 within 1814; erp-mafia/accounted#2675: 31 wrong links",
    ladder=SHARES,
)
def buried_reference(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with invoices whose number is part of another invoice's number.

    What it does:
        Gives a share of the invoices and their payments a number of three digits that is part of
        the number of another invoice.

    In the wild:
        Several number ranges in one ledger; small companies whose numbers start at one.

    Effect on truth:
        None: a number counts only as a whole word.

    Example:
        numbers RE-471108 and RE-471109 → numbers RE-471108 and 711
    """
    eligible = [pair for pair in pairs(matter) if pair.named]
    if len(eligible) < 2:  # noqa: PLR2004 - one number inside another
        yield Skip("fewer than two payments name their invoice")
        return
    taken = {
        word for rows in matter.members.values() for row in rows for word in _words(row.values)
    }
    chosen = some(eligible, level, rng)
    left = [pair for pair in eligible if pair not in chosen] or eligible
    for pair in chosen:
        number = _inside(left, pair, taken, rng.at(pair.item.id))
        if number is None:
            continue
        taken.add(number)
        yield from renumbered(matter, pair, number)


def _inside(left: list[Pair], pair: Pair, taken: set[str], rng: Rng) -> str | None:
    """A number that nobody has, from within the number of another invoice."""
    others = [each for each in left if each is not pair]
    start = rng.at("other").below(max(1, len(others)))
    for other in (*others[start:], *others[:start]):
        long = other.number
        for at in range(len(long) - _DIGITS, -1, -1):
            number = long[at : at + _DIGITS]
            if number.isdigit() and not number.startswith("0") and number not in taken:
                return number
    return None


def _words(values: tuple[tuple[str, object], ...]) -> list[str]:
    return [word for _, value in values if isinstance(value, str) for word in value.split()]
