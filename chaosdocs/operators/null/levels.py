"""The level of operators that change nothing: it is always the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Same:
    """No severity is worse than another."""
