"""A corpus on disk: slots in chunks over workers, a journal for each chunk, then the whole.

Every file is written whole or not at all, and a chunk counts as done when its journal is there. So
an interrupted run goes on with the first chunk that has none, and ends in the same bytes.
"""

from __future__ import annotations

import heapq
import json
import multiprocessing
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chaosdocs.corpus import layout
from chaosdocs.corpus.make import Made, Maker, Unmade
from chaosdocs.corpus.proving import Prover
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import dump, resolve
from chaosdocs.truth.digest import digest_of_files, opaque, sha256
from chaosdocs.truth.errors import UserError
from chaosdocs.truth.wire.base import FORMAT
from chaosdocs.truth.wire.cases import Corpus
from chaosdocs.truth.wire.files import dump_lines, write_atomically

LIBRARIES = ("chaosdocs", "pymupdf", "openpyxl", "opencv-python-headless", "numpy", "fonttools")
CHUNK = 60
"""Slots a worker takes at a time: enough to share clean twins, few enough to spread."""
WORTH_A_POOL = 120
"""Fewer slots than this are made in one process: starting workers costs half a second."""


@dataclass(slots=True)
class Generated:
    """What came of a run.

    Attributes:
        folder: Where the corpus is.
        counts: ``cases``, ``clean``, ``skipped``, ``defect``, and one by medium.
        unmade: The slots that hold no case, as stored.
    """

    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    unmade: list[dict[str, Any]] = field(default_factory=list)

    @property
    def defects(self) -> list[dict[str, Any]]:
        """The slots whose proof failed."""
        return [row for row in self.unmade if row["outcome"] == "defect"]

    @property
    def skipped(self) -> list[dict[str, Any]]:
        """The slots whose operator found nothing to act on."""
        return [row for row in self.unmade if row["outcome"] == "skipped"]


def generate(
    recipe: Recipe,
    out: Path,
    *,
    prover: Prover | None,
    jobs: int = 1,
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
        resume: Go on with a run that was interrupted.
        shard: k and n: make only the k-th of n parts (from 1).
        on_progress: Called with slots done and slots in all.

    Raises:
        UserError: The folder holds something else, or the disk is full.
    """
    recipe = resolve(recipe)
    maker = Maker(recipe, prover)
    text = dump(recipe)
    _prepare(out, text, resume=resume)
    if layout.is_corpus(out):
        return _report(out)
    write_atomically(out / layout.RECIPE, text.encode())
    write_atomically(
        out / layout.SECRET,
        json.dumps({"seed": recipe.seed, "salt": maker.salt.decode(), "shard": shard}).encode(),
    )
    chunks = _chunks(maker, shard)
    total = sum(len(chunk) for chunk in chunks)
    done = 0
    todo = []
    for number, chunk in enumerate(chunks):
        if (out / layout.WORK / f"{number:06}.json").is_file():
            done += len(chunk)
        else:
            todo.append((number, chunk))
    if on_progress is not None:
        on_progress(done, total)
    for finished in _over_workers(maker, prover, out, todo, jobs=jobs):
        done += finished
        if on_progress is not None:
            on_progress(done, total)
    _finish(out, recipe, len(chunks))
    return _report(out)


def _prepare(out: Path, text: str, *, resume: bool) -> None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir():
        raise UserError("is a file, a folder is needed", where=str(out))
    recipe = out / layout.RECIPE
    if not recipe.is_file():
        raise UserError(
            "the folder is not empty and holds no corpus", where=str(out), hint="name a new one"
        )
    if recipe.read_text(encoding="utf-8") != text:
        raise UserError(
            "the folder holds the corpus of another recipe, seed or version",
            where=str(out),
            hint="name a new folder",
        )
    if not resume:
        what = "a finished corpus" if layout.is_corpus(out) else "a corpus that was begun"
        raise UserError(
            f"the folder holds {what} of this recipe",
            where=str(out),
            hint="--resume goes on with it; or name a new folder",
        )


def _chunks(maker: Maker, shard: tuple[int, int] | None) -> list[list[int]]:
    """Slot numbers in chunks whose members share records and renderings, hence clean twins."""
    slots = maker.slots
    order = sorted(range(len(slots)), key=lambda n: (slots.twin(slots[n]), n))
    if shard is not None:
        part, parts = shard
        order = [n for n in order if slots[n].record % parts == part - 1]
    return [order[i : i + CHUNK] for i in range(0, len(order), CHUNK)]


_MAKER: Maker | None = None


def _start_worker(recipe: Recipe, prover: Prover | None) -> None:
    global _MAKER  # noqa: PLW0603 - one maker a process, made when the process starts
    _MAKER = Maker(recipe, prover)


def _work(job: tuple[int, Sequence[int], str]) -> int:
    number, chunk, out = job
    assert _MAKER is not None  # noqa: S101 - set when the process started
    make_chunk(_MAKER, chunk, Path(out), number)
    return len(chunk)


def _over_workers(
    maker: Maker,
    prover: Prover | None,
    out: Path,
    todo: list[tuple[int, list[int]]],
    *,
    jobs: int,
) -> Iterator[int]:
    if jobs <= 1 or sum(len(chunk) for _, chunk in todo) < WORTH_A_POOL:
        for number, chunk in todo:
            make_chunk(maker, chunk, out, number)
            yield len(chunk)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        max_workers=min(jobs, len(todo)),
        mp_context=context,
        initializer=_start_worker,
        initargs=(maker.recipe, prover),
    ) as pool:
        try:
            yield from pool.map(_work, [(n, chunk, str(out)) for n, chunk in todo])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def make_chunk(maker: Maker, chunk: Sequence[int], out: Path, number: int) -> None:
    """Make the cases of some slots, write their files, then the journal that says so."""
    lines: dict[str, list[Any]] = {name: [] for name in layout.LINES}
    for slot in chunk:
        made = maker.make(slot)
        if isinstance(made, Unmade):
            lines[layout.UNMADE].append(_unmade(made, opaque(made.label, maker.salt)))
            continue
        for path, data in made.files.items():
            _write_file(out / path, data)
        for name, row in _rows(made):
            lines[name].append(row)
    write_atomically(
        out / layout.WORK / f"{number:06}.json",
        json.dumps(lines, ensure_ascii=False).encode(),
    )


def _rows(made: Made) -> Iterator[tuple[str, Any]]:
    yield layout.CASES, made.case.model_dump(mode="json", by_alias=True)
    yield layout.TRUTH, made.truth.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    yield layout.PLANS, made.plan.model_dump(mode="json")
    for line in made.evidence:
        yield layout.EVIDENCE, line.model_dump(mode="json", exclude_none=True)


def _unmade(unmade: Unmade, case: str) -> dict[str, Any]:
    return {
        "case": case,
        "slot": unmade.slot.number,
        "label": unmade.label,
        "outcome": unmade.outcome,
        "reason": unmade.reason,
        "findings": [[f.path, f.code, f.detail] for f in unmade.findings],
    }


def _write_file(path: Path, data: bytes) -> None:
    """Write an artefact; a run that dies between the two steps leaves only a dotted file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}")
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", where=str(path)) from error


