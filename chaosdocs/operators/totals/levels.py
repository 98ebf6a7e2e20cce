"""Levels of the operators on totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a total is off, as a share of itself."""

    share: Annotated[float, "of the total"]
