"""Identifiers with the name of their list before them."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.kernel import (
    VALUES,
    Edit,
    Lure,
    Rate,
    Rng,
    Skip,
    Statements,
    operator,
    rates,
    retext,
    spots_of,
    take_spots,
)


@operator(
    VALUES,
    origin="ACME's dealers write NO. before every number",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
)
def prefixed(values: Statements, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """Write NO. before an identifier, as a part of it.

    What it does:
        Rewrites 4711 as NO.4711.

    In the wild:
        Dealers type the label into the field.

    Effect on truth:
        Answerable, as printed; the bare identifier is a lure.

    Example:
        >>> show(prefixed, "4711", "id")
        'NO.4711'
    """
    eligible = spots_of(values, "id", where=lambda spot: not spot.text.startswith("NO."))
    for spot in take_spots(eligible, level.rate, rng):
        if spot.value is None:
            continue
        text = f"NO.{spot.text}"
        yield retext(spot, text, readings=(text,), lures=(Lure(spot.value, "bare-id"),))
