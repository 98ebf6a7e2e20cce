"""Lists of SAP saved as text: cells between ``|``, heads between rules, totals behind a star."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from chaosdocs.readers.builtin.messages.rows import Grid

_RULE: Final = re.compile(r"-{10,}")
_PAIR: Final = re.compile(r"(\S.*?)\s{2,}(\S.*)")


def alv(text: str) -> Grid | None:
    """Return the rows of a list, its heads once and its totals left out, or None.

    Cells are cut where the strokes of the heads stand, so that a stroke within a text is text.
    """
    lines = text.splitlines()
    ruled = [n for n, line in enumerate(lines) if _RULE.fullmatch(line.strip())]
    if not ruled or not any(line.startswith("|") for line in lines):
        return None
    grid: Grid = []
    heads: list[str] = []
    strokes: list[int] = []
    totals: Grid = []
    for number, line in enumerate(lines):
        if not line.startswith("|"):
            found = _PAIR.fullmatch(line.strip())
            if found is not None and not _RULE.fullmatch(line.strip()):
                grid.append([found[1], found[2]])
            continue
        if number - 1 in ruled and number + 1 in ruled and "*" not in line:
            strokes = [place for place, char in enumerate(line) if char == "|"]
            cells = _cells(line, strokes)
            if cells != heads:
                heads = cells
                grid += [[], heads]
            continue
        cells = _cells(line, strokes)
        if cells and not cells[0].startswith("*"):
            grid.append(cells)
        elif cells:
            sums = [cell for cell in cells if cell.strip("*")]
            totals += [["Net amount", each] for each in sums[-1:]]
    return [*totals, *grid]


def _cells(line: str, strokes: list[int]) -> list[str]:
    return [line[start + 1 : end].strip() for start, end in pairwise(strokes)]
