"""A reader of sets with a known fault: a number counts wherever its digits stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.readers.builtin.ledgers import Group, Ledgers, answered

Json = Any
_LEAST: Final = 3
"""So many of the last digits are looked for."""


def match_digits(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Match rows where the last digits of a number stand anywhere in the digits of a text.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    return answered(case, files, _matched)


def _matched(found: Ledgers) -> dict[str, Json]:
    free = list(found.left)
    groups: list[Group] = []
    for row in found.right:
        digits = re.sub(r"\D", "", row.text)
        named = [
            each
            for each in free
            for number in each.numbers
            if len(short := re.sub(r"\D", "", number)[-_LEAST:]) >= _LEAST and short in digits
        ]
        if named:
            free.remove(named[0])
            groups.append(([named[0]], [row]))
    return found.answer(groups)


READER = match_digits
