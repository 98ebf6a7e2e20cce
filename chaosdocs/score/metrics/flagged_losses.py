"""GDR: the share of lost fields that are flagged or left open; they are right on the clean twin.

Never a gate and never alone: it rewards a reader that abstains from too much.
"""

from __future__ import annotations

from typing import Any, Final

from chaosdocs.formats.summary import Estimate, FlaggedLosses
from chaosdocs.score.judging.expectations import CLEAN, NULL
from chaosdocs.score.judging.table import FLAGGED, TOUCHED
from chaosdocs.score.metrics.conditions import CellKey, Conditions
from chaosdocs.score.stats.intervals import wilson

Vector = Any
PARTS: Final = {
    "K": ("answerable",),
    "D": ("unanswerable", "absent"),
    "X": ("ambiguous", "disputed"),
}
"""What became of the field: still answerable, destroyed, ambiguous or disputed."""


def by_cell(made: Conditions) -> dict[CellKey, dict[str, tuple[int, int]]]:
    """Return for every cell and part the losses that were flagged or left open, and all losses."""
    import numpy as np

    told, lost = _told(made), _lost(made)
    out: dict[CellKey, dict[str, tuple[int, int]]] = {key: {} for key in made.keys}
    for name, states in PARTS.items():
        part = made.columns.in_(*states)
        all_ = np.bincount(made.of_row, lost & part, len(made.keys))
        good = np.bincount(made.of_row, told & part, len(made.keys))
        for n, key in enumerate(made.keys):
            if all_[n]:
                out[key][name] = (int(good[n]), int(all_[n]))
    return out


def overall(made: Conditions) -> dict[str, FlaggedLosses]:
    """Return the same over all dirty cells, with intervals over records: ``all`` and every part.

    Those of a part that has no loss are not there.
    """
    import numpy as np

    dirty = np.array([key.operator != CLEAN and key.family != NULL for key in made.keys], bool)
    told, lost = _told(made), _lost(made) & dirty[made.of_row]
    everywhere = np.ones(len(lost), bool)
    parts = {"all": everywhere, **{k: made.columns.in_(*v) for k, v in PARTS.items()}}
    return {
        name: _over(made.of_record[lost & part], told[lost & part])
        for name, part in parts.items()
        if (lost & part).any()
    }


def clustered(told: Vector, lost: Vector) -> tuple[float, float]:
    """Return the Wilson interval of a share whose cases come in clusters.

    The share is taken as one of so many independent cases as would vary as much as the clusters
    do; where nothing varies, as one of so many as there are clusters.

    Args:
        told: Cases of a kind in every cluster.
        lost: All cases in every cluster.

    Example:
        >>> import numpy as np
        >>> told, lost = np.array([1] * 45 + [0] * 5), np.ones(50)
        >>> tuple(round(b, 2) for b in clustered(told, lost))
        (0.78, 0.96)
    """
    n, size = float(lost.sum()), len(lost)
    share = float(told.sum()) / n
    effective = float(size)
    if 0 < share < 1 and size > 1:
        spread = float(((told - share * lost) ** 2).sum()) * size / (size - 1) / n**2
        effective = min(n, share * (1 - share) / spread) if spread else n
    return wilson(share * effective, effective)


def _over(record: Vector, told: Vector) -> FlaggedLosses:
    import numpy as np

    names, where = np.unique(record, return_inverse=True)
    good, all_ = np.bincount(where, told), np.bincount(where)
    low, high = clustered(good, all_)
    share = float(good.sum() / all_.sum())
    return FlaggedLosses(
        told=int(good.sum()),
        lost=int(all_.sum()),
        share=Estimate(value=share, low=low, high=high, records=len(names)),
    )


def _lost(made: Conditions) -> Vector:
    c = made.columns
    right = c.at_twin(c.in_("answerable") & c.is_("correct"))
    return right & ~c.is_("correct") & ~c.in_("unscored") & c.has(TOUCHED)


def _told(made: Conditions) -> Vector:
    c = made.columns
    gap = c.is_("over_abstain", "right_abstain")
    return _lost(made) & (gap | (c.has(FLAGGED) & ~c.is_("invalid")))
