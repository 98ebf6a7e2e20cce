"""From a run to a table: every asked field of every case judged, rows of lists aligned."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from chaosdocs.score.align import align
from chaosdocs.score.answers import Answers
from chaosdocs.score.claims import ABSENT_KEY, Claim, claim, found_at
from chaosdocs.score.compare import Json, folded
from chaosdocs.score.config import Config, function
from chaosdocs.score.corpus import Expected, ExpectedList, ScoredCase, ScoredCorpus
from chaosdocs.score.lines import DUPLICATED, Line
from chaosdocs.score.outcomes import RIGHT, Judge, Judged, Rules
from chaosdocs.score.rows import PreparedList, around, prepared, row_keys, surplus
from chaosdocs.score.table import Table
from chaosdocs.score.undisturbed import undisturbed

JudgeOther = Callable[[ScoredCase, Line, Expected], tuple[Judged, str, Json]]
EXTRA_ROW: Final = "+"


@undisturbed()
def judge(
    corpus: ScoredCorpus, answers: Answers, config: Config, other: JudgeOther | None = None
) -> Table:
    """Judge a run.

    Args:
        corpus: The truth.
        answers: What a reader said.
        config: Weights, comparisons and sentinels.
        other: How fields are judged where the task is ``text`` or ``tables``.

    Returns:
        One entry a asked field and trial, and one for the surplus rows of every leaf of a list.
    """
    table = Table(corpus, answers)
    judging = _Judging(
        table,
        Judge(split=answers.nulls == "split", rules=_rules(corpus, config)),
        config,
        frozenset(folded(text) for text in config.sentinels),
        _Weights(config),
        None if answers.then else other,
    )
    for trial in answers.trials:
        for number, case in enumerate(table.cases):
            judging.case(number, trial, case, answers.lines[case.case, trial])
    table.pair()
    return table


def forgiven_lures(corpus: ScoredCorpus, config: Config) -> list[str]:
    """Return a warning for every comparison that takes a lure for a right answer."""
    same = Judge(split=False, rules=_rules(corpus, config)).same
    found: Counter[tuple[str, str]] = Counter()
    for case in corpus.cases.values():
        for truth in case.fields():
            for name, value in truth.lures:
                if any(same(truth, right, value) for right in truth.accept):
                    found[truth.unit, name] += 1
    return [
        f"the comparison of {unit} forgives the lure {name!r} ({count} fields)"
        for (unit, name), count in sorted(found.items())
    ]


@dataclass(slots=True)
class _Judging:
    table: Table
    judge: Judge
    config: Config
    sentinels: frozenset[str]
    weights: _Weights
    other: JudgeOther | None
    lists: dict[int, PreparedList] = field(default_factory=dict)
    keys: _Keys = field(default_factory=lambda: _Keys())  # noqa: PLW0108 - defined below

    def case(self, number: int, trial: int, case: ScoredCase, line: Line) -> None:
        if case.task in {"text", "tables"} and self.other is not None:
            self._parsed(number, trial, case, line)
            return
        if line.parsed and not line.invalid:
            line.invalid = "no_answer"
        self._scalars(number, trial, case.scalars, line)
        for each in case.lists:
            self._list(number, trial, each, line)
        self._spurious(case, line)

    def _scalars(self, number: int, trial: int, truths: Sequence[Expected], line: Line) -> None:
        judged, channels, got, sure = [], [], [], []
        judge, sentinels, answer, keys = self.judge, self.sentinels, line.answer, self.keys
        plain = line.plain and not sentinels
        p = line.sure("") if plain else math.nan
        for truth in truths:
            key = keys[truth.path]
            raw = found_at(answer, truth.path) if key is None else answer.get(key, ABSENT_KEY)
            if plain and judge.sees(truth, raw):
                judged.append(RIGHT)
                channels.append("value")
                got.append(raw)
                sure.append(p)
                continue
            told = claim(line, truth.path, raw, sentinels)
            judged.append(judge(truth, told))
            channels.append(told.status)
            got.append(_got(told))
            sure.append(told.p)
        share = self.weights
        weights = [0.0 if truth.state == "unscored" else share[truth.unit] for truth in truths]
        self.table.extend(
            number, trial, truths, judged, channels=channels, got=got, p=sure, weights=weights
        )

    def _parsed(self, number: int, trial: int, case: ScoredCase, line: Line) -> None:
        assert self.other is not None  # noqa: S101 - asked by the caller
        if line.text is None and line.tables is None and not line.invalid:
            line.invalid = "no_text"
        shares = Counter(t.unit for t in case.fields() if t.state != "unscored")
        for truth in case.fields():
            judged, at, got = (
                (Judged("invalid", line.invalid), "", None)
                if line.invalid
                else self.other(case, line, truth)
            )
            if truth.state == "unscored":
                judged = Judged("unscored")
            share = 1 / max(shares[truth.unit], 1)
            self._add(number, trial, truth, judged, Claim("value", at, got), share)

    def _add(  # noqa: PLR0917 - one row, called in the innermost loop
        self, number: int, trial: int, truth: Expected, judged: Judged, told: Claim, share: float
    ) -> None:
        self.table.add(
            number,
            trial,
            truth,
            judged,
            channel=told.status,
            at=told.at,
            got=_got(told),
            p=told.p,
            weight=0.0 if truth.state == "unscored" else self.weights[truth.unit] * share,
        )

    def _list(self, number: int, trial: int, each: ExpectedList, line: Line) -> None:
        raw = ABSENT_KEY if line.invalid else found_at(line.answer, each.path)
        rows = raw if isinstance(raw, list) else []
        claims = [self._row(each, line, n, row) for n, row in enumerate(rows)]
        ready = self.lists.get(id(each))
        if ready is None:
            ready = self.lists[id(each)] = prepared(each)
        gold, kinds, scored = ready.gold, ready.kinds, ready.scored
        keys = [row_keys(row, kinds) for row in claims]
        found = align(ready.rows, keys)
        extra = surplus(found.extra, keys, each)
        for nth, row in enumerate(gold):
            at = found.rows[nth]
            for leaf, truth in row.items():
                told = (
                    self._missing(each, line, raw, leaf) if at is None else claims[at].get(leaf)
                ) or Claim("missing", f"{each.path}/{at}/{leaf}")
                share = 1 / (scored[truth.unit] + extra[leaf] or 1)
                judged = self.judge(truth, told, partial(around, gold, nth, leaf))
                self._add(number, trial, truth, judged, told, share)
        for leaf, count in extra.items():
            if count:
                unit = f"{each.path}/*/{leaf}"
                self._extra(
                    number,
                    trial,
                    Expected(
                        f"{each.path}/{EXTRA_ROW}/{leaf}",
                        unit,
                        kinds.get(leaf, "text"),
                        "absent",
                        touched=any(leaf in row and row[leaf].touched for row in gold),
                    ),
                    count,
                    count / (scored[unit] + count),
                    repeated=found.duplicated >= set(found.extra),
                    flagged=line.reason(each.path) is not None,
                )

    def _extra(
        self,
        number: int,
        trial: int,
        truth: Expected,
        count: int,
        share: float,
        *,
        repeated: bool,
        flagged: bool,
    ) -> None:
        sub = "duplicate_row" if repeated else "extra_row"
        self.table.add(
            number,
            trial,
            truth,
            Judged("hallucinated", sub, answered=True, flagged=flagged, value=True),
            channel="value",
            at=truth.path,
            got=None,
            p=math.nan,
            weight=self.config.weight(truth.unit) * share,
            rows=count,
        )

    def _row(self, each: ExpectedList, line: Line, n: int, row: Json) -> dict[str, Claim]:
        pointer = f"{each.path}/{n}"
        told = {
            leaf: claim(line, f"{pointer}/{leaf}", found_at(row, f"/{leaf}"), self.sentinels)
            for leaf in each.leaves
        }
        if isinstance(row, dict):
            tops = {leaf.partition("/")[0] for leaf in each.leaves}
            self.table.answers.counts["spurious"] += len(row.keys() - tops)
        return told

    def _missing(self, each: ExpectedList, line: Line, raw: Json, leaf: str) -> Claim:
        """What is claimed of a cell whose row is not in the answer."""
        at = f"{each.path}//{leaf}"
        reason = line.reason(each.path)
        if line.invalid:
            return Claim("invalid", at, reason=line.invalid)
        if raw is DUPLICATED or not (isinstance(raw, list) or raw is None or raw is ABSENT_KEY):
            return Claim("invalid", at, reason="duplicate_key" if raw is DUPLICATED else "schema")
        if reason is not None:
            return Claim("gap", at, flagged=True, reason=reason)
        if isinstance(raw, list):
            return Claim("missing_row", at)
        if each.path in line.absent:
            return Claim("absent", at)
        return Claim("null" if raw is None else "missing", at)

    def _spurious(self, case: ScoredCase, line: Line) -> None:
        if line.invalid:
            return
        known = {truth.path.split("/", 2)[1] for truth in case.scalars}
        known.update(each.path.split("/", 2)[1] for each in case.lists)
        self.table.answers.counts["spurious"] += len(line.answer.keys() - known)


class _Weights(dict[str, float]):
    """Weights of schema paths, each looked up once."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def __missing__(self, unit: str) -> float:
        weight = self[unit] = self._config.weight(unit)
        return weight


class _Keys(dict[str, str | None]):
    """The key of an answer that a path names; None where it lies deeper."""

    def __missing__(self, path: str) -> str | None:
        key = path[1:]
        found = self[path] = None if "/" in key else key
        return found


def _got(told: Claim) -> Json:
    return list(told.candidates) if told.status == "candidates" else told.value


def _rules(corpus: ScoredCorpus, config: Config) -> dict[str, Rules]:
    if not config.compare:
        return {}
    out: dict[str, Rules] = {}
    for unit in {t.unit: None for case in corpus.cases.values() for t in case.fields()}:
        found = config.comparison(unit)
        if isinstance(found, str):
            out[unit] = Rules(function=function(found))
        elif found.kind is not None or found.tolerance:
            out[unit] = Rules(kind=found.kind, tolerance=found.tolerance)
    return out
