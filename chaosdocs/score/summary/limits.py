"""The results that a run cannot show: one sentence each, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.formats.summary import ReaderSummary
from chaosdocs.score.judging.expectations import NULL
from chaosdocs.score.metrics.conditions import THIN

_NAMED: Final = 3


def not_shown(s: ReaderSummary) -> tuple[str, ...]:
    """Return the results that this run cannot give, one sentence each."""
    out = []
    thin = [c for c in s.conditions if c.thin and c.family != NULL]
    if thin:
        few = f"{len(thin)} of {len(s.conditions)} conditions (operator, severity, medium)"
        out.append(f"Figures of {few}: each has fewer than {THIN} records.")
    if not s.noise_floor:
        out.append("The noise floor: no document was asked about twice.")
    if not s.calibration:
        out.append("Calibration: the reader gave no confidences, so every error counts as silent.")
    if not any(c.severity == 0 for c in s.conditions):
        out.append("Degradation: the corpus has no clean twins.")
    out += _uncurved(s)
    if s.card and "youden_j" not in s.card:
        out.append(
            "Whether the right fields are left open: no condition has lost and readable fields."
        )
    if not s.latency.seconds:
        out.append("Latency: the run did not record any.")
    if s.latency.cost_usd is None:
        out.append("Cost: the run did not record any.")
    if s.trials == 1:
        out.append("Consistency over repeated trials: every case was asked once.")
    out.append("Anything beyond the templates, systems and operators of this corpus.")
    return tuple(out)


def _uncurved(s: ReaderSummary) -> Iterator[str]:
    """Yield a sentence for each reason for which curves or breakpoints could not be drawn."""
    names: dict[str, dict[str, None]] = {}
    kinds: dict[str, set[str]] = {}
    for each in s.missing_curves:
        names.setdefault(each.why, {})[f"{each.operator} ({each.medium})"] = None
        kinds.setdefault(each.why, set()).add("curves" if each.what == "curve" else "breakpoints")
    for why, found in names.items():
        shown = list(found)
        more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
        what = " and ".join(sorted(kinds[why], reverse=True)).capitalize()
        yield f"{what} of {', '.join(shown[:_NAMED])}{more}: {why}."
