"""Levels of the operators on schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Stretch:
    """How many versions back the client is; there is nothing to grade in one changed meaning."""

    versions: Annotated[int, "version(s) back"]
