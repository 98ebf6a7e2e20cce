"""The parts that a report leaves out, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from chaosdocs.formats.summary import ReaderSummary
from chaosdocs.score.metrics.conditions import THIN

_PARSERS: Final = frozenset({"text", "tables"})
_NAMES: Final = {"Consistency": "Consistency over trials", "Without one": "Without one template"}
"""Names of parts whose titles go on with a number."""


def unshown(reader: ReaderSummary, titles: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield part and reason.

    Args:
        reader: Whose report it is.
        titles: Headings of the tables that it has.
    """
    unsure = not any(each.answered for each in reader.calibration)
    reasons = {
        "Whole documents": "no document was asked as a whole for fields.",
        "Tables": "no case asks for a list, or no list has rows.",
        "Fields in the output": "only the tasks text and tables have this part.",
        "Stability": "no damaged document has a clean twin in this run.",
        "Consistency": "every case was asked once; `run --trials N` asks N times.",
        "Change of confidence with severity": "the reader gives no confidences."
        if unsure
        else f"no operator has a curve with {THIN} records at every severity.",
        "Compared with the stored reader": "it was not measured with an operator of this run.",
        "Fields that pass a confidence limit": "the reader gives no confidences."
        if unsure
        else "no confidence was found on clean twins.",
        "Every operator": "no operator touched a field.",
        "Time and money": "no answer says how long it took (latency_s).",
        "Without one": f"this table needs two to five templates; the run has "
        f"{len(reader.templates)}.",
    }
    for part, why in reasons.items():
        if part == "Fields in the output" and reader.task not in _PARSERS:
            continue
        if not any(title.startswith(part) for title in titles):
            yield _NAMES.get(part, part), why


def without_curve(
    reader: ReaderSummary, names: Collection[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return each reason why operators have no curve, with these operators."""
    told = [(each.operator, each.why) for each in reader.missing_curves if each.what == "curve"]
    told += [(name, "no readable field is touched") for name in names]
    return _by_reason([pair for pair in told if pair[0] in names])


def without_breakpoint(reader: ReaderSummary) -> list[tuple[str, tuple[str, ...]]]:
    """Return each reason why operators have no breakpoint, with these operators."""
    have = {each.operator for each in reader.breakpoints}
    told = sorted(reader.missing_curves, key=lambda each: each.what == "curve")
    return _by_reason([(each.operator, each.why) for each in told if each.operator not in have])


def _by_reason(told: Sequence[tuple[str, str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Operators under the reason that they were given first."""
    first: dict[str, str] = {}
    for operator, why in told:
        first.setdefault(operator, why)
    by_why: dict[str, list[str]] = {}
    for operator, why in first.items():
        by_why.setdefault(why, []).append(operator)
    return [(why, tuple(names)) for why, names in by_why.items()]
