"""Harbor: a verifier that judges on the host, so that no task holds the truth. Needs harbor.

harbor run -p tasks -a AGENT -m MODEL --verifier chaosdocs.harness.harbor:Judge --verifier-kwarg
private=OUT/private
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from harbor.models.verifier.result import VerifierResult
from harbor.verifier.base import BaseVerifier

from chaosdocs.harness.judging import PER_CASE, CaseJudge, Form

ANSWER: Final = "/app/answer.json"
DIGITS: Final = 12
"""Decimal places of a figure: Harbor counts how often each stands, so equal ones must be equal."""


@cache
def _judge(private: str, form: Form) -> CaseJudge:
    return CaseJudge(private, form)


class Judge(BaseVerifier):
    """Fetches the agent's answer out of its box, and judges it here.

    Args:
        private: What holds the truth.
        form: The form of the answers.
    """

    def __init__(self, *, private: str, form: Form = "plain", **more: Any) -> None:  # noqa: ANN401 - what Harbor gives
        super().__init__(**more)
        self._judge = _judge(private, form)

    async def verify(self) -> VerifierResult:
        """Return the seven figures, with the utility as the reward."""
        case = str(self.task.config.metadata["case"])
        kept = self.trial_paths.verifier_dir / "answer.json"
        kept.parent.mkdir(parents=True, exist_ok=True)
        said: str | None = None
        try:
            await self.environment.download_file(ANSWER, kept)
            said = kept.read_bytes().decode("utf-8", errors="replace")
        except Exception as error:  # noqa: BLE001 - each environment raises its own
            self.logger.warning("no answer of %s: %s", case, error)
        told = self._judge(case, said, None if said is not None else "the agent wrote no answer")
        figures = {name: round(told.shares.get(name, 0.0), DIGITS) for name in PER_CASE}
        return VerifierResult(rewards={"reward": figures["utility_50"], **figures})
