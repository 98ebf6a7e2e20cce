"""Chunks of slots, over worker processes or somebody else's executor."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.proving import Prover
from chaosdocs.foundation.executing import Executor, handed_over
from chaosdocs.foundation.pool import Stopped, over_processes
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

    def __init__(self, recipe: Recipe, prover: Prover | None, stopped: Stopped) -> None:
        super().__init__(recipe, prover)
        self._stopped = stopped

    def make(self, number: int) -> MadeCase | SkippedSlot:
        if self._stopped():
            raise StoppedError
        return super().make(number)


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
    pieces = [(work, number, chunk, store) for number, chunk in todo]
    yield from over_processes(jobs, _start, (maker.recipe, prover), _make, pieces)


def _start(stopped: Stopped, recipe: Recipe, prover: Prover | None) -> _Worker:
    return _Worker(recipe, prover, stopped)


def _make(maker: Maker, job: tuple[Work, int, list[int], Store]) -> int:
    work, number, chunk, store = job
    work(maker, chunk, store, number)
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
