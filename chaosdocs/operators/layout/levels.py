"""Levels of the operators on layout."""

from __future__ import annotations

from dataclasses import dataclass

from chaosdocs.authoring.units import Points


@dataclass(frozen=True, slots=True)
class Space:
    """Space that the layout gains or loses; none where a choice is only on or off."""

    space: Points
