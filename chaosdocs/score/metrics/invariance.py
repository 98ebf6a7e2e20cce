"""Metamorphic shares, which need no right value: does an answer hold where the truth holds?

What an operator does to a field is read off the truth of the field and of its clean twin. Where
both say the same, only the look has changed, and the typed answer must not change (invariance).
Where the twin can be answered and the field is gone, confidence must not rise (direction). From one
severity to the next, it must not rise either.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from chaosdocs.score.judging.comparison import same
from chaosdocs.score.judging.table import ANSWERED, TOUCHED, VALUE, Table
from chaosdocs.score.metrics.columns import Columns
from chaosdocs.score.metrics.metric import Metric

Vector = Any
RISE: Final = 0.02
"""Confidences that rise by no more than this have not risen."""


def invariance(table: Table, c: Columns) -> Mapping[str, Callable[[], tuple[Vector, Vector]]]:
    """Return metric to a function that gives numerator and denominator of every field.

    `METRICS` says what each is. The last two only for runs whose confidences are of one source.
    """
    import numpy as np

    unchanged = _same_truth(table, c)
    changed = _changed(table, c, unchanged)
    right, gap = c.is_("correct"), c.is_("over_abstain")
    wrong = c.is_("wrong")
    out: dict[str, Callable[[], tuple[Vector, Vector]]] = {
        "changed_answer_rate": lambda: (changed, unchanged),
        "changed_to_wrong_rate": lambda: (changed & c.at_twin(right) & wrong, unchanged),
        "changed_to_right_rate": lambda: (changed & c.at_twin(wrong) & right, unchanged),
        "changed_to_gap_rate": lambda: (changed & c.at_twin(c.has(VALUE)) & gap, unchanged),
    }
    if table.answers.mixed or np.isnan(c.p).all():
        return out
    told = c.has(VALUE) & ~np.isnan(c.p)
    p = np.where(told, c.p, 0.0)
    quiet = c.is_("over_abstain", "right_abstain")
    at = c.twin.clip(0) if c.twin.size else np.zeros(len(c.p), np.int64)
    gone = c.at_twin(c.in_("answerable") & told) & c.in_("unanswerable", "absent") & (told | quiet)
    before = _before(table, c)
    lower = before.clip(0)
    paired = (before >= 0) & told[lower] & (told | quiet) & ~c.in_("unscored")
    out["surer_when_gone_rate"] = lambda: (told & (p > p[at] + 1e-9), gone)
    out["surer_when_worse_rate"] = lambda: (told & (p > p[lower] + RISE + 1e-9), paired)
    return out


def _same_truth(table: Table, c: Columns) -> Vector:
    """Where the field can be answered here and on the clean twin, and by the same values."""
    import numpy as np

    out = np.zeros(len(table), bool)
    both = np.flatnonzero(c.at_twin(c.in_("answerable")) & c.in_("answerable"))
    truths = table.expected
    here = [truths[n].accept for n in both.tolist()]
    there = [truths[n].accept for n in c.twin[both].tolist()]
    out[both] = list(map(operator.eq, here, there))
    return out


def _changed(table: Table, c: Columns, unchanged: Vector) -> Vector:
    """Where the typed answer is another than on the clean twin, of those that keep their truth.

    Two right answers to one truth are the same.
    """
    import numpy as np

    if not c.twin.size:
        return np.zeros(len(table), bool)
    kept = (ANSWERED | VALUE) & c.bits
    invalid, right, valued = c.is_("invalid"), c.is_("correct"), c.has(VALUE)
    at = c.twin.clip(0)
    out = (kept != kept[at]) | (invalid != invalid[at]) | (right != right[at])
    kinds, got = table.kinds.names, table.got
    for n in np.flatnonzero(unchanged & ~out & valued & ~right).tolist():
        one, other = got[n], got[int(at[n])]
        out[n] = one != other and not same(kinds[table.kind[n]], one, other)  # type: ignore[arg-type]
    return out & unchanged


def _before(table: Table, c: Columns) -> Vector:
    """The entry of the same touched field at the next lower severity, 0 being the clean twin."""
    import numpy as np

    out = np.full(len(table), -1, np.int64)
    if not c.twin.size:
        return out
    chains: dict[tuple[str, str, str, str, int], list[tuple[int, int]]] = {}
    for n in np.flatnonzero(c.has(TOUCHED) & (c.twin >= 0)).tolist():
        case = table.cases[table.case[n]]
        if len(case.steps) == 1:
            path, trial = table.expected[n].path, table.trial[n]
            key = case.record, case.rendering, case.operator, path, trial
            chains.setdefault(key, []).append((case.severity, n))
    for chain in chains.values():
        chain.sort()
        last, severity = int(c.twin[chain[0][1]]), 0
        for at, n in chain:
            if at > severity:
                out[n] = last
            last, severity = n, at
    return out


METRICS: Final = (
    Metric(
        name="changed_answer_rate",
        label="different answer for the same truth",
        meaning="The share of fields with the same truth here and on the clean twin for which the "
        "reader gives another answer.",
        formula="changed answers / fields with the same truth on both",
        better="lower",
        basis="twins",
        source="Ribeiro et al. 2020 (CheckList), INV",
        noise_floor=True,
    ),
    Metric(
        name="changed_to_wrong_rate",
        label="right on the twin, wrong here",
        meaning="Of the same fields, the share that went from right to wrong.",
        formula="right on the twin and wrong here / fields with the same truth on both",
        better="lower",
        basis="twins",
        noise_floor=True,
    ),
    Metric(
        name="changed_to_right_rate",
        label="wrong on the twin, right here",
        meaning="Of the same fields, the share that went from wrong to right.",
        formula="wrong on the twin and right here / fields with the same truth on both",
        better="neither",
        basis="twins",
        noise_floor=True,
    ),
    Metric(
        name="changed_to_gap_rate",
        label="answered on the twin, left open here",
        meaning="Of the same fields, the share that the reader answered on the twin and leaves "
        "open here.",
        formula="answered on the twin and left open here / fields with the same truth on both",
        better="lower",
        basis="twins",
        noise_floor=True,
    ),
    Metric(
        name="surer_when_gone_rate",
        label="more confident without the value",
        meaning="Of the fields whose value is gone here, the share in which the reader is more "
        "confident than on the clean twin.",
        formula="higher confidence than on the twin / value gone here, answered on the twin",
        better="lower",
        basis="confidences",
        source="Ribeiro et al. 2020 (CheckList), DIR",
    ),
    Metric(
        name="surer_when_worse_rate",
        label="more confident at a higher severity",
        meaning="Of pairs of neighbouring severities, the share in which confidence rises by more "
        f"than {RISE:g}.",
        formula="confidence rises / pairs of neighbouring severities",
        better="lower",
        basis="confidences",
    ),
)
"""What `invariance` computes."""
