"""The judge: answers against truth, one outcome a field, paired metrics with intervals."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from chaosdocs.score.run import ScoreResult, score

__all__ = ["ScoreResult", "score"]


class _CallableModule(ModuleType):
    """This package, which can be called.

    Python binds the name ``chaosdocs.score`` to this package as soon as the package is imported.
    ``chaosdocs.score(...)`` is a function of the public API, and has to work before and after.
    """

    def __call__(self, corpus: str | Path, *answers: str | Path) -> ScoreResult:
        """Judge answers, as `chaosdocs.api.score` does."""
        return score(corpus, answers)


sys.modules[__name__].__class__ = _CallableModule
