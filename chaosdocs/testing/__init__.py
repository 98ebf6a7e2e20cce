"""For authors of operators and of readers: the laws, stored cases, strategies, a pytest plugin."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chaosdocs.testing.checking import check_operator
    from chaosdocs.testing.stored import StoredCase
    from chaosdocs.testing.whole import skipped_share

__all__ = ["StoredCase", "check_operator", "skipped_share"]
_HOMES = {"StoredCase": "stored", "check_operator": "checking", "skipped_share": "whole"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Load what is asked for when it is first used: pytest imports this package at its start."""
    if name in _HOMES:
        return getattr(importlib.import_module(f"chaosdocs.testing.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'chaosdocs.testing' has no attribute {name!r}")
