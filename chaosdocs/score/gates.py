"""Gates: what a run must reach, read at the bound of an interval and not at its middle."""

from __future__ import annotations

import fnmatch
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from chaosdocs.score.intervals import FEWEST, upper
from chaosdocs.score.metrics import DERIVED_METRICS, bounds_of
from chaosdocs.score.pyramid import KEPT
from chaosdocs.truth.errors import UserError
from chaosdocs.truth.wire.score import Estimate, GateResult, ReaderSummary

METRICS: Final = tuple(
    sorted({*KEPT, *DERIVED_METRICS, "safe", "perfect", "straight_through", "review_load"})
)
_GATE = re.compile(
    r"(?:(?P<glob>[\w.*?\[\]+-]+)(?:@(?P<severity>[0-5]))?(?::(?P<medium>\w+))?:)?"
    r"(?P<metric>\w+)\s*(?P<sign><=|>=)\s*(?P<number>-?(?:\d+(?:\.\d*)?|\.\d+)%?)(?P<point>@point)?"
)
_SHAPE: Final = "[GLOB[@SEVERITY][:MEDIUM]:]METRIC(<=|>=)NUMBER[@point]"
_MOST: Final = 10_000_000


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
        >>> parse_gate("dates.*@3:pdf:sfr<=2%").limit
        0.02
    """
    match = _GATE.fullmatch(text.strip())
    if match is None:
        raise UserError(
            f"{text!r} is no gate", where="--gate", hint=f"{_SHAPE}, such as 'sfr<=0.02'"
        )
    if match["metric"] not in METRICS:
        raise UserError(
            f"no metric {match['metric']!r}",
            where=f"--gate {text!r}",
            given=match["metric"],
            allowed=METRICS,
        )
    shown = match["number"]
    limit = float(shown.rstrip("%")) / (100 if shown.endswith("%") else 1)
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
            out.append(_nothing(gate, reader.name, "nothing", "no cell matches"))
        out += [_judged(gate, reader.name, where, estimate) for where, estimate in found]
    return tuple(out)


def warnings_of(gates: Sequence[Gate]) -> list[str]:
    """Return what the gates together overlook."""
    silent = any(gate.metric.startswith("sfr") for gate in gates)
    useful = any(gate.metric.startswith(("auto", "acc", "nu_", "cov")) for gate in gates)
    if silent and not useful:
        words = "no gate on auto or acc beside the one on silent errors: an empty reader passes"
        return [words]
    return []


def exit_code(results: Sequence[GateResult], *, inconclusive_passes: bool = False) -> int:
    """Return 0 where all gates pass, 2 where one has nothing to read, else 1."""
    states = {result.status for result in results}
    if "none" in states:
        return 2
    if "fail" in states or ("inconclusive" in states and not inconclusive_passes):
        return 1
    return 0


def _places(gate: Gate, reader: ReaderSummary) -> Iterator[tuple[str, Estimate | None]]:
    if gate.glob is None:
        if gate.metric in reader.documents:
            yield "all", reader.documents[gate.metric]
        elif reader.card:
            yield "all", reader.card.get(gate.metric)
        return
    for cell in reader.cells:
        names = {cell.operator, cell.family}
        if not any(fnmatch.fnmatchcase(name, gate.glob) for name in names):
            continue
        if gate.severity is not None and cell.severity != gate.severity:
            continue
        if gate.medium is not None and cell.medium != gate.medium:
            continue
        population = cell.metrics.get("all" if cell.operator == "clean" else "touched", {})
        yield (
            f"{cell.operator}@{cell.severity}:{cell.medium}",
            population.get(gate.metric, Estimate(records=cell.records)),
        )


def _nothing(gate: Gate, reader: str, where: str, why: str) -> GateResult:
    return GateResult(
        gate=gate.text, reader=reader, where=where, status="none", words=f"nothing tested: {why}"
    )


def _judged(gate: Gate, reader: str, where: str, estimate: Estimate | None) -> GateResult:
    if estimate is None or estimate.value is None:
        n = 0 if estimate is None else estimate.records
        return _nothing(gate, reader, where, f"{gate.metric} is not defined (n={n})")
    value = estimate.value
    if not gate.point and estimate.one_low is None and estimate.records < FEWEST:
        return GateResult(
            gate=gate.text,
            reader=reader,
            where=where,
            value=value,
            status="inconclusive",
            needed=FEWEST,
            words=f"{gate.metric} {value:.4f} has no interval over {estimate.records} records; "
            f"at least {FEWEST} are needed",
        )
    low = value if gate.point or estimate.one_low is None else estimate.one_low
    high = value if gate.point or estimate.one_high is None else estimate.one_high
    at_least = gate.sign == ">="
    bound, other = (low, high) if at_least else (high, low)
    good = bound >= gate.limit if at_least else bound <= gate.limit
    bad = other < gate.limit if at_least else other > gate.limit
    status: Literal["pass", "fail", "inconclusive"] = (
        "pass" if good else "fail" if bad else "inconclusive"
    )
    needed = _needed(gate, estimate, bound) if status == "inconclusive" else None
    words = f"{gate.metric} {value:.4f}, bound {bound:.4f}, limit {gate.sign} {gate.limit:g}"
    if status == "inconclusive":
        words += (
            f"; about {needed} records are needed"
            if needed
            else "; no number of records helps at this value"
        )
    return GateResult(
        gate=gate.text,
        reader=reader,
        where=where,
        value=value,
        bound=bound,
        status=status,
        needed=needed,
        words=words,
    )


def _needed(gate: Gate, estimate: Estimate, bound: float) -> int | None:
    """About how many records would settle the gate, if the share stays as it is."""
    value = estimate.value
    assert value is not None  # noqa: S101 - told by the caller
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
