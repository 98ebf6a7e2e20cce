"""Sums of floats that are the same with every Python."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import reduce


def added(numbers: Iterable[float]) -> float:
    """Return the sum of floats, added from left to right.

    `sum` makes up for what is rounded away from Python 3.12 on, and not before: its last digit
    differs, and a page may then break elsewhere.

    Example:
        >>> added([0.1] * 10)
        0.9999999999999999
    """
    return reduce(operator.add, numbers, 0.0)
