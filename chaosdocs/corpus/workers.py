"""Chunks of slots over worker processes, which end with the process that started them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TypeAlias

from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.proving import Prover
from chaosdocs.foundation.processes import deaf_children, worker_gone
from chaosdocs.recipe.model import Recipe

Work: TypeAlias = Callable[[Maker, Sequence[int], Path, int], None]
"""Makes a chunk: maker, numbers of the slots, folder, number of the chunk."""
Chunk: TypeAlias = tuple[int, list[int]]
"""Number of the chunk, numbers of its slots."""


class StoppedError(Exception):
    """The run was interrupted: the chunk is left where it is."""


class _Worker(Maker):
    """A maker that stops between two slots once the run is interrupted."""

    def __init__(self, recipe: Recipe, prover: Prover | None, stop: Event) -> None:
        super().__init__(recipe, prover)
        self._stop = stop

    def make(self, number: int) -> MadeCase | SkippedSlot:
        if self._stop.is_set():
            raise StoppedError
        return super().make(number)


_WORKER: _Worker | None = None


def over_workers(
    work: Work,
    maker: Maker,
    prover: Prover | None,
    out: Path,
    todo: Sequence[Chunk],
    *,
    jobs: int,
) -> Iterator[int]:
    """Yield the number of slots of every chunk that was made.

    Args:
        work: Makes a chunk; a function of a module.
        maker: The maker of this process.
        prover: The witnesses, for the makers of others.
        out: Folder of the corpus.
        todo: The chunks.
        jobs: Worker processes; 1 makes all in this one.
    """
    if jobs == 1 or not todo:
        for number, chunk in todo:
            work(maker, chunk, out, number)
            yield len(chunk)
        return
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(
        max_workers=min(jobs, len(todo)),
        mp_context=context,
        initializer=_start,
        initargs=(maker.recipe, prover, stop),
    ) as pool:
        try:
            with deaf_children():
                made = pool.map(_make, [(work, n, chunk, out) for n, chunk in todo])
            yield from made
        except BrokenProcessPool as error:
            raise worker_gone() from error
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start(recipe: Recipe, prover: Prover | None, stop: Event) -> None:
    global _WORKER  # noqa: PLW0603 - one maker a process, made when the process starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _WORKER = _Worker(recipe, prover, stop)
    gc.collect()
    gc.freeze()  # what stays is not looked through again: a case takes a tenth less


def _end_with_parent() -> None:
    """Wait until the process that started this one is gone, however it went; then go too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _make(job: tuple[Work, int, list[int], Path]) -> int:
    work, number, chunk, out = job
    assert _WORKER is not None  # noqa: S101 - set when the process started
    work(_WORKER, chunk, out, number)
    return len(chunk)
