"""Curves and breakpoints that there are not: part of ``summary.json``."""

from __future__ import annotations

from typing import Literal

from chaosdocs.formats.cases import Medium
from chaosdocs.formats.wire import Wire


class Uncurved(Wire):
    """A curve or a breakpoint (of ``acc``, ``sfr`` or ``delta``) that there is not, and why."""

    operator: str
    medium: Medium
    what: Literal["curve", "acc", "sfr", "delta"]
    why: str
