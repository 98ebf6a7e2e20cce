"""The judge: answers against truth, one outcome a field, paired metrics with intervals."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from chaosdocs.score.run import ScoreResult, score

__all__ = ["ScoreResult", "score"]


class _CallableModule(ModuleType):
    """This package, which can be called.

    Python binds the name ``chaosdocs.score`` to this package as soon as the package is imported.
    ``chaosdocs.score(...)`` is a function of the public API, and has to work before and after.
    """

    def __call__(self, *args: Any, **options: Any) -> ScoreResult:  # noqa: ANN401 - passed on
        """Call `chaosdocs.api.score`."""
        from chaosdocs import api

        return api.score(*args, **options)


sys.modules[__name__].__class__ = _CallableModule
