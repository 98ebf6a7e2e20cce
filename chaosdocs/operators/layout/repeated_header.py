"""A table whose column headers are repeated on every page."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Once, Rng, Skip, operator
from chaosdocs.operators.layout.heads import turned


@operator(
    FLOW,
    version=2,
    evidence="dhorions/boxable#136; webgio/Rotativa#126; docling-project/docling#2976",
    nested=False,
    long_list=True,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def repeated_header(flow: Flow, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with column headers repeated on every page.

    What it does:
        Repeats the column headers at the top of every page on which the list continues. The clean
        twin has them once.

    In the wild:
        Many prints of ERP systems. Readers take the headers for a row in the middle of the list.

    Effect on truth:
        None.

    Example:
        page 2 begins with a row → page 2 begins with the column headers
    """
    yield turned(flow, "yes")
