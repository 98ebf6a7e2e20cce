"""Processes that leave it to the one that started them when a run ends."""

from __future__ import annotations

import errno
import importlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext
from typing import Final

from chaosdocs.foundation.errors import UserError


def worker_gone() -> UserError:
    """Return what to say where a worker process has ended without a word."""
    return UserError(
        "a worker process was ended by the system; the memory may not suffice",
        hint="use fewer --jobs; what was finished stays, and --resume goes on with it",
    )


_STARTER: Final = f"multiprocessing.popen_spawn_{'win32' if os.name == 'nt' else 'posix'}"
"""The standard library imports this module when the first process is started."""
_SHORT: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.EAGAIN, errno.ENOMEM})
"""No more open files, processes or memory."""


def is_short(error: OSError) -> bool:
    """Whether `error` says that this machine has no more open files, processes or memory."""
    return error.errno in _SHORT


class ShortageError(UserError):
    """This machine lacks files, processes or memory for a reader, whose fault that is not."""


@contextmanager
def own_needs(what: str) -> Iterator[None]:
    """Turn a shortage of this machine inside the block into words.

    Args:
        what: What is done, such as ``start the reader's process``.

    Raises:
        ShortageError: The machine has too little of something, or a module of the standard library
            cannot be imported any more. Other errors pass.
    """
    try:
        yield
    except (OSError, MemoryError, RuntimeError, ImportError) as error:
        if isinstance(error, OSError) and not is_short(error):
            raise
        if isinstance(error, RuntimeError) and "start new thread" not in str(error):
            raise
        words = getattr(error, "strerror", None) or str(error) or "no more memory"
        raise ShortageError(
            f"this machine could not {what}: {words}",
            hint="use fewer --jobs, or raise the limit (ulimit -n for open files); "
            "what was finished stays, and --resume goes on with it",
        ) from error


def process_starter() -> SpawnContext:
    """Return how processes are started; every module that a start needs is imported.

    Left to the first start, the import fails where open files are short, and a second thread that
    waits for it gets half a module.

    Raises:
        ShortageError: The modules cannot be imported.
    """
    with own_needs("start a process"):
        importlib.import_module(_STARTER)
    return multiprocessing.get_context("spawn")


_ENDINGS: Final = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""What a terminal or a supervisor sends to end a run, often to all its processes at once."""


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started inside do not hear what ends a run: who started them does, and ends them.

    A worker that died first would look like a fault of its work. They are deaf from their first
    instruction on; a handler of their own would come too late while they start, so this is the
    first half, and `end_with_parent` the second. Where the system has no masks of signals, nothing
    is done.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    with own_needs("start a process"):
        resource_tracker.ensure_running()  # started inside, it would unblock signals again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """Let this process, which another of ours started, end when that one is gone, and only then.

    To be called first. Programs that this process starts hear SIGTERM and SIGHUP as any program
    does; Ctrl-C is left to the parent for them too.
    """
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else _unheard)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDINGS)
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _unheard(*_: object) -> None:
    """Unlike SIG_IGN, a function is not passed on to the programs that a process starts."""


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
