"""Two readers on the same corpus: paired differences, and fields that only one has right."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from chaosdocs.formats.fields import FieldRow
from chaosdocs.formats.summary import Estimate
from chaosdocs.foundation.errors import UserError
from chaosdocs.score.judging.outcomes import ERRORS, OUTCOMES
from chaosdocs.score.judging.table import TOUCHED
from chaosdocs.score.metrics.aggregates import pyramid
from chaosdocs.score.metrics.conditions import Aggregate, Conditions
from chaosdocs.score.metrics.registry import bounds_of
from chaosdocs.score.metrics.significance import holm, two_sided
from chaosdocs.score.run import ScoreResult
from chaosdocs.score.stats.intervals import estimate
from chaosdocs.score.summary.numbers import number
from chaosdocs.score.summary.parsers import task_of

COMPARED: Final = (
    "accuracy",
    "automation_rate",
    "silent_error_rate",
    "silent_loss_rate",
    "needless_gap_rate",
    "invention_rate",
    "accuracy_change",
    "youden_j",
    "net_utility_50",
    "net_utility_75",
    "net_utility_90",
    "brier_score",
)
OF_OPERATORS: Final = ("silent_error_rate", "correct_rate")
"""What is compared operator by operator."""
MOST_FLIPS: Final = 100
"""Fields that are kept of those on which one of the readers alone is right."""
RIGHT: Final = frozenset({"correct", "right_abstain"})
_WIDE: Final = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more one reader has of a metric than another.

    Attributes:
        where: ``all``, ``clean``, a family, or an operator.
        by: First minus second, with its interval over paired resamples.
        p: Corrected by Holm over everything that is compared; `alone` is not corrected.
    """

    where: str
    metric: str
    first: float
    second: float
    by: Estimate
    p: float | None
    alone: float | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """A field on which one reader is right and the other is not."""

    first: FieldRow
    second: FieldRow

    @property
    def of_first(self) -> bool:
        """Whether the first reader is the one that is right."""
        return self.first.outcome in RIGHT


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of a comparison.

    Attributes:
        differences: Of everything dirty, everything clean and families, corrected for each other.
        operators: Of operators, corrected for each other.
        flips: The first flips of either kind: silent errors before gaps, touched fields before
            others, and each operator in turn.
        gained: Fields on which only the second reader is right; `lost` only the first.
    """

    first: str
    second: str
    differences: tuple[Difference, ...]
    operators: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    gained: int
    lost: int

    def text(self) -> str:
        """Return it in words, for a terminal."""
        first, second = (_cut(name) for name in (self.first, self.second))
        told = sum(each.p is not None for each in self.differences)
        lines = [
            f"{self.first} minus {self.second}; touched fields of damaged documents; clean ones",
            "",
            _line("where", "metric", first, second, "difference (95 % interval)", "p", "p, Holm"),
            *(
                _line(
                    each.where,
                    each.metric,
                    f"{each.first:.3f}",
                    f"{each.second:.3f}",
                    number(each.by, 3),
                    _p(each.alone),
                    _p(each.p),
                )
                for each in self.differences
            ),
            "",
            "  p and the interval are for one difference alone. p, Holm is corrected for all",
            f"  {told} differences of this table, because among so many some are far from 0 by",
            "  chance. So an interval can exclude 0 while p, Holm is large.",
            "",
            f"only {self.first} is right: {self.lost} fields; only {self.second}: {self.gained}",
        ]
        lines += [
            f"  {flip.first.label} {flip.first.path}: {flip.first.outcome} / {flip.second.outcome}"
            for flip in self.flips[:20]
        ]
        return "\n".join(lines) + "\n"


def compare(result: ScoreResult, first: int = 0, second: int = 1) -> Comparison:
    """Compare two readers of one score; resamples are shared, so differences are paired.

    Args:
        result: A score of two readers or more.
        first: Number of a reader.
        second: Number of another.

    Raises:
        UserError: There are not two readers, or they were asked different things.
    """
    if len(result.conditions) <= max(first, second):
        raise UserError("two files of answers are needed to compare", where="compare")
    one, other = result.conditions[first], result.conditions[second]
    tasks = task_of(one.table), task_of(other.table)
    if tasks[0] != tasks[1]:
        raise UserError(
            f"{one.table.reader} answers {tasks[0]}, {other.table.reader} {tasks[1]}: readers of "
            "different tasks are not ranked with each other",
            where="compare",
            hint="`run --then builtin:fields` turns a parser into a reader of fields",
        )
    if one.table.answers.trials != other.table.answers.trials:
        raise UserError(
            f"{one.table.reader} has trials {one.table.answers.trials}, {other.table.reader} "
            f"{other.table.answers.trials}: a comparison needs the same trials",
            where="compare",
        )
    flips, gained, lost = _flips(one, other)
    differences, operators = _differences(one, other)
    return Comparison(
        first=one.table.reader,
        second=other.table.reader,
        differences=_corrected(differences),
        operators=_corrected(operators),
        flips=flips,
        gained=gained,
        lost=lost,
    )


def _differences(one: Conditions, other: Conditions) -> tuple[list[Difference], list[Difference]]:
    """The differences of everything and of families, and those of operators."""
    by_operator, ours, dirty, clean = pyramid(one)
    theirs_by_operator, theirs, dirty_too, clean_too = pyramid(other)
    pairs = [("all", dirty, dirty_too), ("clean", clean, clean_too)]
    pairs += [(name, level, theirs.get(name)) for name, level in ours.items()]
    operators = [(name, each, theirs_by_operator.get(name)) for name, each in by_operator.items()]
    return list(_between(pairs, COMPARED)), list(_between(operators, OF_OPERATORS))


def _between(
    pairs: Iterable[tuple[str, Aggregate | None, Aggregate | None]], metrics: Sequence[str]
) -> Iterator[Difference]:
    for where, a, b in pairs:
        if a is None or b is None:
            continue
        for metric in metrics:
            found = _difference(where, metric, a, b)
            if found is not None:
                yield found


def _difference(where: str, metric: str, a: Aggregate, b: Aggregate) -> Difference | None:
    first, second = a.value.get(metric, math.nan), b.value.get(metric, math.nan)
    if math.isnan(first) or math.isnan(second):
        return None
    boot = a.boot[metric] - b.boot[metric]
    records = min(a.n(metric), b.n(metric))
    return Difference(
        where,
        metric,
        first,
        second,
        estimate(first - second, boot, records=records, bounds=_bounds(metric)),
        two_sided(boot, first - second, records),
    )


def _bounds(metric: str) -> tuple[float, float] | None:
    """How far two values of a metric can lie apart."""
    ends = bounds_of(metric)
    return None if ends is None else (ends[0] - ends[1], ends[1] - ends[0])


def _corrected(differences: Sequence[Difference]) -> tuple[Difference, ...]:
    known = [each for each in differences if each.p is not None]
    values = iter(holm([each.p for each in known if each.p is not None]))
    return tuple(
        each if each.p is None else replace(each, p=next(values), alone=each.p)
        for each in differences
    )


def _line(*columns: str) -> str:
    where, metric, first, second, by, alone, corrected = columns
    return (
        f"  {where:<24} {metric:<17} {first:>10} {second:>10}   {by:<32} {alone:>8} {corrected:>8}"
    )


def _cut(name: str) -> str:
    return name if len(name) <= _WIDE else f"{name[: _WIDE - 2]}.."


def _p(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def _flips(one: Conditions, other: Conditions) -> tuple[tuple[Flip, ...], int, int]:
    """The flips to keep, and how many there are of either kind."""
    ours, others = one.table, other.table
    good = {OUTCOMES.index(name) for name in RIGHT}
    wrong = {OUTCOMES.index(name) for name in OUTCOMES if name in ERRORS}
    theirs = {
        (others.case[n], others.trial[n], truth.path): n for n, truth in enumerate(others.expected)
    }
    found: list[tuple[bool, bool, int, int, int]] = []
    counts: Counter[tuple[bool, str]] = Counter()
    for n, truth in enumerate(ours.expected):
        m = theirs.get((ours.case[n], ours.trial[n], truth.path))
        if m is None or (ours.outcome[n] in good) == (others.outcome[m] in good):
            continue
        gap = ours.outcome[n] not in wrong and others.outcome[m] not in wrong
        turn = ours.outcome[n] in good, ours.cases[ours.case[n]].operator
        found.append((gap, not ours.bits[n] & TOUCHED, counts[turn], n, m))
        counts[turn] += 1
    kept: list[Flip] = []
    kinds: Counter[bool] = Counter()
    for *_, n, m in sorted(found):
        kind = ours.outcome[n] in good
        kinds[kind] += 1
        if kinds[kind] <= MOST_FLIPS:
            kept.append(Flip(ours[n], others[m]))
    return tuple(kept), kinds[False], kinds[True]
