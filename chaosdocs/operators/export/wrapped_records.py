"""Records of a list that take up several lines each, as the page is too narrow for one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from chaosdocs.authoring import (
    SEGMENTS,
    BreakSegment,
    DropSegment,
    Edit,
    InsertSegment,
    Number,
    Piece,
    Rng,
    Segment,
    Segments,
    Skip,
    numbers,
    operator,
)

_BAR, _RULE = "|", "-"
_KEY = "page width"
"""The one decision: a list is as wide as its page, with all its records."""


@operator(
    SEGMENTS,
    evidence="https://github.com/vccddd/sap-alv-parser: a list that is wider than the page is "
    "wrapped into bands, one line of each record in every band; "
    "https://help.sap.com/saphelp_snc70/helpdata/en/9f/dba03535c111d1829f0000e829fbfe/content.htm: "
    "most printers cannot print lists wider than 132 characters",
    ladder=numbers([2, 3, 4]),
    media=("text",),
    systems=("sap_alv",),
)
def wrapped_records(document: Segments, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with records of several lines each, under headers of as many lines.

    What it does:
        Breaks the headers, every record and the total of a list at the same columns. Each continues
        in an indented line that does not begin with a bar. Rules become as wide as the widest line.
        Severity is the number of lines for each record.

    In the wild:
        Lists of ERP systems that are wider than the page or the printer, saved as text.

    Effect on truth:
        None: the first line of a record begins with a bar, and each of its lines belongs to the
        header line with the same number. A reader that takes each line for a record returns twice
        as many records, and finds values under the headers of other columns.

    Example:
        |Item|Price|Amount| → |Item|Price| / Amount|
    """
    del rng  # the page ends where its columns are broken most evenly
    listed = [each for each in document.segments if each.text.startswith(_BAR)]
    bars = [place for place, mark in enumerate(listed[0].text) if mark == _BAR] if listed else []
    if len(bars) <= 2 or not any(each.row for each in listed):  # noqa: PLR2004 - one column
        yield Skip("the document has no list between bars with two columns or more")
        return
    at = _breaks(bars, min(level.count, len(bars) - 1))
    if any(each.text[place - 1 : place] != _BAR for each in listed for place in at):
        yield Skip("a line of the list has no bar where its column headers have one")
        return
    ends = (0, *at, bars[-1] + 1)
    width = max(end - start + (start > 0) for start, end in pairwise(ends))
    touches = tuple(
        each.ref for each in document.statements.values() if each.row is not None and each.ref
    )
    for segment in document.segments:
        text = segment.text
        if text.startswith(_BAR):
            yield BreakSegment(key=_KEY, touches=touches, segment=segment.id, before=text, at=at)
        elif text and not text.strip(_RULE):
            rule = Segment(id=f"{segment.id} narrow", pieces=(Piece(text=_RULE * width),))
            yield InsertSegment(key=_KEY, segment=rule, before_segment=segment.id)
            yield DropSegment(key=_KEY, segment=segment.id, before=text)


def _breaks(bars: Sequence[int], lines: int) -> tuple[int, ...]:
    """Return where a line ends of which `lines` are made so that the widest is narrow.

    Args:
        bars: Where the bars of the list stand.
        lines: Lines of a record, at most as many as columns.

    Example:
        >>> _breaks([0, 5, 30, 40, 50], 2), _breaks([0, 5, 30, 40, 50], 4)
        ((31,), (6, 31, 41))
    """

    def widest(inner: tuple[int, ...]) -> int:
        return max(end - start for start, end in pairwise((bars[0], *inner, bars[-1])))

    best = min(combinations(bars[1:-1], lines - 1), key=widest)
    return tuple(place + 1 for place in best)
