"""The axes of charts, and how they choose their ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_FEWEST: Final = 3
"""Ticks of a logarithmic axis; one with fewer gets those of a linear one."""
_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A direction of a chart.

    Attributes:
        name: What is measured, with its unit.
        low: The value at the left or at the bottom.
        high: The value at the right or at the top.
        ticks: Values and their labels.
        log: Whether equal ratios are equally far apart.
        grid: Whether a line is drawn at each tick.
    """

    name: str
    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    log: bool = False
    grid: bool = True

    def part(self, value: float) -> float:
        """Return where a value lies between the ends, 0 to 1."""
        low, high = (self.low, self.high)
        if self.log:
            value, low, high = (math.log(each) for each in (value, low, high))
        return (value - low) / (high - low) if high > low else 0.5


def linear(name: str, values: Sequence[float], *, zero: bool = False) -> Axis:
    """Return an axis that holds all values, with at most seven round ticks.

    Example:
        >>> linear("seconds", [0.0, 9.0]).ticks
        ((0.0, '0'), (2.0, '2'), (4.0, '4'), (6.0, '6'), (8.0, '8'), (10.0, '10'))
    """
    low, high = min(values), max(values)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high <= low:
        low, high = low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1)
    raw = (high - low) / 5
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(each * unit for each in _NICE if each * unit >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(n * step, 12) for n in range(first, last + 1)]
    return Axis(name, ticks[0], ticks[-1], tuple((each, signed(each)) for each in ticks))


def logarithmic(name: str, values: Sequence[float]) -> Axis:
    """Return an axis that holds all values, which are above 0, with ticks at 1, 2 and 5.

    Example:
        >>> [label for _, label in logarithmic("USD", [0.02, 1.5]).ticks]
        ['0.02', '0.05', '0.1', '0.2', '0.5', '1']
    """
    low, high = min(values) / 1.15, max(values) * 1.15
    tens = range(math.floor(math.log10(low)), math.ceil(math.log10(high)))
    ticks = [round(each * 10.0**ten, 12) for ten in tens for each in (1, 2, 5)]
    inside = [each for each in ticks if low <= each <= high]
    if len(inside) < _FEWEST:
        inside = [each for each, _ in linear(name, [low, high]).ticks if low <= each <= high]
    return Axis(name, low, high, tuple((each, signed(each)) for each in inside), log=True)


def percent(name: str) -> Axis:
    """Return an axis of shares from 0 to 1, in per cent."""
    labels = ((0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100 %"))
    return Axis(name, 0.0, 1.0, labels)


def rows(name: str, labels: Sequence[str]) -> Axis:
    """Return a vertical axis of rows with a label each: the first at the top, at the height 0."""
    ticks = tuple((-float(n), label) for n, label in enumerate(labels))
    return Axis(name, 0.5 - len(labels), 0.5, ticks, grid=False)


def signed(value: float) -> str:
    """Return a number as short as it can be, with a true minus."""
    return f"{value + 0.0:g}".replace("-", "−")
