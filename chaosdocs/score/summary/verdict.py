"""The verdict: four sentences in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.formats.summary import Estimate, ReaderSummary
from chaosdocs.score.metrics.derived import THRESHOLDS
from chaosdocs.score.summary.numbers import number, percent
from chaosdocs.score.summary.silence import breaks


def verdict(s: ReaderSummary) -> tuple[str, ...]:
    """Return the four sentences about one reader."""
    return (_clean(s), breaks(s), _gaps(s), _pays(s))


def _clean(s: ReaderSummary) -> str:
    if not s.clean:
        return "Clean documents: there are none in this corpus."
    auto, silent = (
        percent(s.clean.get("automation_rate"), interval=False),
        percent(s.clean.get("silent_error_rate")),
    )
    return (
        f"On clean documents {percent(s.clean.get('accuracy'))} of the answerable fields are "
        f"right. {auto} of all fields are answered without a flag; {silent} are silently wrong."
        f"{of_form(s)}"
    )


def of_form(s: ReaderSummary) -> str:
    """Return a sentence about answers whose only fault is their form; empty without any."""
    if not s.form_errors:
        return ""
    fields = "1 field is" if s.form_errors == 1 else f"{s.form_errors} fields are"
    return (
        f" In all documents, {fields} silently wrong only because of the form of the answer, such "
        'as "1,234.50 EUR" where a number is asked for.'
    )


def _idle(s: ReaderSummary) -> str:
    """The sentence about a reader that answers no touched field without a flag."""
    elsewhere = s.clean.get("automation_rate")
    if elsewhere is not None and elsewhere.value:
        return "It answers no field that the damage changed without a flag"
    return "It saves no manual work"


def _gaps(s: ReaderSummary) -> str:
    card: Mapping[str, Estimate] = s.card
    invented = card.get("invention_rate")
    needless = card.get("needless_gap_rate")
    open_ = (
        f"leaves {percent(needless)} of the fields that it read right on the clean twin open "
        "without need"
        if needless is not None and needless.value is not None
        else f"leaves {percent(card.get('over_abstention_rate'))} of the answerable fields open"
    )
    floor = s.noise_floor.get("null.rerun:needless_gap_rate")
    tail = "" if floor is None else f" (noise floor {percent(floor, interval=False)})"
    if invented is None or not invented.records:
        return f"It {open_}{tail}. The damage removed no value, so there was none to invent."
    return (
        f"It invents a value for {percent(invented)} of the fields that nobody can know and "
        f"{open_}{tail}."
    )


def _pays(s: ReaderSummary) -> str:
    k = s.card.get("break_even")
    if k is None or k.value is None:
        silent = s.card.get("silent_error_rate")
        pays = (
            "No silent error was seen, so it saves work whatever a silent error costs"
            if silent is not None
            and silent.value == 0
            and (s.card["automation_rate"].value or 0) > 0
            else _idle(s)
        )
    else:
        pays = f"It saves work if one silent error costs less than {k.value:.1f} manual entries"
    worth = ", ".join(
        f"{number(s.card.get(f'net_utility_{round(t * 100)}'))} at t = {t}" for t in THRESHOLDS
    )
    cost = s.latency.cost_per_correct
    spent = "no cost recorded" if cost is None else f"{cost:.5f} USD a correct field"
    return f"{pays} (net utility {worth}; {spent})."
