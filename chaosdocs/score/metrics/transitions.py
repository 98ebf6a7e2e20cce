"""What became of fields: transitions from the clean twin, outcomes, and named lures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from chaosdocs.formats.summary import LureCount
from chaosdocs.score.judging.expectations import CLEAN
from chaosdocs.score.judging.outcomes import ERRORS, OUTCOMES
from chaosdocs.score.judging.table import FLAGGED, TOUCHED
from chaosdocs.score.metrics.columns import Columns
from chaosdocs.score.metrics.conditions import CellKey, Conditions
from chaosdocs.truth.field_truth import STATES

_SIZE: Final = len(OUTCOMES)


def transitions(made: Conditions) -> dict[CellKey, dict[str, dict[str, int]]]:
    """Return for every cell how often each outcome of the clean twin became each outcome here.

    Only touched fields count.
    """
    import numpy as np

    c = made.columns
    paired = (c.twin >= 0) & c.has(TOUCHED) & ~c.in_("unscored")
    code = (
        made.of_row[paired] * _SIZE + c.outcome[c.twin[paired]].astype(np.int64)
    ) * _SIZE + c.outcome[paired]
    counts = np.bincount(code, minlength=len(made.keys) * _SIZE * _SIZE)
    cube = counts.reshape(len(made.keys), _SIZE, _SIZE)
    return {
        key: {
            OUTCOMES[i]: {OUTCOMES[j]: int(cube[n, i, j]) for j in np.flatnonzero(cube[n, i])}
            for i in np.flatnonzero(cube[n].sum(axis=1))
        }
        for n, key in enumerate(made.keys)
    }


def outcome_counts(c: Columns, where: Any) -> dict[str, int]:  # noqa: ANN401 - a vector
    """Return outcome to number of fields."""
    import numpy as np

    counts = np.bincount(c.outcome[where], minlength=_SIZE)
    return {name: int(counts[n]) for n, name in enumerate(OUTCOMES) if counts[n]}


def cell_counts(made: Conditions) -> Mapping[CellKey, tuple[dict[str, int], int, int, int]]:
    """Return for every cell its outcomes, records, cases and scored fields."""
    import numpy as np

    c = made.columns
    counts = np.bincount(made.of_row * _SIZE + c.outcome, minlength=len(made.keys) * _SIZE).reshape(
        len(made.keys), _SIZE
    )
    cases = np.bincount(made.cell_of_case, minlength=len(made.keys))
    within = np.unique(made.cell_of_case * len(made.record_names) + made.record_of_case)
    records = np.bincount(within // len(made.record_names), minlength=len(made.keys))
    unscored = OUTCOMES.index("unscored")
    return {
        key: (
            {name: int(counts[n, k]) for k, name in enumerate(OUTCOMES) if counts[n, k]},
            int(records[n]),
            int(cases[n]),
            int(counts[n].sum() - counts[n, unscored]),
        )
        for n, key in enumerate(made.keys)
    }


def ranked_lures(made: Conditions) -> dict[str, list[LureCount]]:
    """Return operator to the known wrong answers that were given, the most frequent first.

    They tell why a reader fails at an operator: so on damaged documents only touched fields count,
    and of them those that are no errors on the clean twin too. Where a wrong answer has no lure's
    name, the slip that it shows (``dm_swap``) stands for it.
    """
    import numpy as np

    table, c = made.table, made.columns
    found: dict[tuple[str, str], list[int]] = {}
    error = c.is_(*sorted(ERRORS))
    clean = np.array([key.operator == CLEAN for key in made.keys], bool)[made.of_row]
    for n in np.flatnonzero(error & (clean | (c.has(TOUCHED) & ~c.at_twin(error)))).tolist():
        name = table.lures.names[table.lure[n]] or table.error_types.names[table.error_type[n]]
        if name:
            found.setdefault((made.keys[made.of_row[n]].operator, name), []).append(n)
    out: dict[str, list[LureCount]] = {}
    for (operator, name), rows in sorted(found.items()):
        out.setdefault(operator, []).append(
            LureCount(
                name=name,
                operator=operator,
                fields=len(rows),
                records=len({int(made.of_record[n]) for n in rows}),
                silent=sum(not table.bits[n] & FLAGGED for n in rows),
            )
        )
    for counts in out.values():
        counts.sort(key=lambda each: (-each.records, -each.fields, each.name))
    return out


def kind_accuracy(made: Conditions) -> dict[CellKey, dict[str, tuple[float, int]]]:
    """Return for every cell the share of right answers by field kind, and of how many fields."""
    import numpy as np

    c, table = made.columns, made.table
    kinds = table.kinds.names
    dirty = np.array([key.operator != "clean" for key in made.keys])[made.of_row]
    asked = (c.has(TOUCHED) | ~dirty) & ~c.in_("unscored")
    right = c.is_("correct", "right_abstain") & asked
    code = made.of_row * len(kinds) + np.frombuffer(table.kind, np.int8)
    size = len(made.keys) * len(kinds)
    all_ = np.bincount(code, asked, size).reshape(len(made.keys), -1)
    good = np.bincount(code, right, size).reshape(len(made.keys), -1)
    return {
        key: {
            kind: (float(good[n, k] / all_[n, k]), int(all_[n, k]))
            for k, kind in enumerate(kinds)
            if all_[n, k]
        }
        for n, key in enumerate(made.keys)
    }


def states_of(c: Columns, where: Any) -> dict[str, float]:  # noqa: ANN401 - a vector
    """Return state to its share of the fields."""
    import numpy as np

    counts = np.bincount(c.state[where], minlength=len(STATES))
    total = counts.sum()
    return {name: float(counts[n] / total) for n, name in enumerate(STATES) if counts[n]}
