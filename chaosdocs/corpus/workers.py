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
from typing import TypeAlias

from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.proving import Prover
from chaosdocs.foundation.executing import Executor, handed_over
from chaosdocs.foundation.processes import deaf_children, worker_gone
from chaosdocs.foundation.stores import Store
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import dump

Work: TypeAlias = Callable[[Maker, Sequence[int], Store, int], None]
"""Makes a chunk: maker, numbers of the slots, where they are put, number of the chunk."""
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
    store: Store,
    todo: Sequence[Chunk],
    *,
    jobs: int,
    executor: Executor | None = None,
) -> Iterator[int]:
    """Yield the number of slots of every chunk that was made.

    Args:
        work: Makes a chunk; a function of a module.
        maker: The maker of this process.
        prover: The witnesses, for the makers of others.
        store: Where the corpus is put.
        todo: The chunks.
        jobs: Worker processes; 1 makes all in this one.
        executor: Makes the chunks in place of our own processes.
    """
    if executor is not None:
        apart = ((work, maker.recipe, prover, n, chunk, store) for n, chunk in todo)
        yield from handed_over(executor, _make_apart, apart)
        return
    if jobs == 1 or not todo:
        for number, chunk in todo:
            work(maker, chunk, store, number)
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
                made = [pool.submit(_make, (work, n, chunk, store)) for n, chunk in todo]
            # `pool.map` would cancel what is left while the pool breaks it off, and could hang
            yield from (each.result() for each in made)
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


def _make(job: tuple[Work, int, list[int], Store]) -> int:
    work, number, chunk, store = job
    assert _WORKER is not None  # noqa: S101 - set when the process started
    work(_WORKER, chunk, store, number)
    return len(chunk)


_ONE_AT_A_TIME = threading.Lock()
"""PyMuPDF is not for threads."""
_MAKERS: dict[str, tuple[Maker, Prover | None]] = {}


def _make_apart(  # noqa: PLR0917 - executors take arguments by place
    work: Work, recipe: Recipe, prover: Prover | None, number: int, chunk: list[int], store: Store
) -> int:
    """Make a chunk in somebody else's process, which keeps the maker of the last recipe."""
    with _ONE_AT_A_TIME:
        name = f"{dump(recipe)}{prover is None}"
        if name not in _MAKERS:
            _MAKERS.clear()
            _MAKERS[name] = Maker(recipe, prover), prover
        maker, proves = _MAKERS[name]
        try:
            work(maker, chunk, store, number)
        finally:
            if proves is not None:
                proves.close()
    return len(chunk)
