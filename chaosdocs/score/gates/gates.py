"""Gates: what a run must reach, read at the bound of an interval and not at its middle."""

from __future__ import annotations

import fnmatch
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chaosdocs.formats.summary import Estimate, GateResult, ReaderSummary
from chaosdocs.foundation.errors import UserError
from chaosdocs.score.metrics.conditions import THIN
from chaosdocs.score.metrics.registry import bounds_of, gateable, metrics
from chaosdocs.score.stats.intervals import FEWEST, upper

_GATE = re.compile(
    r"(?:(?P<glob>[\w.*?\[\]+-]+)(?:@(?P<severity>[0-5]))?(?::(?P<medium>\w+))?:)?"
    r"(?P<metric>\w+)\s*(?P<sign><=|>=)\s*(?P<number>-?(?:\d+(?:\.\d*)?|\.\d+)%?)(?P<point>@point)?"
)
_SHAPE: Final = "[GLOB[@SEVERITY][:MEDIUM]:]METRIC(<=|>=)NUMBER[@point]"
MOST_CHARACTERS: Final = 500
"""Characters of a gate: a glob with more can take minutes."""
_USEFUL: Final = ("automation_rate", "accuracy", "net_utility_", "coverage")
_MOST: Final = 10_000_000
_NAMED: Final = 6
Status = Literal["pass", "fail", "inconclusive", "none"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate.

    Attributes:
        text: As it was written.
        glob: Which operators; None for everything together.
        point: Whether the middle is read instead of the bound.
    """

    text: str
    glob: str | None
    severity: int | None
    medium: str | None
    metric: str
    sign: Literal["<=", ">="]
    limit: float
    point: bool


def parse_gate(text: str) -> Gate:
    """Return the gate that `text` states.

    Raises:
        UserError: It states none, or names a metric that there is not.

    Example:
        >>> parse_gate("dates.*@3:pdf:silent_error_rate<=2%").limit
        0.02
    """
    if len(text) > MOST_CHARACTERS:
        raise UserError(f"a gate has at most {MOST_CHARACTERS} characters", where="--gate")
    match = _GATE.fullmatch(text.strip())
    if match is None:
        raise UserError(
            f"{text!r} is not a gate",
            where="--gate",
            hint=f"{_SHAPE}, such as 'silent_error_rate<=0.02'",
        )
    if match["metric"] not in gateable():
        raise UserError(
            f"no metric {match['metric']!r}",
            where=f"--gate {text!r}",
            given=match["metric"],
            allowed=gateable(),
        )
    shown = match["number"]
    limit = float(shown.rstrip("%")) / (100 if shown.endswith("%") else 1)
    _within(match["metric"], limit, text)
    return Gate(
        text=text.strip(),
        glob=match["glob"],
        severity=None if match["severity"] is None else int(match["severity"]),
        medium=match["medium"],
        metric=match["metric"],
        sign=">=" if match["sign"] == ">=" else "<=",
        limit=limit,
        point=match["point"] is not None,
    )


def _within(metric: str, limit: float, text: str) -> None:
    """Refuse a limit that no value of a metric reaches, or that every value reaches."""
    known = metrics()[metric]
    below = known.low is not None and limit < known.low
    above = known.high is not None and limit > known.high
    if below or above:
        low = "no lower bound" if known.low is None else f"{known.low:g}"
        high = "no upper bound" if known.high is None else f"{known.high:g}"
        share = above and known.high == 1 and limit <= 100  # noqa: PLR2004 - per cent
        raise UserError(
            f"{limit:g} is outside the range of {metric}, {low} to {high}",
            where=f"--gate {text!r}",
            hint=f"write {limit:g}% for a share in per cent" if share else "",
        )


def run_gates(gates: Sequence[Gate], reader: ReaderSummary) -> tuple[GateResult, ...]:
    """Return the result of every gate on every place that it matches.

    Args:
        gates: The gates.
        reader: The summary of one run.
    """
    out: list[GateResult] = []
    for gate in gates:
        found = list(_places(gate, reader))
        if not found:
            place = _Place("nothing", gate.glob or "all", gate.severity, gate.medium, Estimate())
            words = f"nothing tested: no condition matches; {_there_are(reader)}"
            out.append(place.result(gate, reader.name, "none", words))
        out += [_judged(gate, reader.name, place) for place in found]
    return tuple(out)


def _there_are(reader: ReaderSummary) -> str:
    names = sorted({f"{cell.operator}@{cell.severity}" for cell in reader.conditions})
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"the run has {', '.join(names[:_NAMED])}{more}"


def warnings_of(gates: Sequence[Gate]) -> list[str]:
    """Return what the gates together overlook."""
    silent = any(gate.metric.startswith("silent_error_rate") for gate in gates)
    useful = any(gate.metric.startswith(_USEFUL) for gate in gates)
    if silent and not useful:
        words = (
            "no gate on automation_rate or accuracy beside the one on silent errors: a "
            "reader that answers nothing passes"
        )
        return [words]
    return []


def exit_code(results: Sequence[GateResult], *, inconclusive_passes: bool = False) -> int:
    """Return 1 where a gate fails, else 2 where one has nothing to read, else 1 where one is open.

    A gate that fails is reported as failed, even if something else is wrong too.
    """
    states = {result.status for result in results}
    if "fail" in states:
        return 1
    if "none" in states:
        return 2
    return int("inconclusive" in states and not inconclusive_passes)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a gate is compared with a number: a cell, or everything."""

    name: str
    operator: str
    severity: int | None
    medium: str | None
    found: Estimate

    def result(self, gate: Gate, reader: str, status: Status, words: str) -> GateResult:
        """Return a result of `gate` here."""
        return GateResult(
            gate=gate.text,
            reader=reader,
            where=self.name,
            operator=self.operator,
            severity=self.severity,
            medium=self.medium,
            records=self.found.records,
            value=self.found.value,
            status=status,
            words=words,
        )


def _places(gate: Gate, reader: ReaderSummary) -> Iterator[_Place]:
    if gate.glob is None:
        whole = reader.documents.get(gate.metric) or reader.sets.get(gate.metric)
        found = whole or reader.card.get(gate.metric, Estimate())
        if reader.card or reader.documents:
            yield _Place("all", "all", None, None, found)
        return
    for cell in reader.conditions:
        names = {cell.operator, cell.family}
        if not any(fnmatch.fnmatchcase(name, gate.glob) for name in names):
            continue
        if gate.severity is not None and cell.severity != gate.severity:
            continue
        if gate.medium is not None and cell.medium != gate.medium:
            continue
        population = cell.metrics.get("all" if cell.operator == "clean" else "touched", {})
        yield _Place(
            f"{cell.operator}@{cell.severity}:{cell.medium}",
            cell.operator,
            cell.severity,
            cell.medium,
            population.get(gate.metric, Estimate()),
        )


def _judged(gate: Gate, reader: str, place: _Place) -> GateResult:
    estimate = place.found
    value = estimate.value if estimate.value is not None else estimate.withheld
    if value is None:
        words = f"nothing tested: {gate.metric} has no value, because no field there counts for it"
        return place.result(gate, reader, "none", words)
    if not gate.point and (estimate.value is None or estimate.one_low is None):
        return _thin(gate, reader, place, value)
    low = value if gate.point or estimate.one_low is None else estimate.one_low
    high = value if gate.point or estimate.one_high is None else estimate.one_high
    at_least = gate.sign == ">="
    bound, other = (low, high) if at_least else (high, low)
    good = bound >= gate.limit if at_least else bound <= gate.limit
    bad = other < gate.limit if at_least else other > gate.limit
    status: Status = "pass" if good else "fail" if bad else "inconclusive"
    needed = _needed(gate, estimate, value, bound) if status == "inconclusive" else None
    words = f"{gate.metric} {value:.4f}, bound {bound:.4f}, limit {gate.sign} {gate.limit:g}"
    if status == "inconclusive":
        words += (
            f"; about {needed} records are needed"
            if needed
            else "; no number of records helps at this value"
        )
    made = place.result(gate, reader, status, words)
    return made.model_copy(update={"value": value, "bound": bound, "needed": needed})


def _thin(gate: Gate, reader: str, place: _Place, value: float) -> GateResult:
    """What is said where too few records stand behind a number for a bound."""
    n = place.found.records
    least = FEWEST if place.found.value is not None else THIN
    needed = max(least, _needed(gate, place.found, value, value) or 0)
    words = (
        f"{gate.metric} rests on {n} record{'s' * (n != 1)}, too few for a bound; "
        f"about {needed} are needed (@point reads it as it is)"
    )
    made = place.result(gate, reader, "inconclusive", words)
    return made.model_copy(update={"needed": needed})


def _needed(gate: Gate, estimate: Estimate, value: float, bound: float) -> int | None:
    """About how many records would settle the gate, if the share stays as it is."""
    margin = (value - gate.limit) if gate.sign == ">=" else (gate.limit - value)
    if margin <= 0:
        return None
    bounds = bounds_of(gate.metric)
    events = estimate.events if gate.sign == "<=" else None
    if bounds == (0.0, 1.0) and events is not None and events <= 3:  # noqa: PLR2004 - rare
        n = max(estimate.records, 1)
        while n < _MOST and upper(events, n, 0.95) > gate.limit:
            n = math.ceil(n * 1.02) + 1
        return n if n < _MOST else None
    spread = abs(bound - value)
    return math.ceil(estimate.records * (spread / margin) ** 2)
