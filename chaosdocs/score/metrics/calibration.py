"""Whether confidences can be believed: calibration and selective prediction."""

from __future__ import annotations

from typing import Any, Final

from chaosdocs.formats.summary import Calibration
from chaosdocs.score.judging.expectations import CLEAN, NULL
from chaosdocs.score.judging.table import TOUCHED, VALUE
from chaosdocs.score.metrics.calibration_intervals import with_intervals
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.stats.confidence import (
    augrc,
    brier,
    ece,
    reliability,
    risk_coverage,
    smooth_ece,
)

Vector = Any
ENOUGH: Final = 300
"""With fewer answers an expected calibration error is mostly noise, and is not given."""


def calibrations(made: Conditions, counts: Any) -> tuple[Calibration, ...]:  # noqa: ANN401 - a matrix
    """Return the calibration of clean and of dirty answers, and of every family.

    On damaged documents that is of the touched fields; those beside them are ``bystander``. Runs
    whose confidences come from several sources are not pooled: each is on its own line.
    """
    import numpy as np

    c, table = made.columns, made.table
    answered = c.has(VALUE) & ~np.isnan(c.p) & ~c.in_("unscored")
    if not answered.any():
        return ()
    operator = np.array([key.operator for key in made.keys])[made.of_row]
    clean = operator == CLEAN
    of_family = np.array([key.family for key in made.keys])[made.of_row]
    dirty, touched = ~clean & (of_family != NULL), c.has(TOUCHED)
    parts = {"clean": clean, "dirty": dirty & touched, "bystander": dirty & ~touched}
    for family in sorted({key.family for key in made.keys if key.operator != CLEAN} - {NULL}):
        parts[family] = (of_family == family) & touched
    sources = sorted({line.source for line in table.answers.lines.values()} - {""})
    if len(sources) > 1:
        lines = table.answers.lines
        of_row = np.array(
            [
                lines[table.cases[k].case, t].source
                for k, t in zip(table.case, table.trial, strict=True)
            ]
        )
        parts = {
            f"{name} ({source})": part & (of_row == source)
            for name, part in parts.items()
            for source in sources
        }
    right = c.is_("correct")
    return tuple(
        with_intervals(
            calibration(name, c.p[answered & part], right[answered & part]),
            c.p[answered & part],
            right[answered & part],
            made.of_record[answered & part],
            counts,
        )
        for name, part in parts.items()
        if (answered & part).any()
    )


def calibration(name: str, p: Vector, right: Vector) -> Calibration:
    """Return every calibration metric of some answers.

    Args:
        name: What the answers are of.
        p: Confidences.
        right: Whether each answer is right.
    """
    right = right.astype(float)
    enough = len(p) >= ENOUGH
    return Calibration(
        name=name,
        answered=len(p),
        brier=brier(p, right),
        ece=ece(p, right) if enough else None,
        smooth_ece=smooth_ece(p, right) if enough else None,
        augrc=augrc(p, right),
        overconfidence=float(p.mean() - right.mean()),
        bins=tuple(reliability(p, right)),
        risk_coverage=tuple(risk_coverage(p, right)),
    )
