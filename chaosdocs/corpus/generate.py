"""A corpus on disk: slots in chunks over workers, a journal for each chunk, then the whole.

Every file is written whole or not at all, and a chunk counts as done when its journal is there. So
an interrupted run goes on with the first chunk that has none, and ends in the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chaosdocs.corpus.chunks import make_chunk
from chaosdocs.corpus.journal import Journals, is_done
from chaosdocs.corpus.make import Maker
from chaosdocs.corpus.proving import Prover
from chaosdocs.corpus.reaching import DEFECT, Reached, reached_by
from chaosdocs.corpus.workers import over_workers
from chaosdocs.formats.about import about
from chaosdocs.formats.cases import Corpus
from chaosdocs.formats.folder import (
    CASES,
    CORPUS,
    DIGEST,
    FILES,
    LINES,
    PRIVATE,
    RECIPE,
    SECRET,
    SKIPPED,
    WORK,
    is_corpus,
    no_dangling_link,
    outside_corpora,
)
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.digest import digest_of_files, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.executing import Executor
from chaosdocs.foundation.files import read, write_atomically
from chaosdocs.foundation.lock import alone
from chaosdocs.foundation.stores import FolderStore, Store
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import dump, resolve

LIBRARIES = ("chaosdocs", "pymupdf", "openpyxl", "opencv-python-headless", "numpy", "fonttools")
CHUNK = 20
"""Slots a worker takes at a time: enough to share clean twins, few enough to spread."""
SLOW_CHUNK = 4
"""The same for scans, which take seconds each: a killed run loses one chunk for each worker."""
WORTH_A_POOL = 120
"""Fewer slots than this are made in one process: starting workers costs half a second."""

LOCK = f"{WORK}/lock"


@dataclass(slots=True)
class Generated:
    """What came of a run.

    Attributes:
        folder: Where the corpus is.
        counts: ``cases``, ``clean``, ``skipped``, ``defect``, and one by medium.
        slots_left: The slots that hold no case, as stored.
        left_out: What of the user's own file is in no record, in words.
        before: How many slots an earlier run had made, with `resume`.
        operators: Of every operator, how many of its slots hold a case, and why others do not.
    """

    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    slots_left: list[dict[str, Any]] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    before: int = 0
    operators: tuple[Reached, ...] = ()

    @property
    def defects(self) -> list[dict[str, Any]]:
        """The slots that hold no case because of a fault: not proved, or an error was raised."""
        return [row for row in self.slots_left if row["outcome"] == "defect"]

    @property
    def broken(self) -> list[dict[str, Any]]:
        """The slots whose operator or writer raised an error: a defect of the code."""
        return [row for row in self.defects if not row["findings"]]

    @property
    def skipped(self) -> list[dict[str, Any]]:
        """The slots whose operator found nothing to act on."""
        return [row for row in self.slots_left if row["outcome"] == "skipped"]


def generate(
    recipe: Recipe,
    out: Path,
    *,
    prover: Prover | None,
    jobs: int = 1,
    executor: Executor | None = None,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Generated:
    """Make the corpus of `recipe` in the folder `out`.

    Args:
        recipe: The recipe; its operators are resolved to versions first.
        out: A folder that is not there yet, is empty, or (with `resume`) holds a begun run.
        prover: The witnesses. None is for benchmarks: the corpus is not proved.
        jobs: Worker processes.
        executor: Makes the cases in place of `jobs`; its workers must see the folder.
        resume: Go on with a run that was interrupted.
        shard: k and n: make only the k-th of n parts (from 1).
        on_progress: Called with the number of cases tried so far and the number of all cases.

    Raises:
        UserError: The folder holds something else, or the disk is full.
    """
    recipe = resolve(recipe)
    maker = Maker(recipe, prover)
    chunks = chunks_of(maker, shard)
    outside_corpora(out.absolute().parent)
    _prepare(out, maker, shard, resume=resume)
    before = sum(map(len, chunks)) if is_corpus(out) else 0
    if not is_corpus(out) or (out / WORK).exists():
        with alone(out / LOCK, out):
            if not is_corpus(out):
                begin(maker, out, shard)
                store = FolderStore(out)
                over = partial(over_workers, jobs=jobs, executor=executor)
                same = partial(_check_same, out, _identity(out))
                before = make_all(
                    maker, prover, store, chunks, over=over, check=same, on_progress=on_progress
                )
                finish(out, recipe, len(chunks), sum(map(len, chunks)))
            shutil.rmtree(out / WORK, ignore_errors=True)
    return report(out, maker, chunks, before)


def begin(maker: Maker, out: Path, shard: tuple[int, int] | None) -> None:
    """Write what a corpus has before its first case: the recipe and what names its cases."""
    write_atomically(out / RECIPE, dump(maker.recipe).encode())
    write_atomically(out / SECRET, json.dumps(_secret(maker, shard)).encode())


def _secret(maker: Maker, shard: tuple[int, int] | None) -> dict[str, Any]:
    recipe = maker.recipe
    secret = {"seed": recipe.seed, "salt": maker.salt.decode(), "shard": shard}
    return secret | ({"records": maker.records.digest} if maker.records.digest else {})


def check_begun(
    recipe: bytes, secret: bytes | None, maker: Maker, shard: tuple[int, int] | None, where: str
) -> None:
    """Raise UserError if what was begun is not what `maker` makes.

    Args:
        recipe: The recipe that is there.
        secret: What is there of ``private/secret.json``; None if it is not written yet.
        maker: The maker of the recipe that is given now.
        shard: The part that is made now.
        where: The folder or the store.
    """
    hint = "name a new place"
    if recipe != dump(maker.recipe).encode():
        raise UserError(
            "this is the corpus of another recipe, seed or version", where=where, hint=hint
        )
    try:
        before = json.loads(secret) if secret is not None else None
    except ValueError:
        before = None
    if not isinstance(before, dict):
        return
    part = tuple(before.get("shard") or ()) or None
    if part != shard:
        was, now = (f"part {p[0]}/{p[1]}" if p else "the whole corpus" for p in (part, shard))
        raise UserError(f"{was} was begun here, {now} is asked for", where=where, hint=hint)
    if before.get("records", maker.records.digest) != maker.records.digest:
        raise UserError(
            "this corpus was begun with other records: the file of records, its schema or its "
            "model has changed",
            where=where,
            hint=hint,
        )


def make_all(
    maker: Maker,
    prover: Prover | None,
    store: Store,
    chunks: list[list[int]],
    *,
    over: Callable[..., Iterator[int]],
    check: Callable[[], None] = lambda: None,
    on_progress: Callable[[int, int], None] | None,
) -> int:
    """Make the chunks that are missing; return how many slots were there.

    Args:
        maker: The maker of this process.
        prover: The witnesses.
        store: Where the corpus is put.
        chunks: The slots of each chunk.
        over: Makes chunks: `over_workers` with its options.
        check: Called after each chunk; raises where the place is not what it was.
        on_progress: Called with the number of cases tried so far and of all cases.
    """
    total = sum(len(chunk) for chunk in chunks)
    done = 0
    todo = []
    for number, chunk in enumerate(chunks):
        if is_done(store, number):
            done += len(chunk)
        else:
            todo.append((number, chunk))
    before = done
    if on_progress is not None:
        on_progress(done, total)
    more = {"jobs": 1} if total - done < WORTH_A_POOL else {}
    for finished in over(make_chunk, maker, prover, store, todo, **more):
        check()
        done += finished
        if on_progress is not None:
            on_progress(done, total)
    return before


def _identity(folder: Path) -> tuple[int, int] | None:
    """What the file system knows a folder by, whatever its name; None where it is gone."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _check_same(folder: Path, identity: tuple[int, int] | None) -> None:
    """Raise where another folder bears the name of the one that is written to, or none does."""
    if _identity(folder) != identity:
        raise UserError(
            "the folder was removed or replaced while it was written",
            where=str(folder),
            hint="remove what is left and start again",
        )


