"""Few templates: how much the headline moves when one of them is left out.

The bootstrap draws records, not templates; with a handful of these its intervals hold for these
templates alone. What one of them is worth is seen by leaving it out.
"""

from __future__ import annotations

import math
from typing import Final

from chaosdocs.formats.summary import TemplateRange
from chaosdocs.score.judging.config import Utility
from chaosdocs.score.judging.table import Table
from chaosdocs.score.metrics.aggregates import pyramid
from chaosdocs.score.metrics.conditions import Aggregate, cells, records_of
from chaosdocs.score.stats.intervals import draw_counts

FEW: Final = 6
"""With so many templates, the report does not say that the numbers hold only for these."""
HEADLINE: Final = (
    "accuracy",
    "automation_rate",
    "silent_error_rate",
    "silent_loss_rate",
    "needless_gap_rate",
    "invention_rate",
    "accuracy_change",
    "retention",
    "net_utility_90",
)


def templates_of(table: Table) -> tuple[str, ...]:
    """Return the renderings of a corpus, sorted."""
    return tuple(sorted({case.rendering for case in table.cases}))


def template_ranges(table: Table, utility: Utility) -> tuple[TemplateRange, ...]:
    """Return the lowest and highest headline metrics with one template left out.

    Empty where there are `FEW` templates or more, and where there is one alone.
    """
    import numpy as np

    names = templates_of(table)
    if not 1 < len(names) < FEW:
        return ()
    counts = draw_counts(len(records_of(table)), 1, 0)
    case = np.frombuffer(table.case, np.int32)
    found: dict[str, list[tuple[float, str]]] = {}
    for name in names:
        kept = np.array([each.rendering != name for each in table.cases])[case]
        _, _, dirty, clean = pyramid(cells(table, counts, utility, kept=kept, plain=True))
        level: Aggregate | None = dirty or clean
        for metric in HEADLINE:
            value = math.nan if level is None else level.value.get(metric, math.nan)
            if not math.isnan(value):
                found.setdefault(metric, []).append((value, name))
    return tuple(
        TemplateRange(
            metric=metric,
            low=min(values)[0],
            high=max(values)[0],
            without_low=min(values)[1],
            without_high=max(values)[1],
        )
        for metric, values in found.items()
        if len(values) > 1
    )
