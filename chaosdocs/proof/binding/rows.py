"""That the values of a row stand together: by any two columns, the rows have the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.places import Box

Stretch = tuple[tuple[float, ...], tuple[float, ...]]
"""Where a value begins and ends, in what orders the rows of its file."""
_NUMBER = re.compile(r"\d+")


def torn_rows(
    lines: Sequence[Evidence], lists: Sequence[str], upright: Callable[[Evidence], Box | None]
) -> Iterator[tuple[str, str, str]]:
    """Yield the fields whose place is out of the order that another column of the list gives.

    Args:
        lines: The lines that state fields on the channel asked for.
        lists: Paths of the lists.
        upright: Returns where a line stands on its page if the page is not turned.
    """
    for name in lists:
        columns: dict[tuple[str, str], dict[str, list[Stretch]]] = {}
        for line in lines:
            if line.path.startswith(f"{name}/"):
                row, _, leaf = line.path[len(name) + 1 :].partition("/")
                where = _stretch(line, upright(line))
                if where is not None:
                    its = columns.setdefault((line.file, leaf), {})
                    its.setdefault(row, []).append(where)
        yield from _compared(name, columns)


def _compared(
    name: str, columns: Mapping[tuple[str, str], Mapping[str, list[Stretch]]]
) -> Iterator[tuple[str, str, str]]:
    """Hold every column against the one with the most values of its file."""
    for file in sorted({file for file, _ in columns}):
        its = {leaf: rows for (of, leaf), rows in columns.items() if of == file}
        once = {
            leaf: {row: places[0] for row, places in rows.items() if len(places) == 1}
            for leaf, rows in its.items()
        }
        leading = max(once, key=lambda leaf: (len(once[leaf]), leaf))
        for leaf, rows in once.items():
            shared = sorted(rows.keys() & once[leading].keys(), key=lambda r: once[leading][r])
            for before, row in pairwise(shared):
                if once[leading][before][1] <= once[leading][row][0] and rows[row] < rows[before]:
                    yield (
                        f"{name}/{row}/{leaf}",
                        "row",
                        f"it stands before that of row {before}, and the row's {leading} after it",
                    )


def _stretch(line: Evidence, box: Box | None) -> Stretch | None:
    if box is not None:
        page = float(line.page or 0)
        return (page, box[1]), (page, box[3])
    if line.cell is not None:
        found = _NUMBER.search(line.cell)
        row = float(found[0]) if found else 0.0
        return (row,), (row + 1,)
    if line.pointer is not None:
        numbers = tuple(float(step) for step in line.pointer.split("/") if step.isdigit())
        return (numbers, (*numbers, float("inf"))) if numbers else None
    if line.bytes is not None:
        return (float(line.bytes[0]),), (float(line.bytes[1]),)
    return None