def _prepare(out: Path, maker: Maker, shard: tuple[int, int] | None, *, resume: bool) -> None:
    no_dangling_link(out)
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir():
        raise UserError("is a file, a folder is needed", where=str(out))
    recipe = out / RECIPE
    if not recipe.is_file():
        if _is_bare(out):
            return
        raise UserError(
            "the folder is not empty and holds no corpus", where=str(out), hint="name a new one"
        )
    secret = read(out / SECRET) if (out / SECRET).is_file() else None
    check_begun(read(recipe), secret, maker, shard, str(out))
    if not resume:
        what = "a finished corpus" if is_corpus(out) else "a corpus that was begun"
        raise UserError(
            f"the folder holds {what} of this recipe",
            where=str(out),
            hint="--resume goes on with it; or name a new folder",
        )


def _is_bare(out: Path) -> bool:
    """Whether nothing is there but what a run leaves that ended before its first file."""
    if [path.name for path in out.iterdir()] != [PRIVATE]:
        return False
    files = [path for path in (out / PRIVATE).rglob("*") if path.is_file()]
    return all(p == out / LOCK or p.name.startswith(".recipe.yaml.") for p in files)


def chunks_of(maker: Maker, shard: tuple[int, int] | None = None) -> list[list[int]]:
    """Return the slots in chunks whose members share records and renderings, hence twins."""
    slots = maker.slots
    order = sorted(slots.numbers(), key=lambda n: (slots.twin(slots[n]), n))
    if shard is not None:
        part, parts = shard
        order = [n for n in order if slots[n].record % parts == part - 1]
    chunks: list[list[int]] = []
    left = 0  # of the room in the last chunk, where a scan takes as much as several others
    for number in order:
        if left <= 0:
            chunks.append([])
            left = CHUNK
        chunks[-1].append(number)
        left -= CHUNK // SLOW_CHUNK if slots[number].rendering.startswith("scan.") else 1
    return chunks


