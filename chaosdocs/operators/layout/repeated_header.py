"""A table whose header stands again on every page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Once, Rng, Skip, operator
from chaosdocs.operators.layout.heads import turned


@operator(
    FLOW,
    evidence="dhorions/boxable#136; webgio/Rotativa#126; docling-project/docling#2976",
    nested=False,
    long_list=True,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def repeated_header(flow: Flow, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with column headings repeated on every page.

    What it does:
        The heads stand again at the top of every page that the list goes on over; on the clean
        twin they stand once.

    In the wild:
        Every second ERP print; the heads are read as a row in the midst of the list.

    Effect on truth:
        None.

    Example:
        page 2 begins with a row → page 2 begins with the column heads
    """
    yield turned(flow, "yes")
