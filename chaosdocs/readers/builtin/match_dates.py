"""A reader of sets with a known fault: each payment settles the oldest open item of its party."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.ledgers import Group, Ledgers, answered

Json = Any


def match_dates(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Match each row of the last file, by date, with the oldest open row of its party.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return answered(case, files, _matched)


def _matched(found: Ledgers) -> dict[str, Json]:
    free = sorted(found.left, key=lambda row: (row.date, row.place))
    groups: list[Group] = []
    for row in sorted(found.right, key=lambda row: (row.date, row.place)):
        oldest = next((each for each in free if each.party == row.party and row.party), None)
        if oldest is not None:
            free.remove(oldest)
            groups.append(([oldest], [row]))
    return found.answer(groups)


READER = match_dates
