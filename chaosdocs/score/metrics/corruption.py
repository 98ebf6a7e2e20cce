"""Corruption errors: how much more damage costs a reader than it costs the frozen baseline.

CE = sum over severities of the reader's failures / the same of the baseline (a ratio of sums, not
a mean of ratios). A failure is anything but a right answer and a right gap. The baseline's side is
a constant, so the interval is that of the reader's side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from chaosdocs.formats.summary import Corruption, CorruptionError, Estimate
from chaosdocs.score.judging.expectations import CHAIN, CLEAN, NULL
from chaosdocs.score.metrics.conditions import THIN, Aggregate, CellKey, Conditions
from chaosdocs.score.metrics.frozen import Frozen, FrozenBaseline
from chaosdocs.score.stats.intervals import estimate

Vector = Any
Ratio = tuple[float, Vector]
LEAST: Final = 0.05
MOST: Final = 0.95
"""A baseline that fails less or more often than this has nothing to say."""


def corruption(made: Conditions, baseline: FrozenBaseline) -> Corruption:
    """Return the corruption errors of a reader, per operator and medium and their means."""
    table = baseline.table()
    errors: list[CorruptionError] = []
    ratios: dict[str, dict[tuple[str, str], Ratio]] = {"ce": {}, "silent": {}, "relative": {}}
    versions = _versions(made)
    for (operator, medium), keys in _by_operator(made).items():
        known = [
            (made.levels[key, "touched"], table[name, key.severity, medium])
            for key in keys
            for name in (f"{operator}@{versions.get(operator, '')}",)
            if (name, key.severity, medium) in table
        ]
        severities = tuple(
            key.severity
            for key in keys
            if (f"{operator}@{versions.get(operator, '')}", key.severity, medium) in table
        )
        error, found = _error(operator, medium, severities, known)
        errors.append(error)
        for name, ratio in found.items():
            ratios[name][operator, medium] = ratio
    return Corruption(baseline=baseline.name, errors=tuple(errors), means=_means(made, ratios))


def _versions(made: Conditions) -> dict[str, str]:
    """Operator to its version; left out where a corpus mixes several."""
    found: dict[str, set[str]] = {}
    for case in made.table.cases:
        for operator, version in zip(case.steps, case.versions, strict=False):
            found.setdefault(operator, set()).add(version)
    return {operator: min(names) for operator, names in found.items() if len(names) == 1}


def _by_operator(made: Conditions) -> dict[tuple[str, str], list[CellKey]]:
    out: dict[tuple[str, str], list[CellKey]] = {}
    for key in made.keys:
        left_out = key.operator in {CLEAN, CHAIN} or key.family == NULL
        if not left_out and (key, "touched") in made.levels:
            out.setdefault((key.operator, key.medium), []).append(key)
    return out


def _error(
    operator: str,
    medium: str,
    severities: tuple[int, ...],
    known: Sequence[tuple[Aggregate, Frozen]],
) -> tuple[CorruptionError, dict[str, Ratio]]:
    error = CorruptionError(operator=operator, medium=medium, severities=severities)  # type: ignore[arg-type]
    if not known:
        return error.model_copy(update={"why": "the baseline was not measured here"}), {}
    failure = math.fsum(cell.failure for _, cell in known) / len(known)
    error = error.model_copy(update={"baseline": failure})
    if not LEAST <= failure <= MOST:
        return error.model_copy(update={"why": f"the baseline fails in {100 * failure:.0f} %"}), {}
    records = _records(level for level, _ in known)
    if records < THIN:
        few = Estimate(records=records)
        return (
            error.model_copy(
                update={
                    "ce": few,
                    "silent": few,
                    "relative": few,
                    "why": f"{records} record{'s' * (records != 1)}",
                }
            ),
            {},
        )
    found = _ratios(known)
    shown: dict[str, Any] = {
        name: estimate(value, boot, records=records) for name, (value, boot) in found.items()
    }
    return error.model_copy(update={**shown, **_cross(severities, known)}), found


def _records(levels: Any) -> int:  # noqa: ANN401 - levels, one by one
    import numpy as np

    return int(np.unique(np.concatenate([level.records for level in levels])).size)


def _ratios(known: Sequence[tuple[Aggregate, Frozen]]) -> dict[str, Ratio]:
    out = {"ce": _ratio(known, "failure_rate", [cell.failure for _, cell in known])}
    silent = [cell.silent for _, cell in known]
    if LEAST <= math.fsum(silent) / len(silent) <= MOST:
        out["silent"] = _ratio(known, "silent_error_rate", silent)
    grown = [cell.failure - cell.clean_failure for _, cell in known]
    if math.fsum(grown) / len(grown) >= LEAST:
        value, boot = _ratio(known, "failure_rate", grown)
        clean, clean_boot = _ratio(known, "clean_failure_rate", grown)
        out["relative"] = value - clean, boot - clean_boot
    return {name: ratio for name, ratio in out.items() if not math.isnan(ratio[0])}


def _ratio(known: Sequence[tuple[Aggregate, Frozen]], name: str, under: Sequence[float]) -> Ratio:
    total = math.fsum(under)
    value = math.fsum(level.value[name] for level, _ in known) / total
    return value, sum(level.boot[name] for level, _ in known) / total


def _cross(
    severities: Sequence[int], known: Sequence[tuple[Aggregate, Frozen]]
) -> dict[str, int | str | None]:
    import numpy as np

    limits = [known[0][1].clean_failure, *(cell.failure for _, cell in known)]
    first = known[0][0]
    values = [
        first.value["clean_failure_rate"],
        *(level.value["failure_rate"] for level, _ in known),
    ]
    boots = [first.boot["clean_failure_rate"], *(level.boot["failure_rate"] for level, _ in known)]
    at = crossed(severities, values, limits)
    found = [crossed(severities, row, limits) for row in np.column_stack(boots).tolist()]
    low, high = np.percentile(found, [2.5, 97.5], method="nearest").tolist()

    def shown(where: float) -> int | None:
        return int(where) if 0 < where < math.inf else None

    return {
        "cross": shown(at),
        "cross_low": shown(low),
        "cross_high": shown(high),
        "censored": "left" if at == 0 else "right" if math.isinf(at) else None,
    }


def crossed(severities: Sequence[int], values: Sequence[float], limits: Sequence[float]) -> float:
    """Return the first severity at which `values` are no less than `limits`.

    Args:
        severities: Severities, rising.
        values: Failures of the reader, on clean twins first and then at every severity.
        limits: The same of the baseline.

    Returns:
        0 where it is so on clean twins, infinity where it never is. A reader without a failure
        has not fallen to anybody.

    Example:
        >>> crossed([1, 3], [0.0, 0.1, 0.6], [0.1, 0.3, 0.5])
        3
        >>> crossed([1, 3], [0.0, 0.1, 0.2], [0.1, 0.3, 0.5])
        inf
    """
    for severity, value, limit in zip([0, *severities], values, limits, strict=True):
        if value > 0 and value >= limit:
            return severity
    return math.inf


def _means(
    made: Conditions, ratios: Mapping[str, Mapping[tuple[str, str], Ratio]]
) -> dict[str, Estimate]:
    """Over operators, each the mean of its media; and over the operators of every medium."""
    import numpy as np

    records = len(made.record_names)
    out: dict[str, Estimate] = {}
    for name, found in ratios.items():
        if not found:
            continue
        by_operator: dict[str, list[Ratio]] = {}
        by_medium: dict[str, list[Ratio]] = {}
        for (operator, medium), ratio in found.items():
            by_operator.setdefault(operator, []).append(ratio)
            by_medium.setdefault(medium, []).append(ratio)
        whole = [_mean(parts) for parts in by_operator.values()]
        for label, parts in {
            name: whole,
            **{f"{name}:{m}": by_medium[m] for m in sorted(by_medium)},
        }.items():
            value, boot = _mean(parts)
            out[label] = estimate(value, np.asarray(boot), records=records)
    return out


def _mean(parts: Sequence[Ratio]) -> Ratio:
    import numpy as np

    stack = np.vstack([boot for _, boot in parts])
    return math.fsum(value for value, _ in parts) / len(parts), stack.mean(axis=0)
