"""A label with nothing after it."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.kernel import (
    FACTS,
    Edit,
    Empty,
    Number,
    Rng,
    Skip,
    Statements,
    numbers,
    operator,
    spots_of,
    take_few,
)
from chaosdocs.truth.spots import Spot


@operator(
    FACTS,
    origin="hindsight #4457; lmfe #35; pydantic-ai #603: a required blank is filled in",
    ladder=numbers([1, 2, 3, 5, 8]),
    targeted=True,
)
def blank_under_label(facts: Statements, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """Leave values out and keep their labels.

    What it does:
        Prints the label, and nothing where the value should be. Severity is how many.

    In the wild:
        Forms that were not filled in; templates whose field did not merge.

    Effect on truth:
        Unanswerable, with the label as a trace, unless the value follows from others.

    Example:
        >>> show(blank_under_label, "4711", "id")
        ''
    """
    eligible = spots_of(facts, where=_in_head)
    for spot in take_few(eligible, level.count, rng):
        if spot.value is not None:
            yield Empty(spot=spot.id, before=spot.value)


def _in_head(spot: Spot) -> bool:
    return spot.row is None and spot.kind not in {"text", "enum"}
