"""How much work a piece of code does, in calls and in what the calls are given; never in time."""

from __future__ import annotations

import dataclasses
import gc
import operator
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Self

import numpy as np

MOST = 2.3
"""Twice the rows may take so many times the work."""
_WALKING = {
    "encode", "decode", "split", "splitlines", "replace", "count", "translate", "casefold", "lower",
    "copy", "isascii", "join",
}  # fmt: skip
"""Methods that walk through the whole of the text, list or dict that they belong to."""
_COMPREHENSIONS = {"<listcomp>", "<setcomp>", "<dictcomp>"}


class Work:
    """Counts calls, the sizes of what they walk through or copy, and the cells of matrices."""

    def __init__(self) -> None:
        self.calls = 0
        self.walked = 0

    def __enter__(self) -> Self:
        gc.disable()
        sys.setprofile(self._seen)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.setprofile(None)
        gc.enable()

    @property
    def units(self) -> int:
        """All of it: a call is worth as much as walking past ten characters or items."""
        return self.calls + self.walked // 10

    def _seen(self, frame: FrameType, event: str, arg: object) -> None:
        if event == "call":
            self.calls += 1
            code = frame.f_code
            if code.co_name in _COMPREHENSIONS:
                self.walked += operator.length_hint(frame.f_locals[".0"])
            elif code is _REPLACE:
                self.walked += sum(map(_size, frame.f_locals["changes"].values()))
            elif code.co_filename.endswith("align.py"):
                self.walked += sum(
                    each.size for each in frame.f_locals.values() if isinstance(each, np.ndarray)
                )
        elif event == "c_call":
            self.calls += 1
            if getattr(arg, "__name__", "") in _WALKING:
                self.walked += _size(getattr(arg, "__self__", None))


_REPLACE: CodeType = dataclasses.replace.__code__


def _size(thing: object) -> int:
    return len(thing) if isinstance(thing, str | bytes | list | tuple | dict) else 0


def units(work: Callable[[], object]) -> int:
    """Return how much work a function does."""
    with Work() as counted:
        work()
    return counted.units
