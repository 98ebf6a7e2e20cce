"""The headline of a whole run, with its intervals, computed inside a harness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from chaosdocs.harness.judging import Form
from chaosdocs.readers.said import line_of
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.parsed import judge_parsed
from chaosdocs.score.run import result_of


def headline(
    private: str | Path, said: Iterable[tuple[str, Any]], form: Form = "plain"
) -> dict[str, float]:
    """Return the metrics of the card over all answers, as ``chaosdocs score`` computes them.

    A case without an answer counts as invalid, though the harness may leave it out of its means.

    Args:
        private: What holds the truth.
        said: Case and what was said, once a trial.
        form: The form of the answers.

    Returns:
        Metric to its value, and ``METRIC_low`` and ``METRIC_high``: the 95 % interval. What has no
        value is not there.
    """
    corpus = load(Path(private))
    trials: dict[str, int] = {}
    lines: list[Mapping[str, Any]] = []
    for case, words in said:
        trial = trials[case] = trials.get(case, -1) + 1
        shape: Any = "envelope" if form == "envelope" else "plain"
        task = corpus.cases[case].task
        lines.append({"case": case, "trial": trial, **line_of(task, words, shape)})
    answers = answers_of("harness", lines, corpus.cases)
    table = judge(corpus, answers, Config(), judge_parsed(corpus.printed))
    result = result_of(corpus, [table], Config(), reference_readers=False)
    (reader,) = result.summary.readers
    found: dict[str, float] = {}
    for name, estimate in reader.card.items():
        for key, value in (("", estimate.value), ("_low", estimate.low), ("_high", estimate.high)):
            if value is not None:
                found[f"{name}{key}"] = value
    return found
