"""A table that goes on over the page without its header."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Rng, Skip, operator
from chaosdocs.operators.layout.heads import turned
from chaosdocs.operators.layout.levels import Space


@operator(
    FLOW,
    evidence="camelot #5, #428; pdfplumber #550; docling #2976: repeated headers become rows",
    ladder=(Space(0.0), Space(0.0), Space(0.0), Space(0.0), Space(0.0)),
    version=2,
    nested=False,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def headless_continuation(flow: Flow, level: Space, rng: Rng) -> Iterator[Edit | Skip]:
    """Leave the column heads out after each page break.

    What it does:
        The list goes on at the top of the next page without its heads, which the clean twin
        repeats there.

    In the wild:
        Word processors whose table has no header row; prints of the first page's form alone.

    Effect on truth:
        None.

    Example:
        >>> headless_continuation.stage.name
        'flow'
    """
    yield turned(flow, "no")
