"""Metrics of confidence: how far it is from the truth, and what it ranks.

Of every answer its confidence and whether it is right; nothing else is looked at.
"""

from __future__ import annotations

import math
from typing import Any, Final

Vector = Any
BINS: Final = 10
GRID: Final = 1000
"""Steps of confidence at which errors are smoothed."""


def brier(p: Vector, right: Vector) -> float:
    """Return the mean squared distance of confidence and truth; 0 is best, 1 worst."""
    return float(((p - right) ** 2).mean())


def ece(p: Vector, right: Vector, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal width; 0 is best.

    Bins are closed below and open above, the last is closed.
    """
    total = 0.0
    for mean_p, accuracy, n in reliability(p, right, bins):
        total += n / len(p) * abs(accuracy - mean_p)
    return total


def ece_equal_mass(p: Vector, right: Vector, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal numbers of answers."""
    import numpy as np

    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, bins)
    return float(
        sum(
            len(part) / len(p) * abs(right[part].mean() - p[part].mean())
            for part in parts
            if len(part)
        )
    )


def reliability(p: Vector, right: Vector, bins: int = BINS) -> list[tuple[float, float, int]]:
    """Return mean confidence, accuracy and number of answers of every bin that is not empty."""
    import numpy as np

    number = bin_of(p, bins)
    n = np.bincount(number, minlength=bins)
    sum_p = np.bincount(number, p, bins)
    sum_right = np.bincount(number, right, bins)
    return [
        (float(sum_p[k] / n[k]), float(sum_right[k] / n[k]), int(n[k])) for k in range(bins) if n[k]
    ]


def bin_of(p: Vector, bins: int = BINS) -> Vector:
    """Return the number of the bin of every confidence, from 0."""
    import numpy as np

    edges = (np.arange(bins) + 1) / bins
    return np.minimum(np.searchsorted(edges, p, side="right"), bins - 1)


def smooth_ece(p: Vector, right: Vector, grid: int = GRID) -> float:
    """Return the calibration error smoothed at its own scale (Blasiok and Nakkiran 2023).

    The residual is smoothed by a Gaussian, mirrored at 0 and 1, whose width equals the error that
    it gives; so no bins are chosen.
    """
    residual = residuals(p, right, grid)
    return float(abs(smoothed(residual, scale(residual))).sum())


def residuals(p: Vector, right: Vector, grid: int = GRID) -> Vector:
    """Return truth less confidence, summed at every step of confidence, an answer's share each."""
    import numpy as np

    at = np.minimum((p * grid).astype(int), grid - 1)
    return np.bincount(at, right - p, grid) / len(p)


def scale(residual: Vector) -> float:
    """Return the width of smoothing that equals the error that it gives."""
    low, high = 1e-3, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        if abs(smoothed(residual, middle)).sum() < middle:
            high = middle
        else:
            low = middle
    return high


def smoothed(residual: Vector, width: float) -> Vector:
    """Return residuals smoothed by a Gaussian, mirrored at both ends."""
    import numpy as np

    grid = len(residual)
    reach = 2 * grid
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / grid / width) ** 2)
    kernel /= kernel.sum()
    middle = np.zeros(3 * grid)
    middle[grid : 2 * grid] = residual
    spread = _convolved(middle, kernel, reach)
    return spread[grid : 2 * grid] + spread[:grid][::-1] + spread[2 * grid :][::-1]


def _convolved(values: Vector, kernel: Vector, reach: int) -> Vector:
    import numpy as np

    size = 1 << (len(values) + len(kernel)).bit_length()
    product = np.fft.rfft(values, size) * np.fft.rfft(kernel, size)
    return np.fft.irfft(product, size)[reach : reach + len(values)]


def auroc(score: Vector, positive: Vector) -> float:
    """Return the chance that a positive outranks a negative, ties counted half; NaN without both.

    Example:
        >>> import numpy as np
        >>> auroc(np.array([0.9, 0.5, 0.5]), np.array([True, False, True]))
        0.75
    """
    import numpy as np

    positive = positive.astype(bool)
    yes, no = int(positive.sum()), int((~positive).sum())
    if not yes or not no:
        return math.nan
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[inverse]
    return float((ranks[positive].sum() - yes * (yes + 1) / 2) / (yes * no))


def augrc(p: Vector, right: Vector) -> float:
    """Return the mean risk of an undetected failure over all thresholds (Traub et al. 2024).

    0 is best, .5 worst. Closed form, safe with ties:
    (1 - AUROC) acc (1 - acc) + (1 - acc)^2 / 2.
    """
    accuracy = float(right.mean())
    rank = auroc(p, right)
    tail = 0.5 * (1 - accuracy) ** 2
    return tail if math.isnan(rank) else (1 - rank) * accuracy * (1 - accuracy) + tail


def aurc(p: Vector, right: Vector) -> float:
    """Return the mean risk among the most confident, over all coverages; ties are averaged over."""
    import numpy as np

    order = np.argsort(-p, kind="stable")
    _, first, counts = np.unique(-p[order], return_index=True, return_counts=True)
    wrong = 1 - right[order]
    smoothed = np.repeat(np.add.reduceat(wrong, first) / counts, counts)
    return float((np.cumsum(smoothed) / np.arange(1, len(p) + 1)).mean())


def optimal_aurc(risk: float) -> float:
    """Return the AURC of perfect confidences at this risk: r + (1 - r) ln(1 - r).

    Example:
        >>> round(optimal_aurc(0.4), 7)
        0.0935046
    """
    return risk if risk >= 1 else risk + (1 - risk) * math.log(1 - risk)


def risk_coverage(p: Vector, right: Vector, most: int = 50) -> list[tuple[float, float]]:
    """Return coverage and generalised risk at distinct confidences, at most `most` points."""
    import numpy as np

    levels, inverse, counts = np.unique(-p, return_inverse=True, return_counts=True)
    covered = np.cumsum(counts) / len(p)
    risk = np.cumsum(np.bincount(inverse, 1 - right)) / len(p)
    chosen = np.unique(np.linspace(0, len(levels) - 1, min(most, len(levels))).astype(int))
    return [(float(covered[k]), float(risk[k])) for k in chosen]
