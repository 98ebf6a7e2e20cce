"""Codes of another list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.authoring import (
    MATTER,
    Booking,
    BookingSet,
    Edit,
    Quantity,
    Rate,
    Rewrite,
    Rng,
    Skip,
    operator,
)
from chaosdocs.operators.links.pairs import NO_PAIRS, SHARES, pairs, some

_TYPES: Final = ("NTRF", "PMNT", "RCDT", "ICDT", "XBS")
"""Codes of transactions in the lists of banks."""


@operator(
    MATTER,
    evidence="microsoft/BCApps#6378: codes of units and taxes have to be mapped",
    ladder=SHARES,
)
def other_codes(matter: BookingSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with codes of units, accounts or types from another code list.

    What it does:
        Writes the unit, the account or the type of a share of the rows with a code of another list:
        EA becomes C62, 140000 becomes 1400-00, a word becomes PMNT.

    In the wild:
        Every interface between two systems.

    Effect on truth:
        None: codes are not compared, and the policy says which codes mean the same unit.

    Example:
        quantity "12 EA" → quantity "12 C62"
    """
    those = pairs(matter)
    if not those:
        yield NO_PAIRS
        return
    eligible = [pair for pair in those if _other(matter, pair.payment, rng) is not None]
    if not eligible:
        yield Skip("no row has a code that another list has as well")
        return
    for pair in some(eligible, level, rng):
        edit = _other(matter, pair.payment, rng)
        if edit is not None:
            yield edit


def _other(matter: BookingSet, row: Booking, rng: Rng) -> Rewrite | None:
    """The edit that writes one code of a row otherwise; None where it has none."""
    stream, quantity = rng.at(row.id, "code"), row.quantity
    same = _same_units(matter, quantity)
    if quantity is not None and same:
        return Rewrite(
            key=row.id,
            member=matter.last,
            entry=row.id,
            leaf="quantity",
            before=quantity,
            after=Quantity(quantity.value, stream.pick(same)),
        )
    if row.text("code"):
        code = row.text("code")
        after = f"{code[:4]}-{code[4:] or '00'}"
        return Rewrite(
            key=row.id, member=matter.last, entry=row.id, leaf="code", before=code, after=after
        )
    if row.text("type"):
        before = row.text("type")
        return Rewrite(
            key=row.id, member=matter.last, entry=row.id, leaf="type", before=before,
            after=stream.pick([code for code in _TYPES if code != before]),
        )  # fmt: skip
    return None


def _same_units(matter: BookingSet, quantity: Quantity | None) -> list[str]:
    """Codes of the policy that are the same unit as that of a quantity."""
    pieces = {unit.code: unit.pieces for unit in matter.policy.units}
    if quantity is None or quantity.unit not in pieces:
        return []
    return [
        code
        for code, count in pieces.items()
        if count == pieces[quantity.unit] and code != quantity.unit
    ]