def _finish(out: Path, recipe: Recipe, chunks: int) -> None:
    counts: Counter[str] = Counter()
    digests: dict[str, str] = {}
    for name in layout.LINES:
        rows = _sorted_rows(out, name, chunks)
        if name == layout.CASES:
            rows = _noted(rows, digests)
        elif name in {layout.TRUTH, layout.UNMADE}:
            rows = _counted(rows, counts, name)
        data = dump_lines(rows)
        write_atomically(out / name, data)
        if name == layout.CASES:
            digests[name] = sha256(data)
    _sweep(out, digests)
    digest = digest_of_files(digests)
    private = {
        name: sha256((out / name).read_bytes())
        for name in (layout.RECIPE, layout.TRUTH, layout.EVIDENCE, layout.PLANS, layout.UNMADE)
    }
    write_atomically(out / layout.DIGEST, digest_of_files(private).encode())
    corpus = Corpus(
        format=FORMAT,
        name=recipe.name,
        versions={name: version(name) for name in LIBRARIES},
        counts=dict(sorted(counts.items())),
        digest=digest,
        canary=f"chaosdocs canary {digest[:32]}: do not train on this corpus",
    )
    write_atomically(
        out / layout.CORPUS, json.dumps(corpus.model_dump(mode="json"), indent=2).encode()
    )
    shutil.rmtree(out / layout.WORK, ignore_errors=True)


def _sorted_rows(out: Path, name: str, chunks: int) -> Iterator[Any]:
    """The lines of all chunks, merged in the order of their cases."""

    def of_chunk(number: int) -> list[Any]:
        rows: list[Any] = json.loads((out / layout.WORK / f"{number:06}.json").read_bytes())[name]
        rows.sort(key=lambda row: row["case"])
        return rows

    streams: Iterable[list[Any]] = (of_chunk(number) for number in range(chunks))
    return heapq.merge(*streams, key=lambda row: row["case"])


def _noted(rows: Iterable[Any], digests: dict[str, str]) -> Iterator[Any]:
    for row in rows:
        for file in row["files"]:
            digests[file["path"]] = file["sha256"]
        yield row


def _counted(rows: Iterable[Any], counts: Counter[str], name: str) -> Iterator[Any]:
    for row in rows:
        if name == layout.UNMADE:
            counts[row["outcome"]] += 1
        else:
            counts["cases"] += 1
            counts[row["medium"]] += 1
            counts["clean"] += row.get("severity", 0) == 0
        yield row


def _sweep(out: Path, digests: dict[str, str]) -> None:
    """Remove what a killed run left behind."""
    for path in sorted((out / layout.FILES).rglob("*")):
        if path.is_file() and path.relative_to(out).as_posix() not in digests:
            path.unlink()


def _report(out: Path) -> Generated:
    corpus = json.loads((out / layout.CORPUS).read_bytes())
    unmade = [
        json.loads(line) for line in (out / layout.UNMADE).read_bytes().splitlines() if line.strip()
    ]
    return Generated(folder=out, counts=corpus["counts"], unmade=unmade)
