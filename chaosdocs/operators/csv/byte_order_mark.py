"""Bytes before the first column header that say how characters are written."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import TABLE, Edit, Rng, SetOption, Skip, Table, operator
from chaosdocs.operators.csv.levels import Encoding, refs_of


@operator(
    TABLE,
    evidence="frictionlessdata/frictionless-py#824: a mark of byte order becomes a part of the "
    "first head",
    ladder=(Encoding("utf-8"), Encoding("utf-16-le"), Encoding("utf-16-be")),
    media=("csv",),
    nested=False,
)
def byte_order_mark(table: Table, level: Encoding, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a byte order mark before the first column header.

    What it does:
        Writes a byte order mark at the start of the file. The encoding is UTF-8 at severity 1,
        UTF-16 with the low byte first at severity 2, and UTF-16 with the high byte first from
        severity 3 on.

    In the wild:
        "CSV UTF-8" and "Unicode Text" of spreadsheet programs; exports of Windows software.

    Effect on truth:
        None: the mark says how to read the file. A reader that keeps the mark as text does not find
        the first column by its header. A reader that takes UTF-16 for another encoding reads
        nothing.

    Example:
        BELNR;BLDAT → EF BB BF, BELNR;BLDAT
    """
    del rng  # the mark hangs on the level alone
    touches = refs_of(table)
    marked, encoding = table.options.get("bom", ""), table.options.get("encoding", "")
    if marked == "yes":
        yield Skip("the file begins with a byte order mark already")
        return
    yield SetOption(key="bom", touches=touches, option="bom", before=marked, after="yes")
    if level.encoding != encoding:
        yield SetOption(
            key="bom", touches=touches, option="encoding", before=encoding, after=level.encoding
        )
