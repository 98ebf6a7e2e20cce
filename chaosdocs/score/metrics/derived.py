"""Metrics that are made of other metrics of the same group."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Final

from chaosdocs.score.metrics.metric import Get, Metric

Vector = Any
THRESHOLDS: Final = (0.5, 0.75, 0.9)
"""Confidences t at which a silent error costs t / (1 - t) right answers."""


def derived(get: Get) -> dict[str, Vector]:
    """Return the metrics that are made of others.

    Args:
        get: Name of a share to its value, or to its values in every resample.
    """
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        return {each.name: each.derive(get) for each in METRICS if each.derive is not None}


def _retention(get: Get) -> Vector:
    return _ratio(get("dirty_accuracy"), get("clean_accuracy"))


def _youden_j(get: Get) -> Vector:
    return get("gap_rate_unanswerable") - get("gap_rate_answerable")


def _effect_size(get: Get) -> Vector:
    return cohens_h(get("dirty_accuracy"), get("clean_accuracy"))


def _break_even(get: Get) -> Vector:
    return _ratio(get("automated_correct_rate"), get("silent_error_rate"))


def _net_utility(percent: int, get: Get) -> Vector:
    return _ratio(get(f"utility_{percent}"), get("answerable_share"))


def cohens_h(one: Vector, other: Vector) -> Vector:
    """Return Cohen's effect size of two shares, 2 asin sqrt(one) - 2 asin sqrt(other).

    Example:
        >>> round(float(cohens_h(0.9, 0.5)), 4)
        0.9273
    """
    import numpy as np

    return 2 * np.arcsin(np.sqrt(np.clip(one, 0, 1))) - 2 * np.arcsin(np.sqrt(np.clip(other, 0, 1)))


def _ratio(over: Vector, under: Vector) -> Vector:
    import numpy as np

    return np.where(np.asarray(under) > 0, over / np.where(under == 0, math.nan, under), math.nan)


METRICS: Final = (
    Metric(
        name="retention",
        rolls_up=False,
        label="accuracy kept",
        meaning="The share of the clean twins' accuracy that is left.",
        formula="dirty_accuracy / clean_accuracy",
        better="higher",
        unit="number",
        high=None,
        basis="metrics",
        derive=_retention,
        rests_on="clean_accuracy",
        card=8,
        noise_floor=True,
    ),
    Metric(
        name="youden_j",
        label="leaves the right fields open",
        meaning="How much more often lost values are left open than readable ones beside them: "
        "1 is best, 0 is chance.",
        formula="gap_rate_unanswerable - gap_rate_answerable",
        better="higher",
        unit="difference",
        low=-1.0,
        basis="metrics",
        source="Youden 1950",
        derive=_youden_j,
        rests_on="gap_rate_unanswerable",
        card=9,
    ),
    Metric(
        name="cohens_h",
        rolls_up=False,
        label="effect size of the damage",
        meaning="Cohen's h between the accuracy here and on the clean twin: "
        "-.2 is small, -.5 medium, -.8 large.",
        formula="2 asin sqrt(dirty_accuracy) - 2 asin sqrt(clean_accuracy)",
        better="higher",
        unit="number",
        low=None,
        high=None,
        basis="metrics",
        source="Cohen 1988",
        derive=_effect_size,
        rests_on="clean_accuracy",
    ),
    Metric(
        name="break_even",
        rolls_up=False,
        label="break-even cost of a silent error",
        meaning="Using the reader saves work as long as fixing one silent error costs less than "
        "typing so many fields.",
        formula="automated_correct_rate / silent_error_rate",
        better="higher",
        unit="number",
        high=None,
        basis="metrics",
        derive=_break_even,
        rests_on="silent_error_rate",
        card=11,
    ),
    *(
        Metric(
            name=f"net_utility_{percent}",
            rolls_up=False,
            label=f"net utility, a silent error costs {round(percent / (100 - percent))}",
            meaning="The worth of the answers against that of a perfect reader, if a silent error "
            f"costs {round(percent / (100 - percent))} right answers.",
            formula=f"utility_{percent} / answerable_share",
            better="higher",
            unit="number",
            low=None,
            high=None,
            basis="metrics",
            derive=partial(_net_utility, percent),
            rests_on="silent_error_rate",
            card=place,
        )
        for percent, place in ((50, 0), (75, 0), (90, 10))
    ),
)
"""The derived metrics."""
