"""A list that is set in two columns."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Rng, SetOption, Skip, operator
from chaosdocs.operators.layout.levels import Space


@operator(
    FLOW,
    evidence="StatementSensei #42 (right column skipped); unstructured #356, #1336; docling #2016",
    ladder=(Space(0.0), Space(0.0), Space(0.0), Space(0.0), Space(0.0)),
    nested=False,
)
def two_columns(flow: Flow, level: Space, rng: Rng) -> Iterator[Edit | Skip]:
    """Set the list in two columns, the left one first.

    What it does:
        The rows run down the left half of the page, then down the right half.

    In the wild:
        Lists of cheques; price lists; small print.

    Effect on truth:
        None.

    Example:
        >>> two_columns.stage.name
        'flow'
    """
    if not flow.tables():
        yield Skip("the document has no table")
        return
    now = flow.options.get("columns", "")
    if now == "2":
        yield Skip("the list has two columns already")
        return
    yield SetOption(option="columns", before=now, after="2")
