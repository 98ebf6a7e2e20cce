"""The judge: answers against truth, one outcome a field, paired metrics with intervals."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chaosdocs.foundation.executing import Executor
    from chaosdocs.score.run import ScoreResult, score

__all__ = ["ScoreResult", "score"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load the whole score when it is first used: the judge of one answer needs little of it."""
    if name in __all__:
        return getattr(importlib.import_module("chaosdocs.score.run"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _CallableModule(ModuleType):
    """This package, which can be called.

    Python binds the name ``chaosdocs.score`` to this package as soon as the package is imported.
    ``chaosdocs.score(...)`` is a function of the public API, and has to work before and after.
    """

    def __call__(
        self, corpus: str | Path, *answers: str | Path, executor: Executor | None = None
    ) -> ScoreResult:
        """Judge answers, as `chaosdocs.api.score` does."""
        from chaosdocs.score.run import score

        return score(corpus, answers, executor=executor)


sys.modules[__name__].__class__ = _CallableModule
