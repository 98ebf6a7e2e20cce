"""Levels of the operators on PDF files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Entries:
    """How many entries of the document information are stale."""

    count: Annotated[int, "entries"]


@dataclass(frozen=True, slots=True)
class Depth:
    """How far a page box cuts into the page."""

    share: Annotated[float, "of the page's height"]
