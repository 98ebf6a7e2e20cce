"""The results that a run cannot show: one line each, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.formats.summary import ReaderSummary
from chaosdocs.score.judging.expectations import NULL
from chaosdocs.score.metrics.conditions import THIN

_NAMED: Final = 3


def not_shown(s: ReaderSummary) -> tuple[str, ...]:
    """Return the results that the run of a reader cannot show, each with its reason."""
    out = []
    thin = [c for c in s.conditions if c.thin and c.family != NULL]
    if thin:
        few = f"{len(thin)} of {len(s.conditions)} conditions (operator, severity, medium)"
        out.append(f"Figures of {few}: each has fewer than {THIN} records.")
    if not s.noise_floor:
        out.append("The noise floor: no document was asked about twice (null.rerun).")
    if not s.calibration:
        out.append(
            "Calibration: the reader gave no confidences, so every error without a flag counts as "
            "silent."
        )
    if not any(c.severity == 0 for c in s.conditions):
        out.append("The change from clean to damaged documents: the corpus has no clean twins.")
    out += _uncurved(s)
    if s.card and "youden_j" not in s.card:
        out.append(
            "Whether the right fields are left open: no condition has both fields that can be "
            "answered and fields whose value is gone."
        )
    if not s.latency.seconds:
        out.append("Latency: no answer says how long it took (latency_s).")
    if s.latency.cost_usd is None:
        out.append("Cost: no answer says what it cost (cost_usd).")
    if s.trials == 1:
        out.append("Consistency over repeated trials: every case was asked once (run --trials N).")
    out.append("Results for other templates, systems and operators: the corpus has only its own.")
    return tuple(out)


def _uncurved(s: ReaderSummary) -> Iterator[str]:
    """Yield a line for each reason for which curves or breakpoints could not be drawn."""
    media: dict[str, dict[str, dict[str, None]]] = {}
    kinds: dict[str, set[str]] = {}
    for each in s.missing_curves:
        media.setdefault(each.why, {}).setdefault(each.operator, {})[each.medium] = None
        kinds.setdefault(each.why, set()).add("curves" if each.what == "curve" else "breakpoints")
    for why, found in media.items():
        names = [f"{operator} ({', '.join(of)})" for operator, of in found.items()]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        what = " and ".join(sorted(kinds[why], reverse=True)).capitalize()
        operators = f"{len(names)} operator{'s' * (len(names) != 1)}"
        yield f"{what} of {operators}: {why}. These are {', '.join(names[:_NAMED])}{more}."
