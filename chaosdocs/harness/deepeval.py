"""DeepEval: metrics that say what chaosdocs says. Needs deepeval; asks no model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

from chaosdocs.harness.judging import PER_CASE, CaseJudge, Form
from chaosdocs.score.metrics.registry import metric


@cache
def _judge(private: str, form: Form) -> CaseJudge:
    return CaseJudge(private, form)


class ChaosDocsMetric(BaseMetric):
    """One figure of a case.

    Args:
        private: What holds the truth; where it is not there, nothing is judged and all passes.
        name: One of `chaosdocs.harness.judging.PER_CASE`.
        form: The form of the answers.
        threshold: The least that passes, or the most where less is better; all passes by default.
    """

    def __init__(
        self,
        private: str | Path,
        name: str = "utility_50",
        form: Form = "plain",
        threshold: float | None = None,
    ) -> None:
        self.private, self.share, self.form = str(private), name, form
        self.more_is_better = metric(name).better == "higher"
        self.threshold = (-1.0 if self.more_is_better else 1.0) if threshold is None else threshold
        self.async_mode = self.strict_mode = False
        self.include_reason = True
        self.evaluation_model = None

    def measure(self, test_case: LLMTestCase, *_: object, **__: object) -> float:
        """Return the figure of one answer."""
        if not Path(self.private).is_dir():
            self.score, self.success, self.reason = 0.0, True, "unjudged: the truth is not here"
            return self.score
        case = (test_case.metadata or {})["case"]
        told = _judge(self.private, self.form)(case, test_case.actual_output)
        self.score = told.shares.get(self.share, 0.0)
        self.score_breakdown = told.shares
        self.reason = told.words() if told.scored else "nothing of this case is scored"
        better = self.score >= self.threshold
        self.success = better if self.more_is_better else self.score <= self.threshold
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *_: object, **__: object) -> float:
        """Return the figure of one answer; nothing is waited for."""
        return self.measure(test_case)

    def is_successful(self) -> bool:
        """Return whether the last figure passes."""
        return bool(self.success)

    @property
    def __name__(self) -> str:  # type: ignore[override]
        """The name that DeepEval shows."""
        return f"chaosdocs {self.share}"


def metrics(private: str | Path, form: Form = "plain") -> list[ChaosDocsMetric]:
    """Return a metric for each of the seven figures.

    Args:
        private: What holds the truth.
        form: The form of the answers.
    """
    return [ChaosDocsMetric(private, name, form) for name in PER_CASE]
