"""Where a sheet hides rows: the numbers of its rows jump there, and a reader sees that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from chaosdocs.formats.cases import CaseTruth, Evidence, ListExpectation
from chaosdocs.proof.fields import rows_of
from chaosdocs.truth.records import in_row

_NUMBER: Final = re.compile(r"\d+$")


def hidden_between(truth: CaseTruth, lines: Iterable[Evidence]) -> frozenset[int]:
    """Return the places among the rows shown, counted from 0, at which others are hidden.

    Args:
        truth: The truth of the case.
        lines: Its evidence.
    """
    lists = [path for path, x in truth.fields.items() if isinstance(x, ListExpectation)]
    shown = rows_of(truth)
    numbers: dict[str, int] = {}
    for line in lines:
        found = None if line.cell is None else _NUMBER.search(line.cell)
        if found is None or line.role != "says":
            continue
        for path in lists:
            place = in_row(line.path, path)
            if place is not None:
                numbers.setdefault(place[0], int(found[0]))
    there = [numbers.get(row) for row in shown]
    hidden = [number for row, number in numbers.items() if row not in shown]
    if not hidden or None in there:
        return frozenset()
    ends = [0, *(number for number in there if number is not None), max(numbers.values()) + 1]
    return frozenset(
        at
        for at in range(len(ends) - 1)
        if any(ends[at] < number < ends[at + 1] for number in hidden)
    )
