"""Conditions up to operators, operators up to families, families up to everything."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from chaosdocs.score.judging.expectations import CLEAN, NULL
from chaosdocs.score.metrics.conditions import Aggregate, CellKey, Conditions, Members
from chaosdocs.score.metrics.derived import derived
from chaosdocs.score.metrics.registry import derived_metrics, rolled_up


def group(levels: Iterable[Aggregate]) -> Aggregate:
    """Return the mean of several levels, each with the same say; ratios are made of the means.

    Args:
        levels: Conditions of an operator, operators of a family, families of everything.
    """
    import numpy as np

    parts = list(levels)
    value: dict[str, float] = {}
    boot: dict[str, Any] = {}
    everyone = np.unique(np.concatenate([p.records for p in parts])) if parts else np.zeros(0)
    names = dict.fromkeys(name for p in parts for name in p.value if name in rolled_up())
    level = Aggregate(everyone, value, boot, fields=sum(p.fields for p in parts))
    for name in names:
        there = [p for p in parts if not math.isnan(p.value.get(name, math.nan))]
        if not there:
            continue
        value[name] = math.fsum(p.value[name] for p in there) / len(there)
        boot[name] = _mean_over([p.boot[name] for p in there])
        level.there[name] = _union(p.there[name] for p in there)
        level.places[name] = sum(p.places[name] for p in there)
        if all(name in p.above for p in there):
            level.above[name] = _union(p.above[name] for p in there)
            level.below[name] = _union(p.below[name] for p in there)
        if all(name in p.pooled for p in there):
            tops, bottoms = zip(*(p.pooled[name] for p in there), strict=True)
            level.pooled[name] = math.fsum(tops), math.fsum(bottoms)
            level.micro[name] = _share(*level.pooled[name])
    if "silent_error_rate" in value:
        _derive_group(level)
    return level


def _union(sets: Iterable[Members]) -> Members:
    """A record that has an event in twelve cells is one record with an event."""
    return reduce(operator.or_, sets, 0)


def _share(top: float, bottom: float) -> float:
    return top / bottom if bottom else math.nan


def _derive_group(level: Aggregate) -> None:
    import numpy as np

    size = next(iter(level.boot.values())).shape
    j = level.value.get("youden_j"), level.boot.get("youden_j"), level.there.get("youden_j", 0)

    def get(name: str) -> Any:  # noqa: ANN401
        return np.float64(level.value.get(name, math.nan))

    def get_boot(name: str) -> Any:  # noqa: ANN401
        return level.boot.get(name, np.full(size, np.nan))

    def get_micro(name: str) -> Any:  # noqa: ANN401
        return np.float64(level.micro.get(name, math.nan))

    values, boots = derived(get), derived(get_boot)
    level.value.update({k: float(v) for k, v in values.items()})
    level.boot.update(boots)
    level.micro.update({k: float(v) for k, v in derived(get_micro).items()})
    for each in derived_metrics():
        there = level.there.get(each.rests_on, 0)
        level.there[each.name] = 0 if math.isnan(level.value[each.name]) else there
        level.places.setdefault(each.name, level.places.get(each.rests_on, 0))
    if j[0] is None:
        level.value["youden_j"] = math.nan
        level.there["youden_j"] = level.places["youden_j"] = 0
    else:
        level.value["youden_j"], level.boot["youden_j"], level.there["youden_j"] = (
            float(j[0]),
            j[1],
            j[2],
        )


def _mean_over(vectors: Sequence[Any]) -> Any:  # noqa: ANN401
    import numpy as np

    if len(vectors) == 1:
        return vectors[0]
    stack = np.vstack(vectors)
    there = ~np.isnan(stack)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(there, stack, 0).sum(axis=0) / there.sum(axis=0)


def pyramid(
    made: Conditions,
) -> tuple[dict[str, Aggregate], dict[str, Aggregate], Aggregate | None, Aggregate | None]:
    """Return operators, families, everything dirty, and everything clean.

    `touched` is the population of dirty cells; ``null.*`` operators are left out: they are the
    floor. J is taken from whole documents, where the stained and the unstained stand together.
    """
    by_operator: dict[str, list[Aggregate]] = {}
    for key in made.keys:
        if key.operator != CLEAN and key.family != NULL:
            level = made.levels.get((key, "touched"))
            if level is not None:
                by_operator.setdefault(key.operator, []).append(with_j(made, key, level))
    operators = {name: group(levels) for name, levels in by_operator.items()}
    by_family: dict[str, list[Aggregate]] = {}
    for name, level in operators.items():
        by_family.setdefault(name.partition(".")[0], []).append(level)
    families = {name: group(levels) for name, levels in by_family.items()}
    clean = [
        made.levels[key, "all"]
        for key in made.keys
        if key.operator == CLEAN and (key, "all") in made.levels
    ]
    return (
        operators,
        families,
        group(families.values()) if families else None,
        group(clean) if clean else None,
    )


def with_j(made: Conditions, key: CellKey, level: Aggregate) -> Aggregate:
    """Return a level whose J is that of the whole documents of its cell."""
    whole = made.levels[key, "all"]
    joined = {"gap_rate_unanswerable", "gap_rate_answerable", "youden_j"}

    def of(what: str) -> dict[str, Any]:
        ours, theirs = getattr(level, what), getattr(whole, what)
        return {**ours, **{name: theirs[name] for name in joined if name in theirs}}

    parts = ("value", "boot", "micro", "there", "above", "below", "pooled", "places")
    changes: dict[str, Any] = {what: of(what) for what in parts}
    return replace(level, **changes)


def floor(made: Conditions) -> Mapping[str, Aggregate]:
    """Return metrics of every ``null.*`` operator: what changes though nothing that matters did."""
    return {
        key.operator: made.levels[key, "all"]
        for key in made.keys
        if key.family == NULL and (key, "all") in made.levels
    }
