"""From a run to a table: every asked field of every case judged, rows of lists aligned."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.score.judging.align import align
from chaosdocs.score.judging.answers import Answers
from chaosdocs.score.judging.comparison import Json, folded
from chaosdocs.score.judging.config import Config, function
from chaosdocs.score.judging.expectations import Expected, ExpectedList, ScoredCase, ScoredCorpus
from chaosdocs.score.judging.field_answers import ABSENT_KEY, FieldAnswer, claim, found_at
from chaosdocs.score.judging.lines import DUPLICATED, Line
from chaosdocs.score.judging.outcomes import RIGHT, Judge, Judged, Rules
from chaosdocs.score.judging.rows import (
    Beside,
    PreparedList,
    around,
    prepared,
    row_keys,
    surplus,
)
from chaosdocs.score.judging.table import Table
from chaosdocs.score.judging.whole import WholeJudge
from chaosdocs.score.judging.whole_rows import Row, WholeList, whole_list

JudgeOther = Callable[[ScoredCase, Line, Expected], tuple[Judged, float, Json]]
"""Returns outcome, confidence and what was found."""
EXTRA_ROW: Final = "+"


@gc_paused()
def judge(
    corpus: ScoredCorpus,
    answers: Answers,
    config: Config,
    other: JudgeOther | None = None,
    on_case: Callable[[], None] | None = None,
    *,
    table: Table | None = None,
) -> Table:
    """Judge a run.

    Args:
        corpus: The truth.
        answers: What a reader said.
        config: Weights, comparisons and sentinels.
        other: How fields are judged where the task is ``text`` or ``tables``.
        on_case: Called after every case.
        table: An empty table of `corpus` and `answers` to append to.

    Returns:
        One entry a asked field and trial, and one for the surplus rows of every leaf of a list.
    """
    table = Table(corpus, answers) if table is None else table
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
            if on_case is not None:
                on_case()
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
                    found[truth.schema_path, name] += 1
    return [
        f"the comparison of {unit} forgives the lure {name!r} ({count} fields)"
        for (unit, name), count in sorted(found.items())
    ]


@dataclass(slots=True)
class _Found:
    """What was judged of one case, one entry a field."""

    truths: list[Expected] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    told: list[FieldAnswer] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def add(
        self, truth: Expected, judged: Judged, told: FieldAnswer, share: float, *, rows: int = 1
    ) -> None:
        self.truths.append(truth)
        self.judged.append(judged)
        self.told.append(told)
        self.shares.append(share)
        self.rows.append(rows)


@dataclass(slots=True)
class _Judging:
    table: Table
    judge: Judge
    config: Config
    sentinels: frozenset[str]
    weights: _Weights
    other: JudgeOther | None
    lists: dict[int, PreparedList] = field(default_factory=dict)
    wholes: dict[int, WholeList] = field(default_factory=dict)
    keys: _Keys = field(default_factory=lambda: _Keys())  # noqa: PLW0108 - defined below
    tops: _Tops = field(default_factory=lambda: _Tops())  # noqa: PLW0108 - defined below

    def case(self, number: int, trial: int, case: ScoredCase, line: Line) -> None:
        if case.task in {"text", "tables"} and self.other is not None:
            self._parsed(number, trial, case, line)
            return
        if line.parsed and not line.invalid:
            line.invalid = "no_answer"
        self._scalars(number, trial, case.scalars, line)
        whole = {each.path: self._whole(each) for each in case.lists if each.whole}
        rows = {path: each.rows(line, self.sentinels) for path, each in whole.items()}
        for each in case.lists:
            if each.whole:
                other = whole.get(each.against)
                against = None if other is None else (other, rows[each.against])
                ready = whole[each.path]
                self._units(number, trial, line, ready, rows[each.path], against)
            else:
                self._list(number, trial, each, line)
        self._spurious(case, line)

    def _scalars(self, number: int, trial: int, truths: Sequence[Expected], line: Line) -> None:
        answer, keys, sees = line.answer, self.keys, self.judge.sees
        plain = line.plain and not self.sentinels
        paths = [truth.path for truth in truths]
        got: list[Json] = [
            found_at(answer, path) if (key := keys[path]) is None else answer.get(key, ABSENT_KEY)
            for path in paths
        ]
        judged = [RIGHT] * len(truths)
        channels: list[str] = ["value"] * len(truths)
        sure = [line.sure("") if plain else math.nan] * len(truths)
        beside = Beside(truths)
        for n, (truth, raw) in enumerate(zip(truths, got, strict=True)):
            if plain and sees(truth, raw):
                continue
            told = claim(line, truth.path, raw, self.sentinels)
            judged[n] = self.judge(truth, told, beside)
            channels[n] = told.status
            got[n] = _got(told)
            sure[n] = told.p
        share = self.weights
        weights = [
            0.0 if truth.state == "unscored" else share[truth.schema_path] for truth in truths
        ]
        self.table.extend(
            number, trial, truths, judged,
            channels=channels, at=paths, got=got, p=sure, weights=weights,
        )  # fmt: skip

    def _parsed(self, number: int, trial: int, case: ScoredCase, line: Line) -> None:
        assert self.other is not None  # noqa: S101 - asked by the caller
        if line.text is None and line.tables is None and not line.invalid:
            line.invalid = "no_text"
        shares = Counter(t.schema_path for t in case.fields() if t.state != "unscored")
        found = _Found()
        for truth in case.fields():
            judged, sure, got = (
                (Judged("invalid", line.invalid), math.nan, None)
                if line.invalid
                else self.other(case, line, truth)
            )
            if truth.state == "unscored":
                judged = Judged("unscored")
            share = 1 / max(shares[truth.schema_path], 1)
            found.add(truth, judged, FieldAnswer("value", "", got, p=sure), share)
        self._tell(number, trial, found)

    def _tell(self, number: int, trial: int, found: _Found) -> None:
        weights = [
            0.0 if truth.state == "unscored" else self.weights[truth.schema_path] * share
            for truth, share in zip(found.truths, found.shares, strict=True)
        ]
        self.table.extend(
            number,
            trial,
            found.truths,
            found.judged,
            channels=[told.status for told in found.told],
            at=[told.at for told in found.told],
            got=[_got(told) for told in found.told],
            p=[told.p for told in found.told],
            weights=weights,
            rows=found.rows,
        )

    def _list(self, number: int, trial: int, each: ExpectedList, line: Line) -> None:
        raw = ABSENT_KEY if line.invalid else found_at(line.answer, each.path)
        rows = raw if isinstance(raw, list) else []
        claims = self._rows(each, line, rows)
        ready = self.lists.get(id(each))
        if ready is None:
            ready = self.lists[id(each)] = prepared(each)
        gold, kinds, scored = ready.gold, ready.kinds, ready.scored
        sees = self.judge.sees
        keys = [row_keys(row, kinds) for row in claims]
        aligned = align(ready.rows, keys)
        extra = surplus(aligned.extra, keys, each)
        found = _Found()
        for nth, row in enumerate(gold):
            at = aligned.rows[nth]
            for leaf, truth in row.items():
                told = (
                    self._missing(each, line, raw, leaf) if at is None else claims[at].get(leaf)
                ) or FieldAnswer("missing", f"{each.path}/{at}/{leaf}")
                share = 1 / (scored[truth.schema_path] + extra[leaf] or 1)
                if told.status == "value" and not told.flagged and sees(truth, told.value):
                    judged = RIGHT
                else:
                    judged = self.judge(truth, told, partial(around, gold, nth, leaf))
                found.add(truth, judged, told, share)
        sub = "duplicate_row" if aligned.duplicated >= set(aligned.extra) else "extra_row"
        flagged = line.reason(each.path) is not None
        for leaf, count in extra.items():
            if count:
                unit, path = f"{each.path}/*/{leaf}", f"{each.path}/{EXTRA_ROW}/{leaf}"
                touched = any(leaf in row and row[leaf].touched for row in gold)
                truth = Expected(
                    path=path,
                    schema_path=unit,
                    kind=kinds.get(leaf, "text"),
                    state="absent",
                    touched=touched,
                )
                judged = Judged("hallucinated", sub, answered=True, flagged=flagged, value=True)
                share = count / (scored[unit] + count)
                found.add(truth, judged, FieldAnswer("value", path), share, rows=count)
        self._tell(number, trial, found)

    def _units(  # noqa: PLR0917
        self,
        number: int,
        trial: int,
        line: Line,
        each: WholeList,
        rows: Sequence[Row],
        other: tuple[WholeList, Sequence[Row]] | None,
    ) -> None:
        found = _Found()
        judge = WholeJudge(self.judge, self.sentinels)
        for verdict in judge.verdicts(each, line, rows, other):
            found.add(verdict.truth, verdict.judged, verdict.told, verdict.share, rows=verdict.rows)
        self._tell(number, trial, found)

    def _whole(self, each: ExpectedList) -> WholeList:
        ready = self.wholes.get(id(each))
        if ready is None:
            ready = self.wholes[id(each)] = whole_list(each)
        return ready

    def _rows(
        self, each: ExpectedList, line: Line, rows: Sequence[Json]
    ) -> list[dict[str, FieldAnswer]]:
        """What is claimed in every row of an answer, leaf by leaf."""
        tops = {leaf.partition("/")[0] for leaf in each.leaves}
        flat = len(tops) == len(each.leaves) and not any("/" in leaf for leaf in each.leaves)
        plain, sure = flat and line.plain and not self.sentinels, line.sure("")
        out = []
        for n, row in enumerate(rows):
            pointer = f"{each.path}/{n}/"
            if isinstance(row, dict):
                self.table.answers.counts["spurious"] += len(row.keys() - tops)
                told = [row.get(leaf) for leaf in each.leaves] if plain else []
                if told and not any(value is None or value is DUPLICATED for value in told):
                    out.append(
                        {
                            leaf: FieldAnswer("value", pointer + leaf, value, p=sure)
                            for leaf, value in zip(each.leaves, told, strict=True)
                        }
                    )
                    continue
            out.append(
                {
                    leaf: claim(line, pointer + leaf, found_at(row, f"/{leaf}"), self.sentinels)
                    for leaf in each.leaves
                }
            )
        return out

    def _missing(self, each: ExpectedList, line: Line, raw: Json, leaf: str) -> FieldAnswer:
        """What is claimed of a cell whose row is not in the answer."""
        at = f"{each.path}//{leaf}"
        reason = line.reason(each.path)
        if line.invalid:
            return FieldAnswer("invalid", at, reason=line.invalid)
        if raw is DUPLICATED or not (isinstance(raw, list) or raw is None or raw is ABSENT_KEY):
            return FieldAnswer(
                "invalid", at, reason="duplicate_key" if raw is DUPLICATED else "schema"
            )
        if reason is not None:
            return FieldAnswer("gap", at, flagged=True, reason=reason)
        if isinstance(raw, list):
            return FieldAnswer("missing_row", at)
        if each.path in line.absent:
            return FieldAnswer("absent", at)
        return FieldAnswer("null" if raw is None else "missing", at)

    def _spurious(self, case: ScoredCase, line: Line) -> None:
        if line.invalid:
            return
        tops = self.tops
        known = {tops[truth.path] for truth in case.scalars}
        known.update(tops[each.path] for each in case.lists)
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


class _Tops(dict[str, str]):
    """The key of an answer that a path is in or below."""

    def __missing__(self, path: str) -> str:
        top = self[path] = path.split("/", 2)[1]
        return top


def _got(told: FieldAnswer) -> Json:
    return list(told.candidates) if told.status == "candidates" else told.value


def _rules(corpus: ScoredCorpus, config: Config) -> dict[str, Rules]:
    if not config.compare:
        return {}
    out: dict[str, Rules] = {}
    for unit in {t.schema_path: None for case in corpus.cases.values() for t in case.fields()}:
        found = config.comparison(unit)
        if isinstance(found, str):
            out[unit] = Rules(function=function(found))
        elif found.kind is not None or found.tolerance:
            out[unit] = Rules(kind=found.kind, tolerance=found.tolerance)
    return out
