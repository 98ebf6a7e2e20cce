"""The standard error of a mean over clusters, in closed form: a check on the bootstrap."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence


def clustered_error(values: Sequence[float], clusters: Sequence[Hashable]) -> float:
    """Return the standard error of a mean whose values come in clusters.

    The form with C / (C - 1), as statsmodels and Inspect have it; NaN for one cluster.

    Args:
        values: The values.
        clusters: The cluster of each.

    Example:
        >>> round(clustered_error([1, 1, 0, 0], ["a", "a", "b", "b"]), 4)
        0.5
    """
    mean = math.fsum(values) / len(values)
    sums: defaultdict[Hashable, float] = defaultdict(float)
    for value, cluster in zip(values, clusters, strict=True):
        sums[cluster] += value - mean
    if len(sums) < 2:  # noqa: PLR2004 - one cluster says nothing about spread
        return math.nan
    spread = math.fsum(each * each for each in sums.values())
    return math.sqrt(len(sums) / (len(sums) - 1) * spread) / len(values)
