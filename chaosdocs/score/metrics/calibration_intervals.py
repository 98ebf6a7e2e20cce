"""How surely the metrics of confidence are known: their intervals over source records."""

from __future__ import annotations

from typing import Any, Final

from chaosdocs.formats.summary import Calibration, Estimate
from chaosdocs.score.metrics.confidence_drift import weighted_auroc
from chaosdocs.score.stats.confidence import BINS, bin_of, residuals, scale, smoothed
from chaosdocs.score.stats.intervals import FEWEST, estimate, resampled

Vector = Any
LEVELS: Final = 200
"""Confidences are distinguished so finely in resamples; the number itself is of all of them."""
_RANGES: Final = {"overconfidence": (-1.0, 1.0), "augrc": (0.0, 0.5)}


def with_intervals(
    found: Calibration, p: Vector, right: Vector, who: Vector, counts: Vector
) -> Calibration:
    """Return a calibration whose numbers have intervals.

    Errors are sums of absolute values, so a resample has more of them than the run; their spread
    is taken and laid around the number.

    Args:
        found: The numbers.
        p: Confidences.
        right: Whether each answer is right.
        who: Number of the record of each answer.
        counts: Resamples x records.
    """
    import numpy as np

    names, where = np.unique(who, return_inverse=True)
    values = {
        name: getattr(found, name)
        for name in ("brier", "ece", "smooth_ece", "augrc", "overconfidence")
        if getattr(found, name) is not None
    }
    if len(names) < FEWEST:
        few = {name: Estimate(value=v, records=len(names)) for name, v in values.items()}
        return found.model_copy(update={"records": len(names), "intervals": few})
    boots = _boots(p, right.astype(float), where, counts[:, names], values)
    intervals = {
        name: estimate(value, boots[name], records=len(names), bounds=_RANGES.get(name, (0.0, 1.0)))
        for name, value in values.items()
    }
    return found.model_copy(update={"records": len(names), "intervals": intervals})


def _boots(
    p: Vector, right: Vector, where: Vector, counts: Vector, values: dict[str, float]
) -> dict[str, Vector]:
    import numpy as np

    def drawn(what: Vector, number: Vector, size: int) -> Vector:
        """Sums of `what` by `number` in every resample."""
        of = np.bincount(where * size + number, what, counts.shape[1] * size)
        return resampled(counts, of.reshape(counts.shape[1], size))

    one = np.zeros(len(p), np.int64)
    n = drawn(np.ones(len(p)), one, 1)[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        accuracy = drawn(right, one, 1)[:, 0] / n
        out = {
            "brier": drawn((p - right) ** 2, one, 1)[:, 0] / n,
            "overconfidence": drawn(p, one, 1)[:, 0] / n - accuracy,
            "augrc": _augrc(p, right, drawn, accuracy),
        }
        if "ece" in values:
            bins = bin_of(p)
            gaps = np.abs(drawn(right - p, bins, BINS)).sum(axis=1) / n
            out["ece"] = gaps - np.nanmean(gaps) + values["ece"]
            fine = np.minimum((p * LEVELS).astype(int), LEVELS - 1)
            sums = drawn(right - p, fine, LEVELS) / n[:, None]
            width = scale(residuals(p, right, LEVELS))
            spread = np.vstack([smoothed(row, width) for row in np.eye(LEVELS)])
            gaps = np.abs(sums @ spread).sum(axis=1)
            out["smooth_ece"] = gaps - np.nanmean(gaps) + values["smooth_ece"]
    return out


def _augrc(p: Vector, right: Vector, drawn: Any, accuracy: Vector) -> Vector:  # noqa: ANN401
    """The closed form of `confidence.augrc` in every resample."""
    import numpy as np

    levels, number = np.unique(p, return_inverse=True)
    size = len(levels)
    if size > LEVELS:
        number, size = number * LEVELS // size, LEVELS
    yes = drawn(right, number, size)
    no = drawn(1 - right, number, size)
    rank = weighted_auroc(
        np.r_[np.arange(size), np.arange(size)],
        np.r_[np.ones(size, bool), np.zeros(size, bool)],
        np.hstack([yes, no]),
    )
    tail = 0.5 * (1 - accuracy) ** 2
    return np.where(np.isnan(rank), tail, (1 - rank) * accuracy * (1 - accuracy) + tail)
