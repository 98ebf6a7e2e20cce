"""Levels of the operators on scans, in physical units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from chaosdocs.authoring import Degrees, Dpi, GreyLevels, Points, Quality, Strength


@dataclass(frozen=True, slots=True)
class Turn:
    """How far the page lies turned."""

    angle: Degrees


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a point of ink is smeared, standard deviation."""

    sigma: Points


@dataclass(frozen=True, slots=True)
class Grain:
    """Standard deviation of the noise."""

    sigma: GreyLevels


@dataclass(frozen=True, slots=True)
class Compression:
    """How hard and how often an image is compressed."""

    quality: Quality
    times: Annotated[int, "times"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The scanner's resolution."""

    dpi: Dpi


@dataclass(frozen=True, slots=True)
class Line:
    """A fax's resolution and the share of its lines that is lost."""

    across: Dpi
    down: Dpi
    dropout: Annotated[float, "of the lines"]


@dataclass(frozen=True, slots=True)
class Ink:
    """A share of the ink's darkness."""

    strength: Strength


@dataclass(frozen=True, slots=True)
class Dust:
    """How much of the page is specks."""

    share: Annotated[float, "of the page"]


@dataclass(frozen=True, slots=True)
class Digits:
    """How many digits are lost at most."""

    digits: Annotated[int, "digits"]


def inks(values: Sequence[float]) -> tuple[Ink, ...]:
    """Return the ladder of these strengths."""
    return tuple(map(Ink, values))
