"""The metrics that are shares: for every field a numerator and a denominator.

Fields are added up in their record, weighted; a record's share counts once in its cell, whatever
the number of its fields. So every metric here is a mean over records.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaosdocs.score.judging.config import Utility
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import (
    ANSWERED,
    DERIVED,
    FLAGGED,
    HAD_VALUE,
    TOUCHED,
    VALUE,
    Table,
)
from chaosdocs.truth.fold import STATES

Vector = Any
THRESHOLDS: Final = (0.5, 0.75, 0.9)
UNSAID: Final = frozenset({"null", "missing"})
"""Channels of an answer in which nothing is said."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table as vectors.

    Attributes:
        unsaid: Where the answer is null or its key is missing.
        beside: Where a field of the same document is unanswerable.
        lucky: Where the answer is the value that is gone.
    """

    outcome: Vector
    state: Vector
    bits: Vector
    p: Vector
    weight: Vector
    twin: Vector
    unsaid: Vector
    beside: Vector
    lucky: Vector
    utility: Utility

    def is_(self, *outcomes: str) -> Vector:
        """Return where the outcome is one of these."""
        return _among(OUTCOMES, outcomes)[self.outcome]

    def in_(self, *states: str) -> Vector:
        """Return where the state is one of these."""
        return _among(STATES, states)[self.state]

    def has(self, bit: int) -> Vector:
        """Return where a bit is set."""
        return (self.bits & bit) != 0

    def at_twin(self, where: Vector) -> Vector:
        """Return where the same field of the clean twin is in `where`."""
        if not self.twin.size:
            return where
        return where[self.twin.clip(0)] & (self.twin >= 0)


def columns(table: Table, utility: Utility) -> Columns:
    """Return a table as vectors."""
    import numpy as np

    state = np.frombuffer(table.state, np.int8)
    document = np.frombuffer(table.case, np.int32)
    gone = np.bincount(document, state == STATES.index("unanswerable"), len(table.cases)) > 0
    return Columns(
        np.frombuffer(table.outcome, np.int8),
        state,
        np.frombuffer(table.bits, np.int32),
        np.frombuffer(table.p, np.float64),
        np.frombuffer(table.weight, np.float64),
        table.twin,
        np.isin(np.frombuffer(table.channel, np.int8), _unsaid(table)),
        gone[document],
        np.frombuffer(table.sub, np.int32) == table.subs.get("lucky", -1),
        utility,
    )


def _among(all_: Sequence[str], wanted: Collection[str]) -> Vector:
    """For every name whether it is wanted: to look up, in a third of the time of numpy.isin."""
    import numpy as np

    return np.array([name in wanted for name in all_])


def _unsaid(table: Table) -> list[int]:
    return [n for n, name in enumerate(table.channels.names) if name in UNSAID]


def worth(c: Columns, t: float) -> Vector:
    """Return the utility of every field, where a silent error costs t / (1 - t).

    Right answers earn on answerable fields only, and what is not said at all costs nothing: so a
    reader that says nothing has 0, whether its nulls are taken for gaps or for absences. (Taken
    for an absence, a null where there is a value is still a silent error in every other count.)
    """
    import numpy as np

    flagged = c.has(FLAGGED)
    error = c.is_("wrong", "hallucinated", "overcommit") & ~c.unsaid
    right = c.is_("correct") & c.in_("answerable")
    u = c.utility
    out = np.where(right, np.where(flagged, u.flagged_correct, u.correct), 0.0)
    out = np.where(error, np.where(flagged, u.flagged_wrong, -t / (1 - t)), out)
    out = np.where(c.is_("over_abstain", "right_abstain"), u.gap, out)
    return np.where(c.is_("invalid"), u.invalid, out)


def shares(c: Columns) -> Mapping[str, Callable[[], tuple[Vector, Vector]]]:
    """Return metric to a function that gives numerator and denominator of every field."""
    import numpy as np

    scored = ~c.in_("unscored")
    a, n, u = c.in_("answerable"), c.in_("absent"), c.in_("unanswerable")
    m = c.in_("ambiguous", "disputed")
    correct, gap = c.is_("correct"), c.is_("over_abstain", "right_abstain")
    flagged, answered = c.has(FLAGGED), c.has(ANSWERED)
    silent = c.is_("wrong", "hallucinated", "overcommit") & ~flagged
    plain = c.has(VALUE) & ~flagged & scored
    no_p = np.isnan(c.p)
    told = answered & ~no_p & c.has(VALUE)
    kept = c.at_twin(a) & a
    twin_right = c.at_twin(a & correct)
    failed = ~(correct | c.is_("right_abstain"))

    def sure(level: float) -> Vector:
        return no_p | (np.where(no_p, 0, c.p) >= level)

    return {
        "acc": lambda: (correct, a | n),
        "cov": lambda: (answered, scored),
        "sel_acc": lambda: (correct & answered, answered),
        "invalid": lambda: (c.is_("invalid"), scored),
        "sfr": lambda: (silent, scored),
        "sfr_50": lambda: (silent & sure(0.5), scored),
        "sfr_90": lambda: (silent & sure(0.9), scored),
        "auto": lambda: (plain, scored),
        "auto_50": lambda: (plain & sure(0.5), scored),
        "auto_90": lambda: (plain & sure(0.9), scored),
        "plain_correct": lambda: (correct & plain, scored),
        "halluc": lambda: (c.is_("hallucinated"), u),
        "invented": lambda: (c.is_("hallucinated"), u | n),
        "lucky": lambda: (c.lucky & u, u & c.has(HAD_VALUE)),
        "over_abst": lambda: (c.is_("over_abstain"), a),
        "overcommit": lambda: (c.is_("overcommit"), m),
        "named": lambda: (c.is_("right_abstain"), m),
        "gap_u": lambda: (gap, u),
        "gap_a": lambda: (gap, a & ~c.has(DERIVED) & c.beside),
        "u_50": lambda: (worth(c, 0.5), scored),
        "u_75": lambda: (worth(c, 0.75), scored),
        "u_90": lambda: (worth(c, 0.9), scored),
        "weight_a": lambda: (a, scored),
        "clean_acc": lambda: (c.at_twin(correct), kept),
        "dirty_acc": lambda: (correct, kept),
        "clean_sfr": lambda: (c.at_twin(silent), c.at_twin(scored) & scored),
        "delta": lambda: (correct.astype(float) - c.at_twin(correct), kept),
        "still_right": lambda: (correct, kept & twin_right),
        "silent_loss": lambda: (silent, twin_right),
        "needless_gap": lambda: (gap, kept & twin_right),
        "failure": lambda: (failed, scored),
        "clean_failure": lambda: (c.at_twin(failed), c.at_twin(scored) & scored),
        "mean_p": lambda: (np.where(told, c.p, 0), told),
        "overconfidence": lambda: (np.where(told, c.p - correct, 0), told),
        "brier": lambda: (np.where(told, (c.p - correct) ** 2, 0), told),
    }


RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "delta": (-1.0, 1.0),
    "overconfidence": (-1.0, 1.0),
    "j": (-1.0, 1.0),
}
"""Metric to its range, where that is not 0 to 1."""
UNBOUNDED: Final = frozenset({"u_50", "u_75", "u_90", "nu_50", "nu_75", "nu_90", "break_even", "h"})
UNBOUNDED_TOO: Final = frozenset({"retention", "qdi"})
DERIVED_METRICS: Final = ("retention", "j", "h", "break_even", "nu_50", "nu_75", "nu_90")
"""Metrics of metrics; `derived` makes them."""
TOUCHED_BIT: Final = TOUCHED


def bounds_of(name: str) -> tuple[float, float] | None:
    """Return the range of a metric, None where it has no bounds."""
    if name in UNBOUNDED or name in UNBOUNDED_TOO:
        return None
    return RANGES.get(name, (0.0, 1.0))


def derived(get: Callable[[str], Vector]) -> dict[str, Vector]:
    """Return the metrics that are made of others.

    Args:
        get: Name of a share to its value, or to its values in every resample.
    """
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        one, zero = get("dirty_acc"), get("clean_acc")
        out = {
            "retention": _ratio(one, zero),
            "j": get("gap_u") - get("gap_a"),
            "h": cohens_h(one, zero),
            "break_even": _ratio(get("plain_correct"), get("sfr")),
        }
        for t in THRESHOLDS:
            name = f"{round(t * 100)}"
            out[f"nu_{name}"] = _ratio(get(f"u_{name}"), get("weight_a"))
    return out


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
