"""What an OCR engine recalls at each severity of a scan operator: measured once, and frozen.

`tests/bench/ladders.py` measures the curves. They set the ladders and are no score.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from chaosdocs.authoring.operator import AnyOperator


class Recall(NamedTuple):
    """The curve of one operator.

    Attributes:
        version: Of the operator that was measured.
        fields: How many fields it rests on.
        clean: Share of the fields of clean scans that the engine recalls.
        recall: The same of the touched fields, at each level of the ladder.
    """

    version: int
    fields: int
    clean: float
    recall: tuple[float, ...]


@cache
def curves() -> Mapping[str, Recall]:
    """Return the frozen curves, by the operator's id."""
    text = files("chaosdocs.authoring").joinpath("curves.json").read_text("utf-8")
    return {
        name: Recall(each["version"], each["fields"], each["clean"], tuple(each["recall"]))
        for name, each in json.loads(text).items()
    }


def curve_of(operator: AnyOperator) -> Recall | None:
    """Return the curve of an operator; None where none was measured of this version."""
    found = curves().get(operator.id)
    if found is None or found.version != operator.version:
        return None
    return found if len(found.recall) == len(operator.ladder) else None
