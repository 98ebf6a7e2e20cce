"""The judge: answers against truth, one outcome a field, paired metrics with intervals."""

from __future__ import annotations

from chaosdocs.score.run import ScoreResult, score

__all__ = ["ScoreResult", "score"]
