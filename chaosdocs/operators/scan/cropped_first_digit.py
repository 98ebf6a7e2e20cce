"""A margin that was cropped through the numbers at the left edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    GONE,
    SCAN,
    Claim,
    Cut,
    Edit,
    Kind,
    Lure,
    Rng,
    Scan,
    Skip,
    Statement,
    Trim,
    choose_statement,
    operator,
    says,
    statements_of,
)
from chaosdocs.operators.scan.edges import Edge, letters, remainder
from chaosdocs.operators.scan.levels import Digits

_FIGURES: tuple[Kind, ...] = ("money", "number", "percent", "quantity", "id")
_NEAR = 6.0
"""How far from the leftmost text of its page a number begins at most, points."""
_STEP = 0.05
"""How far apart the cuts lie that are tried between two digits, points."""


@operator(
    SCAN,
    evidence="Embassy-of-the-Free-Mind/sourcelibrary-v2#2898; normansimonr/veedor_ocr#24: a crop "
    "cuts digits off",
    ladder=(Digits(1), Digits(2), Digits(3), Digits(4), Digits(5)),
    version=3,
    targeted=True,
    exempt={"applicable": "needs a number at the left edge of the text"},
    packets=False,
)
def cropped_first_digit(scan: Scan, level: Digits, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a left margin cut off with the first digits of a number.

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
        number is what is printed: another one than the record's. No cut leaves a part of a date: a
        period or the date beside it could settle the rest.

    Example:
        1234 at the left edge → 234 at the left edge
    """
    at_edge = statements_of(scan, *_FIGURES, where=lambda statement: _croppable(scan, statement))
    if not at_edge:
        yield Skip("no number stands at the left edge")
        return
    edges = {statement.id: _edge(scan, statement, level.digits) for statement in at_edge}
    target = choose_statement(
        [statement for statement in at_edge if edges[statement.id] is not None], rng
    )
    edge = None if target is None else edges[target.id]
    if edge is None:
        yield Skip("every cut would nibble at something that stays readable")
        return
    yield Cut(key="crop", page=edge.page, side="left", points=edge.x)
    told = edge.told
    for statement in edge.crossed:
        rest = remainder(scan, statement, edge)
        yield Trim(
            key="crop",
            statement=statement.id,
            before=statement.text,
            after=_after(statement, rest, told=told),
        )


def _croppable(scan: Scan, statement: Statement) -> bool:
    runs = scan.source.runs_of(statement.id)
    if len(runs) != 1 or runs[0].page not in scan.pages or not statement.text[0].isdigit():
        return False
    run = runs[0]
    here = (r.x for r in scan.source.runs if r.page == run.page and r.visible and r.text.strip())
    return (
        sum(char.isdigit() for char in statement.text) > 1
        and run.text == statement.text
        and run.x - min(here) <= _NEAR
    )


def _edge(scan: Scan, statement: Statement, most: int) -> Edge | None:
    """Return a cut that takes up to `most` digits of a number and is clear about all it meets."""
    run = scan.source.runs_of(statement.id)[0]
    inked = letters(run)
    digits = [i for i, letter in enumerate(inked) if letter.char.isdigit()]
    for first in reversed(digits[1 : most + 1]):
        before, after = inked[first - 1].end, inked[first].start
        steps = max(1, round((after - before) / _STEP))
        middle = steps / 2
        for step in sorted(range(steps + 1), key=lambda n: abs(n - middle)):
            edge = Edge(scan, run.page, round(before + (after - before) * step / steps, 2))
            if edge.lost(run) == inked[first].place and edge.clear and not _halves_a_date(edge):
                return edge
    return None


def _halves_a_date(edge: Edge) -> bool:
    """Whether digits of a date are left, and others are not."""
    for statement in edge.crossed:
        for run in edge.scan.source.runs_of(statement.id) if statement.kind == "date" else ():
            lost = edge.lost(run)
            if lost is None or any(char.isdigit() for char in run.text[lost:]):
                return True
    return False


def _after(statement: Statement, rest: tuple[str, Claim], *, told: bool) -> Statement:
    """What is left of a statement that reaches over the edge."""
    text, claim = rest
    lures = tuple(Lure(value, "cropped") for value in claim.readings)
    if told or not claim.readings:
        return replace(
            statement,
            text="",
            claim=GONE,
            elsewhere=(),
            trace="cut",
            lures=(*statement.lures, *lures),
        )
    return replace(statement, text=text, claim=says(*claim.readings), elsewhere=())
