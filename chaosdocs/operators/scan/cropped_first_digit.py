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
from chaosdocs.operators.scan.edges import Edge, letters, remainder
from chaosdocs.operators.scan.levels import Digits
from chaosdocs.truth.spots import Claim
from chaosdocs.truth.values import Kind

_FIGURES: tuple[Kind, ...] = ("money", "number", "percent", "quantity", "id")
_NEAR = 6.0
"""How far from the leftmost text of its page a number begins at most, points."""
_STEP = 0.05
"""How far apart the cuts lie that are tried between two digits, points."""


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
        Cut is what loses a letter or half of one; no cut is made that takes less of anything.
        Where anything else at the edge is visibly cut, a letter or half a digit, a careful reader
        knows that the numbers there are not whole: all of them are gone, what is left at the edge
        is the trace, and the rest of the number is a lure. Where nothing tells of the cut, the
        number is what is printed: another one than the record's.

    Example:
        >>> cropped_first_digit.stage.name
        'scan'
    """
    at_edge = spots_of(scan, *_FIGURES, where=lambda spot: _croppable(scan, spot))
    if not at_edge:
        yield Skip("no number stands at the left edge")
        return
    edges = {spot.id: _edge(scan, spot, level.digits) for spot in at_edge}
    target = choose_spot([spot for spot in at_edge if edges[spot.id] is not None], rng)
    edge = None if target is None else edges[target.id]
    if edge is None:
        yield Skip("every cut would nibble at something that stays readable")
        return
    yield Cut(key="crop", page=edge.page, side="left", points=edge.x)
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


def _edge(scan: Scan, spot: Spot, most: int) -> Edge | None:
    """Return a cut that takes up to `most` digits of a number and is clear about all it meets."""
    run = scan.source.runs_of(spot.id)[0]
    inked = letters(run)
    digits = [i for i, letter in enumerate(inked) if letter.char.isdigit()]
    for first in reversed(digits[1 : most + 1]):
        before, after = inked[first - 1].end, inked[first].start
        steps = max(1, round((after - before) / _STEP))
        middle = steps / 2
        for step in sorted(range(steps + 1), key=lambda n: abs(n - middle)):
            edge = Edge(scan, run.page, round(before + (after - before) * step / steps, 2))
            if edge.lost(run) == inked[first].place and edge.clear:
                return edge
    return None


def _after(spot: Spot, rest: tuple[str, Claim], *, told: bool) -> Spot:
    """What is left of a statement that reaches over the edge."""
    text, claim = rest
    lures = tuple(Lure(value, "cropped") for value in claim.readings)
    if told or not claim.readings:
        return replace(
            spot, text="", claim=GONE, elsewhere=(), trace="cut", lures=(*spot.lures, *lures)
        )
    return replace(spot, text=text, claim=says(*claim.readings), elsewhere=())
