"""Rows that a spreadsheet hides."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TABLE, Edit, HideRow, Rate, Rng, Skip, Table, operator, rates, take


@operator(
    TABLE,
    evidence="pandas-dev/pandas#42562: hidden rows are read as data",
    ladder=rates([0.1, 0.2, 0.3, 0.4, 0.5]),
    media=("xlsx",),
)
def hidden_rows(table: Table, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with some rows of the list hidden.

    What it does:
        Hides a share of the rows. Their cells keep their values.

    In the wild:
        An autofilter that was left on; rows hidden before a sheet was sent.

    Effect on truth:
        The sheet no longer shows the rows. Their cells still hold the values.

    Example:
        ten visible rows → eight visible rows and two hidden rows
    """
    lines = [row for row in table.lines() if not row.hidden]
    if len(lines) < 3:  # noqa: PLR2004 - some must stay
        yield Skip("the list is too short to hide rows of it")
        return
    for row in take(lines[1:-1], level.rate, rng, lambda r: r.id):
        yield HideRow(row=row.id)
