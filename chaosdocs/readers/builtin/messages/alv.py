"""Lists of SAP saved as text: cells between ``|``, heads between rules, totals behind a star."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid

_BAR: Final = "|"
_RULE: Final = re.compile(r"-{10,}")
_PAIR: Final = re.compile(r"(\S.*?)\s{2,}(\S.*)")


def alv(text: str) -> Grid | None:
    """Return the rows of a list, its heads once and its totals left out, or None.

    Cells are cut where the bars of the heads stand, so that a bar within a text is text. A record
    takes up as many lines as the heads do.
    """
    lines = text.splitlines()
    ruled = {n for n, line in enumerate(lines) if _RULE.fullmatch(line.strip())}
    if not ruled or not any(line.startswith(_BAR) for line in lines):
        return None
    grid: Grid = []
    heads: list[str] = []
    bars: list[list[int]] = []
    totals: Grid = []
    for number, record in _records(lines, ruled):
        if not record[0].startswith(_BAR):
            found = _PAIR.fullmatch(record[0].strip())
            if found is not None:
                grid.append([found[1], found[2]])
            continue
        if number - 1 in ruled and number + len(record) in ruled and "*" not in record[0]:
            bars = [_bars(line) for line in record]
            cells = _cells(record, bars)
            if cells != heads:
                heads = cells
                grid += [[], heads]
            continue
        cells = _cells(record, bars)
        if cells and not cells[0].startswith("*"):
            grid.append(cells)
        elif cells:
            sums = [cell for cell in cells if cell.strip("*")]
            totals += [["Net amount", each] for each in sums[-1:]]
    return [*totals, *grid]


def _records(lines: Sequence[str], ruled: set[int]) -> Iterator[tuple[int, list[str]]]:
    """Yield every line but rules with its number, after a line of a list those that go on with it.

    A line goes on with a record if it has a bar, but not at its beginning.
    """
    number = 0
    while number < len(lines):
        record = [lines[number]]
        while record[0].startswith(_BAR) and number + len(record) < len(lines):
            line = lines[number + len(record)]
            if line.startswith(_BAR) or _BAR not in line:
                break
            record.append(line)
        if number not in ruled:
            yield number, record
        number += len(record)


def _bars(line: str) -> list[int]:
    """Where the cells of a line end, and before the first of them where it begins.

    Example:
        >>> _bars("|No|Name|"), _bars(" Sum|")
        ([0, 3, 8], [-1, 4])
    """
    bars = [place for place, char in enumerate(line) if char == _BAR]
    return bars if line.startswith(_BAR) else [-1, *bars]


def _cells(record: Sequence[str], bars: Sequence[Sequence[int]]) -> list[str]:
    return [
        line[start + 1 : end].strip()
        for line, places in zip(record, bars, strict=False)
        for start, end in pairwise(places)
    ]
