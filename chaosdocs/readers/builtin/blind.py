"""A reader of known behaviour: abstains from everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

Json = Any


def blind(case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
    """Abstain from everything, and say so.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    del files
    paths = [f"/{name}" for name in case["schema"]["properties"]]
    return {"answer": {}, "abstain": dict.fromkeys(paths, "not_legible")}


READER = blind
