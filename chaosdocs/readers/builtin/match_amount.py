"""A reader of sets with a known fault: amounts alone tell it what belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.ledgers import Group, Ledgers, answered

Json = Any


def match_amount(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Match each row of the last file with the first open row that has its amount, whoever paid it.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return answered(case, files, _matched)


def _matched(found: Ledgers) -> dict[str, Json]:
    free = list(found.left)
    groups: list[Group] = []
    for row in found.right:
        same = next((each for each in free if each.amount == row.amount), None)
        if same is not None:
            free.remove(same)
            groups.append(([same], [row]))
    return found.answer(groups)


READER = match_amount
