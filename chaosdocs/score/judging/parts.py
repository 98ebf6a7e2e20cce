"""A run judged in parts, by several machines, and put together to the table of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from chaosdocs.score.judging.answers import Answers
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ScoredCase, ScoredCorpus
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import Line
from chaosdocs.score.judging.parsed import judge_parsed
from chaosdocs.score.judging.table import Table

PARTS: Final = 16
"""Parts that a run is judged in, unless it is said otherwise."""
At = tuple[str, int]
"""Id of a case, and trial."""


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """Some cases of a run, judged. It is pickled from one machine to another.

    Attributes:
        entries: Case and trial to what was appended to the table for it.
        lines: What was said, with what the judge noted of it.
        counts: What was noted of all of it.
    """

    entries: dict[At, list[tuple[tuple[Any, ...], dict[str, Any]]]]
    lines: dict[At, Line]
    counts: Counter[str]


class _KeptTable(Table):
    """A table that keeps what was appended for each case."""

    def __init__(self, corpus: ScoredCorpus, answers: Answers) -> None:
        super().__init__(corpus, answers)
        self.entries: dict[At, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {}

    def extend(self, case: int, trial: int, *fields: Any, **columns: Any) -> None:  # noqa: ANN401 - as `Table.extend`
        """Append judged fields of one case."""
        entry = self.entries.setdefault((self.cases[case].case, trial), [])
        entry.append((fields, columns))


def split(
    corpus: ScoredCorpus, answers: Answers, parts: int
) -> Iterator[tuple[ScoredCorpus, Answers]]:
    """Yield the cases of a corpus, those of a record together, with what was said of them.

    Args:
        corpus: The truth.
        answers: What a reader said.
        parts: How many parts there are to be; there may be fewer records.
    """
    for each in _shared_out(corpus, parts):
        if each:
            yield _part(corpus, answers, each)


def part_of(
    corpus: ScoredCorpus, answers: Answers, number: int, parts: int
) -> tuple[ScoredCorpus, Answers]:
    """Return one of the parts that `split` would yield, by its number from 0; it may be empty."""
    return _part(corpus, answers, _shared_out(corpus, parts)[number])


def _shared_out(corpus: ScoredCorpus, parts: int) -> list[dict[str, ScoredCase]]:
    numbers: dict[str, int] = {}
    cases: list[dict[str, ScoredCase]] = [{} for _ in range(parts)]
    for name, case in corpus.cases.items():
        number = numbers.setdefault(case.record, len(numbers)) % parts
        cases[number][name] = case
    return cases


def _part(
    corpus: ScoredCorpus, answers: Answers, cases: dict[str, ScoredCase]
) -> tuple[ScoredCorpus, Answers]:
    part = ScoredCorpus(corpus.name, corpus.digest, cases, corpus.channel)
    part.printed = {at: said for at, said in corpus.printed.items() if at[0] in cases}
    lines = {at: line for at, line in answers.lines.items() if at[0] in cases}
    return part, replace(answers, lines=lines, counts=Counter(), warnings=[], _counted=0)


def judge_part(corpus: ScoredCorpus, answers: Answers, config: Config) -> JudgedPart:
    """Return some cases of a run, judged.

    Args:
        corpus: The truth of the cases.
        answers: What was said of them.
        config: Weights, comparisons and sentinels.
    """
    table = _KeptTable(corpus, answers)
    judge(corpus, answers, config, judge_parsed(corpus.printed), table=table)
    return JudgedPart(table.entries, answers.lines, answers.counts)


def merged(corpus: ScoredCorpus, answers: Answers, parts: Sequence[JudgedPart]) -> Table:
    """Return the table of a whole run from its parts: the same as if it was judged at once.

    Args:
        corpus: The truth of all cases.
        answers: What was said of all of them.
        parts: The parts, in any order.
    """
    entries = {at: entry for part in parts for at, entry in part.entries.items()}
    for part in parts:
        answers.lines.update(part.lines)
        answers.counts.update(part.counts)
    table = Table(corpus, answers)
    for trial in answers.trials:
        for number, case in enumerate(table.cases):
            for fields, columns in entries[case.case, trial]:
                table.extend(number, trial, *fields, **columns)
    table.pair()
    return table
