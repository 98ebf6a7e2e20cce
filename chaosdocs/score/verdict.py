"""The verdict: four sentences in a fixed order, then what the run does not show."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.score.corpus import NULL
from chaosdocs.score.metrics import THRESHOLDS
from chaosdocs.truth.wire.score import Cell, Estimate, ReaderSummary

SILENT_LIMIT = 0.01
ENOUGH = 20


def verdict(s: ReaderSummary) -> tuple[str, ...]:
    """Return the four sentences about one reader."""
    return (_clean(s), breaks(s), _gaps(s), _pays(s))


def not_shown(s: ReaderSummary) -> tuple[str, ...]:
    """Return what this run cannot show, a sentence each."""
    out = []
    thin = [c for c in s.cells if c.thin and c.family != NULL]
    if thin:
        out.append(f"{len(thin)} of {len(s.cells)} cells have fewer than 20 records: only their n.")
    if not s.floor:
        out.append("No floor: nothing was asked twice, so what the reader changes by itself.")
    if not s.calibration:
        out.append("Calibration: the reader gave no confidences, so every error counts as silent.")
    if not any(c.severity == 0 for c in s.cells):
        out.append("Degradation: the corpus has no clean twins.")
    if not s.curves:
        out.append(
            "Curves and breakpoints: no operator comes at two severities on the same fields."
        )
    if s.card and "j" not in s.card:
        out.append("Whether gaps are placed where they belong (J): no cell holds gaps and values.")
    if not s.running.latency:
        out.append("Latency: the run did not record any.")
    if s.running.cost_usd is None:
        out.append("Cost: the run did not record any.")
    if s.trials == 1:
        out.append("Consistency over repeated trials: every case was asked once.")
    out.append("Anything beyond the templates, systems and operators of this corpus.")
    return tuple(out)


def percent(estimate: Estimate | None, *, interval: bool = True) -> str:
    """Return a share in words, such as ``85.0 % (81.2 to 88.4)``.

    Example:
        >>> percent(Estimate(value=0.85, low=0.8, high=0.9, records=30))
        '85.0 % (80.0 to 90.0)'
    """
    if estimate is None or estimate.value is None:
        return f"n/a (n={0 if estimate is None else estimate.records})"
    text = f"{100 * estimate.value:.1f} %"
    if interval and estimate.low is not None and estimate.high is not None:
        text += f" ({100 * estimate.low:.1f} to {100 * estimate.high:.1f})"
    return text


def number(estimate: Estimate | None, digits: int = 2) -> str:
    """Return a number with its interval in words."""
    if estimate is None or estimate.value is None:
        return "n/a"
    text = f"{estimate.value:.{digits}f}"
    if estimate.low is not None and estimate.high is not None:
        text += f" ({estimate.low:.{digits}f} to {estimate.high:.{digits}f})"
    return text


def _clean(s: ReaderSummary) -> str:
    if not s.clean:
        return "Clean documents: there are none in this corpus."
    silent = s.clean.get("sfr")
    return (
        f"On clean documents {percent(s.clean.get('acc'))} of what can be answered is right and "
        f"{percent(s.clean.get('auto'), interval=False)} of all fields need nobody; "
        f"{percent(silent)} are silently wrong."
    )


def breaks(s: ReaderSummary) -> str:
    """Return where a reader breaks first and silently."""
    worst = first_silent_break(s)
    if worst is None:
        return _breaks_somewhere(s)
    m = worst.metrics["touched"]
    lure = f", mostly the lure {worst.lures[0].name!r}" if worst.lures else ""
    return (
        f"It breaks first and silently at {worst.operator} at severity {worst.severity} "
        f"({worst.medium}): touched fields are right in {percent(m.get('acc'))}, silently wrong in "
        f"{percent(m.get('sfr'))}{lure}."
    )


def _breaks_somewhere(s: ReaderSummary) -> str:
    """What can be said where no cell alone shows it: operators over all their severities."""
    seen = [
        (silent.value, group, silent)
        for group in s.operators
        if (silent := group.metrics.get("sfr")) is not None and silent.value
    ]
    told = [each for each in seen if _beyond(each[2]) and each[2].records >= ENOUGH]
    if told:
        _, group, silent = max(told, key=lambda each: (each[0], each[1].name))
        lure = next(
            (f", mostly the lure {x.name!r}" for x in s.lures if x.operator == group.name), ""
        )
        return (
            f"It breaks silently at {group.name}, over all its severities: touched fields are "
            f"right in {percent(group.metrics.get('acc'))}, silently wrong in "
            f"{percent(silent)}{lure}."
        )
    if seen:
        _, group, silent = max(seen, key=lambda each: (each[0], each[1].name))
        return (
            "No operator is shown to break it silently; most silent errors are at "
            f"{group.name}: {percent(silent)} of touched fields."
        )
    dirty = [c for c in s.cells if c.operator != "clean"]
    return f"No silent error was seen on a touched field in any of {len(dirty)} cells."


def _beyond(silent: Estimate) -> bool:
    return silent.one_low is not None and silent.one_low > SILENT_LIMIT


def first_silent_break(s: ReaderSummary) -> Cell | None:
    """Return the cell of the lowest severity that is silently wrong beyond chance, the worst of it.

    Beyond chance: the one-sided lower bound of its silent errors is above 1 %.
    """
    broken = []
    for cell in s.cells:
        silent = cell.metrics.get("touched", {}).get("sfr")
        if cell.operator == "clean" or silent is None or silent.one_low is None:
            continue
        if _beyond(silent) and silent.value is not None:
            broken.append((cell.severity, -silent.value, cell.operator, cell.medium, cell))
    return min(broken, key=lambda each: each[:4])[4] if broken else None


def _gaps(s: ReaderSummary) -> str:
    card: Mapping[str, Estimate] = s.card
    invented = percent(card.get("invented"))
    parts = [f"Where nothing can be known it invents a value in {invented} of fields"]
    needless = card.get("needless_gap")
    parts.append(
        f"and it leaves {percent(needless)} of fields that it read right on the clean twin "
        "needlessly open"
        if needless is not None and needless.value is not None
        else f"and it leaves {percent(card.get('over_abst'))} of answerable fields open"
    )
    floor = s.floor.get("null.rerun:needless_gap")
    tail = "no floor" if floor is None else f"floor {percent(floor, interval=False)}"
    return f"{' '.join(parts)} ({tail})."


def _pays(s: ReaderSummary) -> str:
    k = s.card.get("break_even")
    if k is None or k.value is None:
        silent = s.card.get("sfr")
        pays = (
            "No silent error was seen, so it pays at any price of one"
            if silent is not None and silent.value == 0 and (s.card["auto"].value or 0) > 0
            else "It takes no work off anybody"
        )
    else:
        pays = f"It pays while one silent error costs less than {k.value:.1f} manual entries"
    worth = ", ".join(
        f"{number(s.card.get(f'nu_{round(t * 100)}'))} at t = {t}" for t in THRESHOLDS
    )
    cost = s.running.cost_per_correct
    spent = "no cost recorded" if cost is None else f"{cost:.5f} USD a correct field"
    return f"{pays} (net utility {worth}; {spent})."
