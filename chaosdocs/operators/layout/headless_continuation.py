"""A table that goes on over the page, its header repeated or not."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.kernel import FLOW, Edit, Flow, Rng, SetOption, Skip, operator
from chaosdocs.operators.layout.levels import Space
from chaosdocs.render.pdf.layout import paginate


@operator(
    FLOW,
    origin="camelot #5, #428; pdfplumber #550; docling #2976: repeated headers become rows",
    ladder=(Space(0.0), Space(0.0), Space(0.0), Space(0.0), Space(0.0)),
    version=2,
    nested=False,
    exempt={"applicable": "needs a list that goes on over the page"},
)
def headless_continuation(flow: Flow, level: Space, rng: Rng) -> Iterator[Edit | Skip]:
    """Turn round whether the header is repeated on every page.

    What it does:
        Repeats the column heads after each page break where the template does not, and leaves them
        out where it does.

    In the wild:
        Every second ERP print; word processors whose table has no header row.

    Effect on truth:
        None.

    Example:
        >>> headless_continuation.stage.name
        'flow'
    """
    if not flow.tables():
        yield Skip("the document has no table")
        return
    now = flow.options.get("repeat_header", "")
    turned = SetOption(option="repeat_header", before=now, after="no" if now == "yes" else "yes")
    pages = paginate(flow)
    if len(pages.sizes) == 1 or paginate(turned.apply(flow)).runs == pages.runs:
        yield Skip("the list does not go on over a page")
        return
    yield turned
