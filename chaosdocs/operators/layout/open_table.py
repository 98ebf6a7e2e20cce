"""A table without rules at its edges."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    FLOW,
    Edit,
    Flow,
    Once,
    Rng,
    SetOption,
    Skip,
    operator,
    paginate,
)


@operator(
    FLOW,
    evidence="jsvine/pdfplumber#1240: a row that no rule closes is dropped",
    nested=False,
)
def open_table(flow: Flow, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a table without rules at its top, bottom and sides.

    What it does:
        Removes the rules at the four edges of the list, on every page on which the list continues.
        The rules between rows and columns stay.

    In the wild:
        Professionally typeset tables; word processors with a style that has only inner rules; a
        table that continues over a page break.

    Effect on truth:
        None. A parser that needs rules around each cell drops the first and the last row.

    Example:
        a table in a frame → the same table without the frame
    """
    del level, rng  # there is one way to leave out all of them
    now = flow.options.get("edges", "")
    edit = SetOption(option="edges", before=now, after="open")
    if not flow.tables() or now == "open":
        yield Skip("the document has no table, or one without edges")
    elif paginate(edit.apply(flow)).shapes == paginate(flow).shapes:
        yield Skip("the template draws no rules at the edges of its table")
    else:
        yield edit
