"""A call that is let go at a deadline."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from chaosdocs.foundation.processes import own_needs
from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.reader import BrokenAnswerError

T = TypeVar("T")
_LOOK: Final = 0.25
"""Seconds after which a waiting thread looks whether the run has ended."""


def in_time(
    ask: Callable[[threading.Event], T], deadline: float | None, closed: threading.Event
) -> T:
    """Return what `ask` returns, called in a thread that is let go where it does not end in time.

    Args:
        ask: Gets an event that is set when nobody waits any more.
        deadline: Seconds; None waits for ever, in this thread.
        closed: Set when the run ends; `ask` gets it where there is no deadline.

    Raises:
        DeadlineError: It took longer than `deadline` seconds.
        BrokenAnswerError: The run ended.
        ShortageError: This machine cannot start the thread.
    """
    if deadline is None:
        return ask(closed)
    late = threading.Event()
    came: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()

    def asking() -> None:
        try:
            came.put((ask(late), None))
        except Exception as error:  # noqa: BLE001 - raised again by who waits
            came.put((None, error))

    with own_needs("start a thread"):
        threading.Thread(target=asking, daemon=True).start()
    ends = time.monotonic() + deadline
    came_at_last = None
    while came_at_last is None:
        try:
            came_at_last = came.get(timeout=max(0.0, min(_LOOK, ends - time.monotonic())))
        except queue.Empty as empty:
            if closed.is_set():
                late.set()
                raise BrokenAnswerError("the run ended") from empty
            if time.monotonic() >= ends:
                late.set()
                raise DeadlineError(f"no answer after {deadline:g} s") from empty
    what, error = came_at_last
    if error is not None:
        raise error
    return what  # type: ignore[return-value]  # None only beside an error
