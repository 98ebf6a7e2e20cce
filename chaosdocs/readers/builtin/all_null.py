"""A reader of known behaviour: answers null everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

Json = Any


def all_null(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Answer null everywhere: what a schema that forbids the right type makes of a model.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    del files
    return {"answer": dict.fromkeys(case["schema"]["properties"])}


READER = all_null
