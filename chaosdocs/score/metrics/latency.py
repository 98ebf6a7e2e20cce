"""Latency, cost, deadlines and documents: what is counted by case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from chaosdocs.formats.summary import Estimate, Running
from chaosdocs.score.judging.expectations import NULL, Side
from chaosdocs.score.judging.table import FLAGGED
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.deadlines import within_deadlines
from chaosdocs.score.published.documents import likeness
from chaosdocs.score.published.horizon import length_horizon
from chaosdocs.score.stats.intervals import boot_means, estimate, means

MOST_COMPARED: Final = 500
"""Documents that ANLS* is taken of, evenly over all records; it costs more than the judge."""


def running(made: Conditions, counts: Any) -> Running:  # noqa: ANN401 - a matrix
    """Return latency percentiles, in all and by severity, cost, and worth within deadlines.

    Args:
        made: The cells.
        counts: Resamples x records.
    """
    table, c = made.table, made.columns
    lines = table.answers.lines
    asked = [(case.case, trial) for trial in table.answers.trials for case in table.cases]
    late = [lines[key].latency_s for key in asked]
    costs = [lines[key].cost_usd for key in asked]
    known = [x for x in late if x is not None]
    paid = [x for x in costs if x is not None]
    correct = int((c.is_("correct") & c.in_("answerable")).sum())
    severities: dict[str, list[float]] = {}
    for (name, _), took in zip(asked, late, strict=True):
        if took is not None:
            case = table.cases[table.numbers[name]]
            if case.side != NULL:
                severities.setdefault(str(case.severity), []).append(took)
    return Running(
        requests=len(asked),
        latency=_percentiles(known),
        by_severity={name: _percentiles(took) for name, took in sorted(severities.items())},
        cost_usd=math.fsum(paid) if paid else None,
        cost_per_case=math.fsum(paid) / len(asked) if paid else None,
        cost_per_correct=math.fsum(paid) / correct if paid and correct else None,
        **within_deadlines(made, late, counts),
    )


def _percentiles(took: Sequence[float]) -> dict[str, float]:
    import numpy as np

    return {f"p{q}": float(np.percentile(took, q)) for q in (50, 95, 99) if took}


def documents(made: Conditions, counts: Any, *, side: Side) -> dict[str, Estimate]:  # noqa: ANN401
    """Return what became of whole documents.

    `safe`: no silent error. `perfect`: every field as it should be. `straight_through`: perfect
    and nothing was left to a person. `review_load`: share of fields left to a person. `edits`:
    fields and surplus rows to mend, a document. `anls_star`: ANLS* of what was answered, of so
    many documents; for comparison with other people's numbers, never for a gate. `horizon_50`: how
    many edits half of the documents survive perfect, where documents differ in their number.
    """
    import numpy as np

    c, table = made.columns, made.table
    case = np.frombuffer(table.case, np.int32).astype(np.int64)
    size = len(table.cases)
    document = case + np.frombuffer(table.trial, np.int32).astype(np.int64) * size
    kinds, where = np.unique(document, return_inverse=True)
    scored = ~c.in_("unscored")
    gap = c.is_("over_abstain", "right_abstain") & scored
    error = c.is_("wrong", "hallucinated", "overcommit")
    silent = error & ~c.has(FLAGGED)
    good = c.is_("correct", "right_abstain") | ~scored
    rows = np.frombuffer(table.rows, np.int32)

    def per_document(what: Any) -> Any:  # noqa: ANN401
        return np.bincount(where, what, len(kinds))

    asked = per_document(scored)
    perfect = per_document(~good) == 0
    values = {
        "safe": per_document(silent) == 0,
        "perfect": perfect,
        "straight_through": perfect & (per_document(gap) == 0),
        "review_load": per_document(gap) / np.maximum(asked, 1),
        "edits": per_document((error | c.is_("invalid", "over_abstain")) * rows),
    }
    of_case = kinds % size
    wanted = np.array([table.cases[n].side == side for n in of_case.tolist()], bool)
    number = {name: n for n, name in enumerate(made.record_names)}
    record = np.array([number[table.cases[n].record] for n in of_case.tolist()], np.int64)
    wanted = wanted & (asked > 0)
    return {
        **by_record(values, record, wanted, len(made.record_names), counts),
        **_compared(made, counts, kinds, record, wanted),
        **_horizon(
            [len(table.cases[n].steps) for n in of_case[wanted].tolist()],
            perfect[wanted].tolist(),
            len(set(record[wanted].tolist())),
        ),
    }


def _horizon(steps: Sequence[int], perfect: Sequence[bool], records: int) -> dict[str, Estimate]:
    """The horizon of documents by their steps, where there is one."""
    if len(set(steps)) < 2 or 0 in steps:  # noqa: PLR2004 - a slope needs two lengths
        return {}
    value = length_horizon(steps, perfect)
    return {"horizon_50": Estimate(value=value, records=records)} if 0 < value < math.inf else {}


def _compared(
    made: Conditions,
    counts: Any,  # noqa: ANN401 - a matrix
    documents: Any,  # noqa: ANN401 - a vector
    record: Any,  # noqa: ANN401 - a vector
    wanted: Any,  # noqa: ANN401 - a vector
) -> dict[str, Estimate]:
    """ANLS* of answers to the task ``extract``."""
    import numpy as np

    table = made.table
    found = np.full(len(documents), math.nan)
    order = [n for n in np.argsort(record, kind="stable").tolist() if wanted[n]]
    for n in order[:: max(1, math.ceil(len(order) / MOST_COMPARED))]:
        trial, number = divmod(int(documents[n]), len(table.cases))
        case = table.cases[number]
        if case.task == "extract" or table.answers.then:
            value = likeness(case, table.answers.lines[case.case, trial])
            found[n] = math.nan if value is None else value
    return by_record({"anls_star": found}, record, ~np.isnan(found), len(made.record_names), counts)


def by_record(  # noqa: PLR0917
    values: dict[str, Any],
    record: Any,  # noqa: ANN401 - a vector
    wanted: Any,  # noqa: ANN401 - a vector
    size: int,
    counts: Any,  # noqa: ANN401 - a matrix
    unbounded: frozenset[str] = frozenset({"edits"}),
) -> dict[str, Estimate]:
    """Return the mean over records of what is counted by document.

    Args:
        values: Name to a value a document.
        record: Number of the record of each document.
        wanted: Which documents count.
        size: Number of records in all.
        counts: Resamples x records.
        unbounded: Values that are no shares.
    """
    import numpy as np

    if not wanted.any():
        return {}
    n = np.bincount(record[wanted], minlength=size)
    there = np.flatnonzero(n)
    share = np.column_stack(
        [
            np.bincount(record[wanted], value[wanted], size)[there] / n[there]
            for value in values.values()
        ]
    )
    mean, boot = means(share), boot_means(counts[:, there], share)
    return {
        name: estimate(
            float(mean[k]),
            boot[:, k],
            records=len(there),
            events=int((share[:, k] > 0).sum()),
            against=int((share[:, k] < 1).sum()),
            bounds=None if name in unbounded else (0.0, 1.0),
        )
        for k, name in enumerate(values)
    }


def pareto(points: Sequence[tuple[str, float | None, float | None]]) -> dict[str, bool]:
    """Return reader to whether nobody is better in one of cost and quality and worse in neither.

    Args:
        points: Reader, cost (less is better), quality (more is better). Ties are kept.

    Example:
        >>> pareto([("a", 1, 0.5), ("b", 2, 0.4), ("c", 2, 0.9)])
        {'a': True, 'b': False, 'c': True}
    """
    known = [(n, x, q) for n, x, q in points if x is not None and q is not None]
    return {
        name: not any(
            x <= spent and q >= quality and (x < spent or q > quality) for _, x, q in known
        )
        for name, spent, quality in known
    }
