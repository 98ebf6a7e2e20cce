"""Making millions of small objects without being looked over the shoulder."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Keep the collector of cycles off.

    It would look at every row again and again while more are made, and finds nothing: rows hold no
    cycles. Reading and judging take a third less without it.

    Example:
        >>> with gc_paused():
        ...     gc.isenabled()
        False
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
