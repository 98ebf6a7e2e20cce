"""The baseline: failures that are known, so that only new ones fail a build.

A failure is a field of a case that came out in one way: label of the case, path of the field,
outcome, and the lure that was taken, if one was. Labels outlive a corpus that is made again. A
field that fails in another way than it used to is a new failure.
"""

from __future__ import annotations

import copy
import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from chaosdocs.formats.summary import GateResult
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read, write_atomically
from chaosdocs.score.judging.expectations import ScoredCase
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import ANSWERED, FLAGGED, VALUE, Table
from chaosdocs.score.metrics.conditions import records_of
from chaosdocs.truth.field_truth import STATES

Update = Literal["all", "prune"]
Status = Literal["pass", "fail", "known"]
GATE: Final = "baseline"
MOST: Final = 50
"""Failures that are listed one by one; the rest is a number."""
_GOOD: Final = frozenset({"correct", "right_abstain", "unscored"})


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One field that did not come out as it should.

    Attributes:
        case: Label of the case.
        field: Its path, rows by key.
    """

    case: str
    field: str
    outcome: str
    lure: str = ""

    def __str__(self) -> str:
        return f"{self.case} {self.field} {self.outcome} {self.lure}".rstrip()


@dataclass(frozen=True, slots=True)
class Held:
    """A run compared with a baseline.

    Attributes:
        known: Failures that the baseline has.
        new: Failures that it does not have.
        fixed: Entries whose field comes out right now.
        otherwise: Entries whose field fails in another way now.
        gone: Entries whose case or field is not in the corpus.
    """

    known: tuple[Failure, ...]
    new: tuple[Failure, ...]
    fixed: tuple[Failure, ...]
    otherwise: tuple[Failure, ...]
    gone: tuple[Failure, ...]


def failures_of(table: Table) -> frozenset[Failure]:
    """Return every failure of a run, needless gaps and invalid answers among them."""
    return frozenset(
        _failure(table, n) for n in range(len(table)) if OUTCOMES[table.outcome[n]] not in _GOOD
    )


def held_against(known: frozenset[Failure], table: Table) -> Held:
    """Return which failures of a run are known and what became of the other entries."""
    failing = failures_of(table)
    failed = {(each.case, each.field) for each in failing}
    labels = {case.label for case in table.cases}
    there = {
        (table.cases[number].label, truth.path)
        for number, truth in zip(table.case, table.expected, strict=True)
    }
    sorts: dict[str, list[Failure]] = {"fixed": [], "otherwise": [], "gone": []}
    for each in sorted(known - failing):
        at = each.case, each.field
        surplus = each.case in labels and "/+/" in each.field
        sort = "otherwise" if at in failed else "fixed" if at in there or surplus else "gone"
        sorts[sort].append(each)
    return Held(
        known=tuple(sorted(failing & known)),
        new=tuple(sorted(failing - known)),
        fixed=tuple(sorts["fixed"]),
        otherwise=tuple(sorts["otherwise"]),
        gone=tuple(sorts["gone"]),
    )


def results_of(held: Held, table: Table) -> list[GateResult]:
    """Return the baseline as results of a gate: new failures fail, known ones are known.

    So they stand in the text, the JSON, the JUnit file and the exit code like any other gate.
    """
    cases = {case.label: case for case in table.cases}

    def result(status: Status, where: Failure | str, words: str) -> GateResult:
        made = GateResult(
            gate=GATE, reader=table.reader, where=str(where), status=status, words=words
        )
        if isinstance(where, str):
            return made.model_copy(update={"operator": "all", "records": len(records_of(table))})
        return made.model_copy(update=_place(cases.get(where.case), where))

    out = [result("fail", each, "new failure") for each in held.new[:MOST]]
    if len(held.new) > MOST:
        words = "all are in fields.jsonl"
        out.append(result("fail", f"{len(held.new) - MOST} more new failures", words))
    out += [result("pass", each, "fixed; prune it") for each in held.fixed[:MOST]]
    if len(held.fixed) > MOST:
        words = "prune the baseline"
        out.append(result("pass", f"{len(held.fixed) - MOST} more fixed", words))
    for each in held.gone[:MOST]:
        out.append(result("pass", each, "not in this corpus; prune it"))
    words = (
        f"{len(held.known)} known, {len(held.new)} new, {len(held.fixed)} fixed, "
        f"{len(held.otherwise)} fail otherwise, {len(held.gone)} gone"
    )
    out.append(result("known" if held.known else "pass", "all", words))
    return out


def _place(case: ScoredCase | None, failure: Failure) -> dict[str, str | int]:
    """Where a failure is; of a case that is gone only its label and field are known."""
    told: dict[str, str | int] = {"label": failure.case, "field": failure.field}
    if case is None:
        return told
    return {
        "operator": case.operator,
        "severity": case.severity,
        "medium": case.medium,
        "records": 1,
        "record": case.record,
        **told,
    }


def forgiven(table: Table, known: frozenset[Failure]) -> Table:
    """Return a run in which known failures came out right: what gates are compared with."""
    right, gap = OUTCOMES.index("correct"), OUTCOMES.index("right_abstain")
    made = copy.copy(table)
    made.outcome = array(table.outcome.typecode, table.outcome)
    made.bits = array(table.bits.typecode, table.bits)
    for n in range(len(table)):
        if OUTCOMES[table.outcome[n]] in _GOOD or _failure(table, n) not in known:
            continue
        value = STATES[table.state[n]] in {"answerable", "absent"}
        made.outcome[n] = right if value else gap
        rest = table.bits[n] & ~(FLAGGED | ANSWERED | VALUE)
        made.bits[n] = rest | (ANSWERED | VALUE if value else 0)
    return made


def settled(
    results: Sequence[GateResult], without: Sequence[GateResult], points: Sequence[GateResult]
) -> tuple[GateResult, ...]:
    """Return the results of gates, of which those that no new failure fails are known.

    What is too little to settle a gate is no news either: where known failures came out right and
    the point itself is within the limit, the gate is known, and new failures fail by themselves.

    Args:
        results: Of the run.
        without: Of the same gates on the run in which known failures came out right.
        points: The same, read at the point.
    """
    out = []
    for result, other, point in zip(results, without, points, strict=True):
        if result.status in {"fail", "inconclusive"}:
            fine = other.status == "pass" or point.status == "pass"
            status = "known" if fine else other.status
            words = f"{result.words}; without known failures {other.words}"
            result = result.model_copy(update={"status": status, "words": words})  # noqa: PLW2901
        out.append(result)
    return tuple(out)


def read_baseline(path: Path) -> frozenset[Failure]:
    """Return the failures in `path`.

    Raises:
        UserError: There is no such file, or it is no baseline.
    """
    try:
        data = json.loads(read(path))
        entries = data["failures"]
        return frozenset(Failure(**each) for each in entries if _is_entry(each))
    except FileNotFoundError as error:
        raise UserError(
            "there is no baseline", where=str(path), hint="--baseline-update writes one"
        ) from error
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise UserError(
            "not a baseline: an object with a list `failures` of case, field, outcome and lure "
            "is needed",
            where=str(path),
            hint="write a new one with --baseline-update",
        ) from error


def updated(path: Path, table: Table, update: Update, run: str) -> frozenset[Failure]:
    """Write `path` anew and return what it holds now.

    Args:
        path: The baseline; with ``all`` it need not be there.
        table: The run.
        update: ``all`` makes it the failures of the run; ``prune`` takes out what is fixed or gone,
            and adds nothing.
        run: Digest of the run; see `Summary`.

    Raises:
        UserError: It is no baseline, or cannot be written.
    """
    if update == "all":
        if path.exists():
            read_baseline(path)  # what is no baseline is not written over
        failures = failures_of(table)
    else:
        known = read_baseline(path)
        held = held_against(known, table)
        failures = known - {*held.fixed, *held.gone}
    write_atomically(path, _written(failures, run))
    return failures


def _written(failures: Iterable[Failure], run: str) -> bytes:
    """A line a failure, sorted, so that a change of it reads well."""
    lines = []
    for each in sorted(failures):
        entry = {key: value for key, value in asdict(each).items() if value}
        lines.append(f"  {json.dumps(entry, ensure_ascii=False)}")
    body = ",\n".join(lines)
    head = f'"format": {FORMAT}, "run": {json.dumps(run)}'
    return f'{{{head}, "failures": [\n{body}\n]}}\n'.encode()


def _is_entry(each: object) -> bool:
    if not isinstance(each, dict) or not all(isinstance(text, str) for text in each.values()):
        raise TypeError
    return True


def _failure(table: Table, n: int) -> Failure:
    return Failure(
        table.cases[table.case[n]].label,
        table.expected[n].path,
        OUTCOMES[table.outcome[n]],
        table.lures.names[table.lure[n]],
    )
