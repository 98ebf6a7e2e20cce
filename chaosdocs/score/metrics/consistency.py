"""Repeated trials: how often a reader is right every time, and how often it changes its mind."""

from __future__ import annotations

import math
from collections.abc import Iterable

from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.published.agreement import krippendorff_alpha


def consistency(made: Conditions) -> dict[str, float]:
    """Return ``pass^k`` and ``pass@k`` for every k up to the number of trials, and what flips.

    `flip_rate` is the share of fields that are right in some trials and wrong in others, `alpha`
    the agreement of trials beyond chance (Krippendorff, outcomes as names). Empty where every
    case was asked once. A field is right where it is as it should be: a right value, or a right
    gap.
    """
    table, c = made.table, made.columns
    trials = len(table.answers.trials)
    if trials < 2:  # noqa: PLR2004 - repeated
        return {}
    right = c.is_("correct", "right_abstain").tolist()
    scored = (~c.in_("unscored")).tolist()
    counts: dict[tuple[int, str], int] = {}
    said: dict[tuple[int, str], list[int]] = {}
    outcome = c.outcome.tolist()
    for n, truth in enumerate(table.expected):
        if scored[n] and "/+/" not in truth.path:
            key = table.case[n], truth.path
            counts[key] = counts.get(key, 0) + right[n]
            said.setdefault(key, []).append(outcome[n])
    tallies = list(counts.values())
    if not tallies:
        return {}
    out = {f"pass^{k}": pass_k(tallies, trials, k) for k in range(1, trials + 1)}
    out |= {f"pass@{k}": pass_at(tallies, trials, k) for k in range(1, trials + 1)}
    out["alpha"] = krippendorff_alpha(list(said.values()))
    out["flip_rate"] = sum(0 < tally < trials for tally in tallies) / len(tallies)
    return out


def pass_k(right: Iterable[int], trials: int, k: int) -> float:
    """Return the chance that `k` trials of one task, drawn without putting back, are all right.

    Args:
        right: How many trials of each task are right.
        trials: Trials of each task.
        k: How many must be right, at most `trials`.

    Example:
        >>> [round(pass_k([4, 3, 2], 4, k), 4) for k in (1, 2, 3, 4)]
        [0.75, 0.5556, 0.4167, 0.3333]
    """
    tallies = list(right)
    return sum(math.comb(tally, k) for tally in tallies) / (math.comb(trials, k) * len(tallies))


def pass_at(right: Iterable[int], trials: int, k: int) -> float:
    """Return the chance that at least one of `k` trials of one task is right.

    Args:
        right: How many trials of each task are right.
        trials: Trials of each task.
        k: How many are drawn, at most `trials`.

    Example:
        >>> [round(pass_at([4, 3, 0], 4, k), 4) for k in (1, 2)]
        [0.5833, 0.6667]
    """
    tallies = list(right)
    none = sum(math.comb(trials - tally, k) for tally in tallies)
    return 1 - none / (math.comb(trials, k) * len(tallies))
