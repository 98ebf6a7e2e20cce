"""A table that continues on the next page without its column headers."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Once, Rng, Skip, operator
from chaosdocs.operators.layout.heads import turned


@operator(
    FLOW,
    evidence="QuestPDF/QuestPDF#370; litixsoft/lx-pdf#3; jsvine/pdfplumber#550",
    version=3,
    nested=False,
    long_list=True,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def headless_continuation(flow: Flow, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list that continues on the next page without column headers.

    What it does:
        The list continues at the top of the next page without column headers. The clean twin
        repeats them there.

    In the wild:
        Tables in word processors without a header row; printing systems that have the form only on
        the first page.

    Effect on truth:
        None.

    Example:
        page 2 begins with the column headers → page 2 begins with a row
    """
    yield turned(flow, "no")
