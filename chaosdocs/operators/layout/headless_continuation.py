"""A table that goes on over the page without its header."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Once, Rng, Skip, operator
from chaosdocs.operators.layout.heads import turned


@operator(
    FLOW,
    evidence="QuestPDF/QuestPDF#370; litixsoft/lx-pdf#3; jsvine/pdfplumber#550",
    version=2,
    nested=False,
    long_list=True,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def headless_continuation(flow: Flow, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list that continues on the next page without column headings.

    What it does:
        The list goes on at the top of the next page without its heads, which the clean twin
        repeats there.

    In the wild:
        Word processors whose table has no header row; prints of the first page's form alone.

    Effect on truth:
        None.

    Example:
        page 2 begins with the column heads → page 2 begins with a row
    """
    yield turned(flow, "no")
