"""What became of whole documents, counted once for each record."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from chaosdocs.formats.summary import Estimate
from chaosdocs.score.judging.expectations import Side
from chaosdocs.score.judging.table import FLAGGED
from chaosdocs.score.metrics.conditions import Conditions
from chaosdocs.score.metrics.metric import Metric
from chaosdocs.score.published.documents import likeness
from chaosdocs.score.published.horizon import length_horizon
from chaosdocs.score.stats.intervals import boot_means, estimate, means

MOST_COMPARED: Final = 500
"""Documents that ANLS* is taken of, evenly over all records; it costs more than the judge."""


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
        "safe_document_rate": per_document(silent) == 0,
        "perfect_document_rate": perfect,
        "straight_through_rate": perfect & (per_document(gap) == 0),
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
        unbounded: Values that are no shares, but from 0 up.
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
            least=0.0,
        )
        for k, name in enumerate(values)
    }


METRICS: Final = (
    Metric(
        name="safe_document_rate",
        label="documents without a silent error",
        meaning="The share of documents in which no field is silently wrong.",
        formula="documents without a silent error / documents",
        better="higher",
        basis="documents",
        rolls_up=False,
    ),
    Metric(
        name="perfect_document_rate",
        label="documents without an error",
        meaning="The share of documents in which every field is right or rightly left open.",
        formula="documents without a failure / documents",
        better="higher",
        basis="documents",
        rolls_up=False,
    ),
    Metric(
        name="straight_through_rate",
        label="documents that need no person",
        meaning="The share of documents that are as they should be and leave no field open.",
        formula="perfect documents without a gap / documents",
        better="higher",
        basis="documents",
        rolls_up=False,
    ),
    Metric(
        name="review_load",
        label="fields left to a person",
        meaning="The share of a document's fields that are left open, on average.",
        formula="mean over documents of left open / scored",
        better="lower",
        basis="documents",
        rolls_up=False,
    ),
    Metric(
        name="edits",
        label="corrections a document",
        meaning="How many fields and surplus rows a person has to correct in a document.",
        formula="wrong, invented, overcommitted, invalid and needlessly open fields / documents",
        better="lower",
        unit="count",
        high=None,
        basis="documents",
        rolls_up=False,
        gate=False,
    ),
    Metric(
        name="anls_star",
        label="ANLS*",
        meaning="ANLS* of whole answers, for comparison with published tables.",
        formula="normalised edit distance over the matched leaves of the answer",
        better="higher",
        basis="documents",
        source="Peer et al. 2024",
        rolls_up=False,
        gate=False,
    ),
    Metric(
        name="horizon_50",
        label="edits that half of the documents survive",
        meaning="How many edits a document can have until only half of them are as they should be.",
        formula="logistic fit of perfect documents over the number of steps",
        better="higher",
        unit="count",
        high=None,
        basis="documents",
        rolls_up=False,
        gate=False,
    ),
)
"""What `documents` computes."""
