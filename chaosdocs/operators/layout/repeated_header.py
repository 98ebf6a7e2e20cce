"""A table whose header stands again on every page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Rng, Skip, operator
from chaosdocs.operators.layout.heads import turned
from chaosdocs.operators.layout.levels import Space


@operator(
    FLOW,
    evidence="camelot #5, #428; pdfplumber #550; docling #2976: repeated headers become rows",
    ladder=(Space(0.0), Space(0.0), Space(0.0), Space(0.0), Space(0.0)),
    nested=False,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def repeated_header(flow: Flow, level: Space, rng: Rng) -> Iterator[Edit | Skip]:
    """Repeat the column heads after each page break.

    What it does:
        The heads stand again at the top of every page that the list goes on over; on the clean
        twin they stand once.

    In the wild:
        Every second ERP print; the heads are read as a row in the midst of the list.

    Effect on truth:
        None.

    Example:
        >>> repeated_header.stage.name
        'flow'
    """
    yield turned(flow, "yes")
