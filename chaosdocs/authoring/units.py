"""The units that levels are given in. The unit is in the type, never in the name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias, TypeVar

T = TypeVar("T")

Share: TypeAlias = Annotated[float, "of the eligible"]
Count: TypeAlias = Annotated[int, ""]
Degrees: TypeAlias = Annotated[float, "°"]
Points: TypeAlias = Annotated[float, "pt"]
Dpi: TypeAlias = Annotated[float, "dpi"]
GreyLevels: TypeAlias = Annotated[float, "of 255 grey levels"]
Quality: TypeAlias = Annotated[int, "JPEG quality"]
Strength: TypeAlias = Annotated[float, "of 1"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of what is eligible; at least one where anything is."""

    rate: Share


@dataclass(frozen=True, slots=True)
class Number:
    """How many."""

    count: Count


@dataclass(frozen=True, slots=True)
class Once:
    """There or not: every severity is the same."""


def rates(values: Sequence[float]) -> tuple[Rate, ...]:
    """Return the ladder of one to five shares.

    Example:
        >>> rates([0.1, 0.25, 0.5, 0.75, 1])[0]
        Rate(rate=0.1)
    """
    return tuple(map(Rate, _levels(values)))


def numbers(values: Sequence[int]) -> tuple[Number, ...]:
    """Return the ladder of one to five counts."""
    return tuple(map(Number, _levels(values)))


def _levels(values: Sequence[T]) -> Sequence[T]:
    if not 1 <= len(values) <= 5:  # noqa: PLR2004
        raise ValueError(f"a ladder has one to five levels; got {len(values)}")
    return values
