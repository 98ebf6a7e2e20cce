"""A margin that was cropped through the numbers at the left edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.documents.scan import Cut, Trim
from chaosdocs.kernel import (
    GONE,
    SCAN,
    Edit,
    Lure,
    Rng,
    Scan,
    Skip,
    Spot,
    choose_spot,
    operator,
    says,
    spots_of,
)
from chaosdocs.operators.scan.edges import Edge, letter_starts, remainder
from chaosdocs.operators.scan.levels import Digits
from chaosdocs.truth.spots import Claim
from chaosdocs.truth.values import Kind

_FIGURES: tuple[Kind, ...] = ("money", "number", "percent", "quantity", "id")
_NEAR = 6.0
"""How far from the leftmost text of its page a number begins at most, points."""


@operator(
    SCAN,
    origin="operators S29: a lost first digit leaves a plausible wrong number",
    ladder=(Digits(1), Digits(2), Digits(3), Digits(4), Digits(5)),
    version=2,
    targeted=True,
    exempt={"applicable": "needs a number at the left edge of the text"},
)
def cropped_first_digit(scan: Scan, level: Digits, rng: Rng) -> Iterator[Edit | Skip]:
    """Crop the left margin so that a number there loses its first digits.

    What it does:
        Cuts the page between two digits of a number that stands at the very left, and through
        what stands above and below it. The rest of the number looks whole.

    In the wild:
        A page fed askew, a scanner set to a narrower sheet, a crop by hand.

    Effect on truth:
        Where anything else at the edge is visibly cut, a letter or half a digit, a careful reader
        knows that the numbers there are not whole: all of them are gone, what is left at the edge
        is the trace, and the rest of the number is a lure. Where nothing tells of the cut, the
        number is what is printed: another one than the record's.

    Example:
        >>> cropped_first_digit.stage.name
        'scan'
    """
    eligible = spots_of(scan, *_FIGURES, where=lambda spot: _croppable(scan, spot))
    target = choose_spot(eligible, rng)
    if target is None:
        yield Skip("no number stands at the left edge")
        return
    run = scan.source.runs_of(target.id)[0]
    starts = letter_starts(run)
    digits = [i for i, char in enumerate(target.text) if char.isdigit()]
    lost = digits[min(level.digits, len(digits) - 1)]
    edge = Edge(scan, run.page, round(starts[lost], 2))
    yield Cut(key="crop", page=run.page, side="left", points=edge.x)
    told = edge.told
    for spot in edge.crossed:
        rest = remainder(scan, spot, edge)
        yield Trim(key="crop", spot=spot.id, before=spot.text, after=_after(spot, rest, told=told))


def _croppable(scan: Scan, spot: Spot) -> bool:
    runs = scan.source.runs_of(spot.id)
    if len(runs) != 1 or runs[0].page not in scan.pages or not spot.text[0].isdigit():
        return False
    run = runs[0]
    here = (r.x for r in scan.source.runs if r.page == run.page and r.visible and r.text.strip())
    return (
        sum(char.isdigit() for char in spot.text) > 1
        and run.text == spot.text
        and run.x - min(here) <= _NEAR
    )


def _after(spot: Spot, rest: tuple[str, Claim], *, told: bool) -> Spot:
    """What is left of a statement that reaches over the edge."""
    text, claim = rest
    lures = tuple(Lure(value, "cropped") for value in claim.readings)
    if told or not claim.readings:
        return replace(
            spot, text="", claim=GONE, elsewhere=(), trace="cut", lures=(*spot.lures, *lures)
        )
    return replace(spot, text=text, claim=says(*claim.readings), elsewhere=())
