"""pydantic-evals: evaluators that say what chaosdocs says. Needs pydantic-evals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_evals.evaluators import (
    EvaluationReason,
    Evaluator,
    EvaluatorContext,
    ReportEvaluator,
    ReportEvaluatorContext,
)
from pydantic_evals.reporting.analyses import ScalarResult

from chaosdocs.harness.judging import CaseJudge, Form


@cache
def _judge(private: str, form: Form) -> CaseJudge:
    return CaseJudge(private, form)


@dataclass
class ChaosDocs(Evaluator[Any, Any, Any]):
    """The seven figures of a case as scores, its operator as a label, its errors as a reason.

    Attributes:
        private: What holds the truth; where it is not there, nothing is judged.
        form: The form of the answers.
    """

    private: str
    form: Form = "plain"

    def evaluate(self, ctx: EvaluatorContext[Any, Any, Any]) -> dict[str, Any]:
        """Return what the answer of one case is worth."""
        if not Path(self.private).is_dir():
            return {"chaosdocs": "unjudged: the truth is not here"}
        told = _judge(self.private, self.form)(ctx.metadata["case"], ctx.output)
        if not told.scored:
            return {"chaosdocs": "nothing of this case is scored"}
        worth = EvaluationReason(told.shares["utility_50"], told.words())
        return {**told.shares, "utility_50": worth, "operator": told.sample.operator}


@dataclass
class Headline(ReportEvaluator[Any, Any, Any]):
    """The headline of the whole run with its intervals.

    Attributes:
        private: What holds the truth; where it is not there, there is no headline.
        form: The form of the answers.
    """

    private: str
    form: Form = "plain"

    def evaluate(self, ctx: ReportEvaluatorContext[Any, Any, Any]) -> list[Any]:
        """Return a number for each metric of the card."""
        from chaosdocs.harness.headline import headline

        if not Path(self.private).is_dir():
            return []
        said = [(row.metadata["case"], row.output) for row in ctx.report.cases]
        return [
            ScalarResult(title=name, value=value)
            for name, value in headline(self.private, said, self.form).items()
        ]
