"""A list that is set in two columns."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import FLOW, Edit, Flow, Once, Rng, SetOption, Skip, operator


@operator(
    FLOW,
    evidence="benjamin-awd/StatementSensei#42: the right column is skipped; "
    "Unstructured-IO/unstructured#356",
    nested=False,
)
def two_columns(flow: Flow, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a list in two columns, the left one to be read first.

    What it does:
        The rows run down the left half of the page, then down the right half.

    In the wild:
        Lists of cheques; price lists; small print.

    Effect on truth:
        None.

    Example:
        ten rows below each other → five rows on the left, five on the right
    """
    if not flow.tables():
        yield Skip("the document has no table")
        return
    now = flow.options.get("columns", "")
    if now == "2":
        yield Skip("the list has two columns already")
        return
    yield SetOption(option="columns", before=now, after="2")