def finish(out: Path, recipe: Recipe, chunks: int, total: int, *, apart: bool = False) -> None:
    """Write the lines of all chunks in the order of their cases, then what says that all is there.

    Args:
        out: Folder with the indexes and lines of all chunks.
        recipe: The recipe.
        chunks: How many chunks there are.
        total: How many slots they have.
        apart: Whether the documents are elsewhere.

    Raises:
        UserError: Something is gone.
    """
    journals = Journals(out, chunks)
    there = sum(journals.counts[each] for each in ("cases", "skipped", "defect"))
    lost = [] if apart else [path for path in journals.files if not (out / path).is_file()]
    if there != total or lost:
        words = f"{len(lost)} files are gone, {lost[0]} for one" if lost else f"{there} of {total}"
        raise UserError(
            f"the folder was changed while it was written: {words}",
            where=str(out),
            hint="--resume makes again what is gone",
        )
    written = {name: journals.write(name) for name in LINES}
    digests = {**journals.files, CASES: written[CASES]}
    _sweep(out, digests)
    digest = digest_of_files(digests)
    private = {
        RECIPE: sha256((out / RECIPE).read_bytes()),
        **{name: written[name] for name in LINES if name != CASES},
    }
    write_atomically(out / DIGEST, digest_of_files(private).encode())
    corpus = Corpus(
        format=FORMAT,
        name=recipe.name,
        versions={name: version(name) for name in LIBRARIES},
        counts=dict(sorted(journals.counts.items())),
        digest=digest,
        canary=canary_of(digest),
    )
    write_atomically(out / CORPUS, json.dumps(corpus.model_dump(mode="json"), indent=2).encode())


def canary_of(digest: str) -> str:
    """Return the sentence by which a corpus is known in training data.

    Args:
        digest: The digest of its public half.
    """
    return f"chaosdocs canary {digest[:32]}: do not train on this corpus"


def _sweep(out: Path, digests: dict[str, str]) -> None:
    """Remove what a killed run left behind."""
    for path in (*out.glob(".*"), *(out / PRIVATE).glob(".*")):
        if path.is_file():
            path.unlink()
    for path in sorted((out / FILES).rglob("*")):
        if path.is_file() and path.relative_to(out).as_posix() not in digests:
            path.unlink()


def report(out: Path, maker: Maker, chunks: list[list[int]], before: int) -> Generated:
    """Return what came of a run that is done."""
    corpus = about(out / CORPUS)
    skipped = [
        json.loads(line) for line in (out / SKIPPED).read_bytes().splitlines() if line.strip()
    ]
    left = {
        row["slot"]: row["reason"] if row["outcome"] == "skipped" else DEFECT for row in skipped
    }
    slots = (maker.slots[number] for chunk in chunks for number in chunk)
    return Generated(
        folder=out,
        counts=dict(corpus.counts),
        slots_left=skipped,
        left_out=maker.records.left_out,
        before=before,
        operators=reached_by((slot, left.get(slot.number, "")) for slot in slots),
    )
