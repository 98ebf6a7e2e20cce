"""Processes that leave Ctrl-C to the one that started them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from chaosdocs.foundation.errors import UserError


def worker_gone() -> UserError:
    """Return what to say where a worker process has ended without a word."""
    return UserError(
        "a worker process was ended by the system; the memory may not suffice",
        hint="use fewer --jobs; what was finished stays, and --resume goes on with it",
    )


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started inside never hear Ctrl-C: who started them does, and ends them.

    They are deaf from their first instruction on; a handler of their own would come too late for
    a Ctrl-C while they start. Where the system has no masks of signals, nothing is done.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
