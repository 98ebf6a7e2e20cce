"""Cells up to operators, operators up to families, families up to everything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from chaosdocs.score.cells import CellKey, Cells, Level
from chaosdocs.score.corpus import CLEAN, NULL
from chaosdocs.score.metrics import DERIVED_METRICS, derived

KEPT: Final = frozenset(
    {
        "acc", "cov", "sel_acc", "invalid", "sfr", "sfr_50", "sfr_90", "auto", "auto_50", "auto_90",
        "plain_correct", "halluc", "invented", "lucky", "over_abst", "overcommit", "named",
        "u_50", "u_75", "u_90", "weight_a", "clean_acc", "dirty_acc", "delta", "still_right",
        "silent_loss", "needless_gap", "failure", "overconfidence", "mean_p", "j", "gap_u", "gap_a",
        "brier", "inv", "inv_lost", "inv_gained", "inv_gap", "dir", "mono", "cov_at_1", "cov_at_5",
        "risk_at_1", "risk_at_5", "clean_failure",
    }
)  # fmt: skip
"""What is carried from cells up to groups."""


def group(levels: Iterable[Level]) -> Level:
    """Return the mean of several levels, each with the same say; ratios are made of the means.

    Args:
        levels: Cells of an operator, operators of a family, families of everything.
    """
    import numpy as np

    parts = list(levels)
    value: dict[str, float] = {}
    boot: dict[str, Any] = {}
    n: dict[str, int] = {}
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    everyone = np.unique(np.concatenate([p.records for p in parts])) if parts else np.zeros(0)
    names = dict.fromkeys(name for p in parts for name in p.value if name in KEPT)
    for name in names:
        there = [p for p in parts if not math.isnan(p.value.get(name, math.nan))]
        if not there:
            continue
        value[name] = math.fsum(p.value[name] for p in there) / len(there)
        boot[name] = _mean_over([p.boot[name] for p in there])
        n[name] = min(sum(p.n.get(name, 0) for p in there), len(everyone))
        if all(name in p.above for p in there):
            above[name] = sum(p.above[name] for p in there)
            below[name] = sum(p.below[name] for p in there)
    level = Level(everyone, value, boot, {}, n, above, below, sum(p.fields for p in parts))
    if "sfr" in value:
        _derive_group(level)
    return level


def _derive_group(level: Level) -> None:
    import numpy as np

    size = next(iter(level.boot.values())).shape
    j = level.value.get("j"), level.boot.get("j"), level.n.get("j", 0)

    def get(name: str) -> Any:  # noqa: ANN401
        return np.float64(level.value.get(name, math.nan))

    def get_boot(name: str) -> Any:  # noqa: ANN401
        return level.boot.get(name, np.full(size, np.nan))

    values, boots = derived(get), derived(get_boot)
    level.value.update({k: float(v) for k, v in values.items()})
    level.boot.update(boots)
    for name in DERIVED_METRICS:
        level.n[name] = 0 if math.isnan(level.value[name]) else level.n.get("sfr", 0)
    if j[0] is None:
        level.value["j"] = math.nan
        level.n["j"] = 0
    else:
        level.value["j"], level.boot["j"], level.n["j"] = float(j[0]), j[1], j[2]


def _mean_over(vectors: Sequence[Any]) -> Any:  # noqa: ANN401
    import numpy as np

    if len(vectors) == 1:
        return vectors[0]
    stack = np.vstack(vectors)
    there = ~np.isnan(stack)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(there, stack, 0).sum(axis=0) / there.sum(axis=0)


def pyramid(made: Cells) -> tuple[dict[str, Level], dict[str, Level], Level | None, Level | None]:
    """Return operators, families, everything dirty, and everything clean.

    `touched` is the population of dirty cells; ``null.*`` operators are left out: they are the
    floor. J is taken from whole documents, where the stained and the unstained stand together.
    """
    by_operator: dict[str, list[Level]] = {}
    for key in made.keys:
        if key.operator != CLEAN and key.family != NULL:
            level = made.levels.get((key, "touched"))
            if level is not None:
                by_operator.setdefault(key.operator, []).append(with_j(made, key, level))
    operators = {name: group(levels) for name, levels in by_operator.items()}
    by_family: dict[str, list[Level]] = {}
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


def with_j(made: Cells, key: CellKey, level: Level) -> Level:
    """Return a level whose J is that of the whole documents of its cell."""
    whole = made.levels[key, "all"]
    return Level(
        level.records,
        {**level.value, "j": whole.value["j"]},
        {**level.boot, "j": whole.boot["j"]},
        level.micro,
        {**level.n, "j": whole.n["j"]},
        level.above,
        level.below,
        level.fields,
    )


def floor(made: Cells) -> Mapping[str, Level]:
    """Return metrics of every ``null.*`` operator: what changes though nothing that matters did."""
    return {
        key.operator: made.levels[key, "all"]
        for key in made.keys
        if key.family == NULL and (key, "all") in made.levels
    }
