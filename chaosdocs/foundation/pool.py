"""Work spread over processes of our own, which end with the one that started them.

Each process has a pipe to itself and shares no lock with another: one that is killed, in whatever
moment, holds up nobody. The pool of the standard library can hang where a worker is killed while
another one starts.
"""

from __future__ import annotations

import contextlib
import gc
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeVar

from chaosdocs.foundation.processes import (
    deaf_children,
    end_with_parent,
    own_needs,
    process_starter,
    worker_gone,
)

T = TypeVar("T")
R = TypeVar("R")
Stopped = Callable[[], bool]
"""Whether the run was broken off: what is under way may stop where it is."""

ENDING: Final = 30.0
"""Seconds that a process has to end by itself."""


def over_processes(
    processes: int,
    start: Callable[..., T],
    arguments: tuple[Any, ...],
    work: Callable[[T, Any], R],
    jobs: Sequence[Any],
) -> Iterator[R]:
    """Yield what `work` returns for each of `jobs`, as it is finished.

    Args:
        processes: How many work at a time.
        start: Called once in each process with `Stopped` and `arguments`; a function of a module.
        arguments: What `start` is given; pickled.
        work: Called with what `start` returned and a job; a function of a module.
        jobs: What there is to do; each is pickled.

    Raises:
        UserError: A process has ended without a word, or cannot be started. What `start` or
            `work` raises is raised here. In each case, no process is left when this one is.
    """
    left = deque(jobs)
    crew: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(min(processes, len(left))):
            pipe, process = _started(start, arguments, work)
            crew[pipe] = process
            _send(pipe, left.popleft())
        busy = set(crew)
        while busy:
            ready = set(wait(list(busy)))
            for pipe in [pipe for pipe in busy if pipe in ready]:
                yield _received(pipe)
                if left:
                    _send(pipe, left.popleft())
                else:
                    busy.remove(pipe)
    finally:
        for pipe in crew:
            pipe.close()
        for process in crew.values():
            process.join(ENDING)
            process.kill()
            process.join()


def _started(
    start: Callable[..., T], arguments: tuple[Any, ...], work: Callable[[T, Any], R]
) -> tuple[Connection, BaseProcess]:
    context = process_starter()
    with own_needs("start a worker process"):
        here, there = context.Pipe()
        with there, contextlib.ExitStack() as unless_started:
            unless_started.callback(here.close)
            process = context.Process(
                target=_serve, args=(there, start, arguments, work), daemon=True
            )
            with deaf_children():
                process.start()
            unless_started.pop_all()
    return here, process


def _send(pipe: Connection, job: object) -> None:
    try:
        pipe.send(job)
    except OSError as error:
        raise worker_gone() from error


def _received(pipe: Connection) -> Any:  # noqa: ANN401 - whatever the work returns
    try:
        good, said = pipe.recv()
    except (EOFError, OSError) as error:
        raise worker_gone() from error
    if good:
        return said
    raised, trace = said
    raise raised from _InWorkerError(trace)


class _InWorkerError(Exception):
    """Where an error was raised in the other process."""

    def __str__(self) -> str:
        return f"\n{self.args[0]}"


def _serve(
    pipe: Connection, start: Callable[..., T], arguments: tuple[Any, ...], work: Callable[..., R]
) -> None:
    end_with_parent()
    state = None
    with contextlib.suppress(EOFError, OSError):  # nobody listens any more
        while True:
            job = pipe.recv()
            try:
                if state is None:
                    state = start(pipe.poll, *arguments)
                    gc.collect()
                    gc.freeze()  # what stays is not looked through again: a case takes a tenth less
                said: tuple[bool, object] = (True, work(state, job))
            except Exception as error:  # noqa: BLE001 - it is raised in the other process
                said = (False, (error, traceback.format_exc()))
            _answer(pipe, said)


def _answer(pipe: Connection, said: tuple[bool, object]) -> None:
    try:
        pipe.send(said)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - what cannot be pickled is told in words
        words = RuntimeError(f"what a worker returned cannot be sent: {error}")
        pipe.send((False, (words, traceback.format_exc())))
