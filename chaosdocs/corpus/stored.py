"""A corpus that is put into a store: chunks by whoever makes them, then the whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from chaosdocs.corpus.generate import (
    Generated,
    begin,
    check_begun,
    chunks_of,
    finish,
    make_all,
    report,
)
from chaosdocs.corpus.journal import index_of, lines_of
from chaosdocs.corpus.make import Maker
from chaosdocs.corpus.proving import Prover
from chaosdocs.corpus.workers import over_workers
from chaosdocs.formats.folder import CORPUS, DIGEST, LINES, RECIPE, SECRET
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.executing import Executor
from chaosdocs.foundation.stores import Store
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve


def generate_into(
    recipe: Recipe,
    store: Store,
    *,
    prover: Prover | None,
    jobs: int = 1,
    executor: Executor | None = None,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Generated:
    """Make the corpus of `recipe` in a store: the same bytes under the same names as in a folder.

    Args:
        recipe: The recipe; its operators are resolved to versions first.
        store: Where it is put. One process at a time may make a corpus there.
        prover: The witnesses. None is for benchmarks: the corpus is not proved.
        jobs: Worker processes; they must reach the store.
        executor: Makes the cases in place of `jobs`; its workers must reach the store.
        resume: Go on with a run that was interrupted.
        shard: k and n: make only the k-th of n parts (from 1).
        on_progress: Called with the number of cases tried so far and the number of all cases.

    Returns:
        What came of it; its folder is the name of the store.

    Raises:
        UserError: The store holds another corpus, or one that was begun.
    """
    recipe = resolve(recipe)
    maker = Maker(recipe, prover)
    chunks = chunks_of(maker, shard)
    _prepare(store, maker, shard, resume=resume)
    with tempfile.TemporaryDirectory(prefix="chaosdocs-") as name:
        local = Path(name)
        begin(maker, local, shard)
        for each in (RECIPE, SECRET):
            store.put(each, (local / each).read_bytes())
        over = partial(over_workers, jobs=jobs, executor=executor)
        before = make_all(maker, prover, store, chunks, over=over, on_progress=on_progress)
        names = [each(n) for n in range(len(chunks)) for each in (lines_of, index_of)]
        for each in names:
            (local / each).parent.mkdir(parents=True, exist_ok=True)
            (local / each).write_bytes(store.get(each))
        finish(local, recipe, len(chunks), sum(map(len, chunks)), apart=True)
        for each in (*LINES, DIGEST, CORPUS):
            store.put(each, (local / each).read_bytes())
        for each in names:
            store.remove(each)
        made = report(local, maker, chunks, before)
        made.folder = Path(str(store))
        return made


def _prepare(store: Store, maker: Maker, shard: tuple[int, int] | None, *, resume: bool) -> None:
    try:
        there = store.get(RECIPE)
    except OSError:
        return
    try:
        secret = store.get(SECRET)
    except OSError:
        secret = None
    check_begun(there, secret, maker, shard, repr(store))
    if not resume:
        raise UserError(
            "the store holds a corpus of this recipe",
            where=repr(store),
            hint="resume=True goes on with it; or name a new place",
        )
