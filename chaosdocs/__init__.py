"""Stress tests for document extraction, with known and proved ground truth.

>>> import chaosdocs as cd
>>> len(cd.cases("recipes/demo.yaml")) > 0  # doctest: +SKIP
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chaosdocs.api import Cases, cases, generate, judge, make_chunk, score, verify

__all__ = ["Cases", "cases", "generate", "judge", "make_chunk", "score", "verify"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load the Python face when it is first used: the command line must start fast."""
    if name in __all__:
        return getattr(importlib.import_module("chaosdocs.api"), name)
    raise AttributeError(f"module 'chaosdocs' has no attribute {name!r}")
