"""From a run to a table: every asked field of every case judged, rows of lists aligned."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from chaosdocs.score.align import GoldRow, align
from chaosdocs.score.answers import Answers
from chaosdocs.score.claims import ABSENT_KEY, Claim, claim, found_at
from chaosdocs.score.compare import Json, folded, said
from chaosdocs.score.config import Config, function
from chaosdocs.score.corpus import Expected, ExpectedList, ScoredCase, ScoredCorpus
from chaosdocs.score.lines import DUPLICATED, Line
from chaosdocs.score.outcomes import Around, Judge, Judged, Rules
from chaosdocs.score.table import Table
from chaosdocs.truth.values import Kind

JudgeOther = Callable[[ScoredCase, Line, Expected], tuple[Judged, str, Json]]
EXTRA_ROW: Final = "+"


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
        {},
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
    weights: dict[str, float]
    other: JudgeOther | None
    lists: dict[int, _Prepared] = field(default_factory=dict)

    def case(self, number: int, trial: int, case: ScoredCase, line: Line) -> None:
        if case.task in {"text", "tables"} and self.other is not None:
            self._parsed(number, trial, case, line)
            return
        if line.parsed and not line.invalid:
            line.invalid = "no_answer"
        for truth in case.scalars:
            raw = found_at(line.answer, truth.path)
            said_ = claim(line, truth.path, raw, self.sentinels)
            self._add(number, trial, truth, self.judge(truth, said_), said_, 1.0)
        for each in case.lists:
            self._list(number, trial, each, line)
        self._spurious(case, line)

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
        unit = truth.unit
        weight = self.weights.get(unit)
        if weight is None:
            weight = self.weights[unit] = self.config.weight(unit)
        self.table.add(
            number,
            trial,
            truth,
            judged,
            channel=told.status,
            at=told.at,
            got=list(told.candidates) if told.status == "candidates" else told.value,
            p=told.p,
            weight=0.0 if truth.state == "unscored" else weight * share,
        )

    def _list(self, number: int, trial: int, each: ExpectedList, line: Line) -> None:
        raw = ABSENT_KEY if line.invalid else found_at(line.answer, each.path)
        rows = raw if isinstance(raw, list) else []
        claims = [self._row(each, line, n, row) for n, row in enumerate(rows)]
        prepared = self.lists.get(id(each))
        if prepared is None:
            prepared = self.lists[id(each)] = _prepared(each)
        gold, kinds, scored = prepared.gold, prepared.kinds, prepared.scored
        keys = [_row_keys(row, kinds) for row in claims]
        found = align(prepared.rows, keys)
        extra = _surplus(found.extra, keys, each)
        for nth, row in enumerate(gold):
            at = found.rows[nth]
            for leaf, truth in row.items():
                told = (
                    self._missing(each, line, raw, leaf) if at is None else claims[at].get(leaf)
                ) or Claim("missing", f"{each.path}/{at}/{leaf}")
                share = 1 / (scored[truth.unit] + extra[leaf] or 1)
                around = partial(_around, gold, nth, leaf)
                self._add(number, trial, truth, self.judge(truth, told, around), told, share)
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


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is the same for a list in every run."""

    gold: Sequence[Mapping[str, Expected]]
    kinds: Mapping[str, Kind]
    rows: Sequence[GoldRow]
    scored: Mapping[str, int]


def _prepared(each: ExpectedList) -> _Prepared:
    gold = list(each.rows.values())
    return _Prepared(
        gold,
        _kinds(gold, each),
        [_gold_row(row) for row in gold],
        Counter(t.unit for row in gold for t in row.values() if t.state != "unscored"),
    )


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


def _kinds(gold: Sequence[Mapping[str, Expected]], each: ExpectedList) -> dict[str, Kind]:
    kinds: dict[str, Kind] = dict.fromkeys(each.leaves, "text")
    for row in gold:
        kinds.update({leaf: truth.kind for leaf, truth in row.items()})
    return kinds


def _row_keys(row: Mapping[str, Claim], kinds: Mapping[str, Kind]) -> dict[str, Hashable]:
    return {
        leaf: said(kinds[leaf], told.value).key
        for leaf, told in row.items()
        if told.status == "value"
    }


def _gold_row(row: Mapping[str, Expected]) -> GoldRow:
    right: dict[str, tuple[Hashable, ...]] = {}
    lures: dict[str, tuple[Hashable, ...]] = {}
    for leaf, truth in row.items():
        values = truth.accept or truth.readings
        if values:
            right[leaf] = tuple(said(truth.kind, value).key for value in values)
        wrong = [value for _, value in (*truth.lures, *truth.others)]
        if truth.was is not None:
            wrong.append(truth.was)
        if wrong:
            keys = (said(truth.kind, value).key for value in wrong)
            lures[leaf] = tuple(k for k in keys if k not in right.get(leaf, ()))
    return GoldRow(right, lures)


def _surplus(
    extra: Iterable[int], keys: Sequence[Mapping[str, Hashable]], each: ExpectedList
) -> Counter[str]:
    counts: Counter[str] = Counter(dict.fromkeys(each.leaves, 0))
    for n in extra:
        counts.update(dict.fromkeys(keys[n], 1))
    return counts


def _around(gold: Sequence[Mapping[str, Expected]], nth: int, leaf: str) -> Around:
    def key(truth: Expected | None) -> Hashable:
        return None if truth is None or not truth.accept else said(truth.kind, truth.accept[0]).key

    beside = [gold[n].get(leaf) for n in (nth - 1, nth + 1) if 0 <= n < len(gold)]
    return Around(
        rows=frozenset(k for each in beside if (k := key(each)) is not None),
        columns=frozenset(
            k for name, each in gold[nth].items() if name != leaf and (k := key(each)) is not None
        ),
    )
