"""Cells without a rule between them, one of which is empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from chaosdocs.authoring import (
    FLOW,
    Edit,
    Flow,
    Lure,
    Number,
    Rng,
    SetOption,
    Skip,
    Statement,
    key,
    numbers,
    operator,
    retext,
    take,
)

_RULED = ("erp", "partruled")
"""Templates with rules between the columns."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell that is empty or can be, beside the cell of another value."""

    row: str
    column: str
    beside: Statement
    held: Statement | None

    @property
    def name(self) -> str:
        return f"span {self.row} {self.column}"


@operator(
    FLOW,
    version=2,
    evidence="pymupdf/PyMuPDF#4743: the value on the left is copied into the empty cell; "
    "pymupdf/pymupdf4llm#396",
    ladder=numbers([3]),
)
def spanned_cell(flow: Flow, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with empty cells without a rule between them and the value on their left.

    What it does:
        Empties at most three cells of a list and removes the vertical rule before each of them, if
        there is one. Cells that are empty already come first.

    In the wild:
        Lists of deliveries and stock, in which a cell without a value is merged with its neighbour.

    Effect on truth:
        Unanswerable, with the column header as a trace. Absent, if the record has no value. In both
        cases the value can follow from other values. The lure is the value on the left.

    Example:
        80 | 60 | 0 → 80 | 60
    """
    ruled = flow.template in _RULED
    places = [place for place in _places(flow) if ruled or place.held is not None]
    if not places:
        yield Skip("no cell of a list stands beside a value")
        return
    empty = [place for place in places if place.held is None]
    more = take(
        (place for place in places if place.held is not None),
        max(level.count - len(empty), 0) / max(len(places) - len(empty), 1),
        rng,
        lambda place: place.name,
    )
    first = take(empty, level.count / max(len(empty), 1), rng, lambda place: place.name)
    for place in (*first, *more):
        refs = {place.beside.ref, None if place.held is None else place.held.ref} - {None}
        touches = tuple(sorted(filter(None, refs)))
        yield SetOption(key=place.name, touches=touches, option=place.name, before="", after="yes")
        if place.held is not None:
            yield retext(
                place.held, "", gone="label", lures=_copied(place, place.held), key=place.name
            )


def _places(flow: Flow) -> Iterator[_Place]:
    """Yield the cells of lists whose left neighbour states a value, row by row."""
    for block in flow.tables():
        table = block.table
        shown = [n for n, column in enumerate(table.columns) if not column.hidden]
        for row in table.lines():
            for left, at in pairwise(shown):
                beside = flow.statements.get(row.cells[left].statement or "")
                held = flow.statements.get(row.cells[at].statement or "")
                if beside is None or not beside.text or (held is None and row.cells[at].text):
                    continue
                if held is None or (held.text and held.value is not None):
                    yield _Place(row.id, table.columns[at].id, beside, held)


def _copied(place: _Place, held: Statement) -> tuple[Lure, ...]:
    """The value on the left, where it can be taken for one of the empty cell."""
    wrong = place.beside.value
    if wrong is None or held.value is None or place.beside.kind != held.kind:
        return ()
    return () if key(wrong) == key(held.value) else (Lure(wrong, "copied-from-the-left"),)
