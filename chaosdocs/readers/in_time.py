"""A call that is let go at a deadline."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from chaosdocs.readers.command import DeadlineError

T = TypeVar("T")


def in_time(
    ask: Callable[[threading.Event], T], deadline: float | None, closed: threading.Event
) -> T:
    """Return what `ask` returns, called in a thread that is let go where it does not end in time.

    Args:
        ask: Gets an event that is set when nobody waits any more.
        deadline: Seconds; None waits for ever, in this thread.
        closed: The event where there is no deadline.

    Raises:
        DeadlineError: It took longer than `deadline` seconds.
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

    threading.Thread(target=asking, daemon=True).start()
    try:
        what, error = came.get(timeout=deadline)
    except queue.Empty as empty:
        late.set()
        raise DeadlineError(f"no answer after {deadline:g} s") from empty
    if error is not None:
        raise error
    return what  # type: ignore[return-value]  # None only beside an error
