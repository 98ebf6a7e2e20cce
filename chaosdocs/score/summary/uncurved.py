"""Why an operator has no curve over severity, or no breakpoint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chaosdocs.formats.summary import Breakpoint, Curve, MissingCurve
from chaosdocs.score.judging.expectations import CHAIN, CLEAN, NULL
from chaosdocs.score.metrics.conditions import THIN, Conditions
from chaosdocs.score.metrics.curves import by_operator

ONE = "only one severity"
FEW = f"fewer than {THIN} records at a severity"
NEVER = "no severity at which half of the touched fields can be answered"
UNTOUCHED = "no asked field is touched"


def uncurved(
    made: Conditions, curves: Sequence[Curve], breakpoints: Sequence[Breakpoint]
) -> Iterator[MissingCurve]:
    """Yield the curves and breakpoints that could not be drawn, each with its reason.

    Args:
        made: The conditions.
        curves: The curves that were drawn.
        breakpoints: The breakpoints that were found.
    """
    drawn = {(str(each.operator), str(each.medium)): each for each in curves}
    broken = {(each.operator, str(each.medium), each.metric) for each in breakpoints}
    severities = by_operator(made)
    names = sorted({(k.operator, k.medium) for k in made.keys if k.operator not in {CLEAN, CHAIN}})
    for operator, medium in names:
        if operator.startswith(f"{NULL}."):
            continue
        keys = severities.get((operator, medium), [])
        curve = drawn.get((operator, medium))
        why = UNTOUCHED if not keys else ONE if len(keys) == 1 else ""
        if why or curve is None:
            yield _of(operator, medium, "curve", why or NEVER)
        elif all(point.metrics["accuracy"].value is None for point in curve.points):
            yield _of(operator, medium, "curve", FEW)
        if why:
            continue
        for metric in ("accuracy", "silent_error_rate", "accuracy_change"):
            if (operator, medium, metric) in broken:
                continue
            some = all(made.levels[key, "touched"].n(metric) for key in keys)
            yield _of(operator, medium, metric, FEW if some else NEVER)


def _of(operator: str, medium: str, what: str, why: str) -> MissingCurve:
    return MissingCurve(operator=operator, medium=medium, what=what, why=why)  # type: ignore[arg-type]
