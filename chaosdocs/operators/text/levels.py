"""Levels of the operators on texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Width:
    """How many characters of a text are kept."""

    characters: Annotated[int, "characters"]
