"""Corpora for the pytest plugin: made once into pytest's cache, read case by case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chaosdocs.corpus.generate import LIBRARIES, generate
from chaosdocs.corpus.proving import Prover
from chaosdocs.formats.folder import CorpusFolder, is_corpus
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.load import load
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.testing.stored import StoredCase

OnFailure = Callable[[StoredCase, object], tuple[Path | None, str]]


class Shelf:
    """The cases of a corpus, each read when it is asked for.

    Args:
        folder: A finished corpus.
    """

    def __init__(self, folder: Path) -> None:
        self._corpus = CorpusFolder(folder)

    def case(self, name: str, on_failure: OnFailure | None = None) -> StoredCase:
        """Return a case with its clean twin.

        Args:
            name: Its id.
            on_failure: What keeps it where a test fails on it.

        Raises:
            UserError: The corpus is damaged.
        """
        found = self._stored(name, None, on_failure)
        if found.truth.twin is None:
            return found
        return self._stored(name, self._stored(found.truth.twin, None, None), on_failure)

    def _stored(
        self, name: str, twin: StoredCase | None, on_failure: OnFailure | None
    ) -> StoredCase:
        stored = self._corpus
        return StoredCase(
            stored.case(name),
            stored.truth(name),
            stored.plan(name),
            stored.folder,
            twin,
            on_failure,
        )


@dataclass(frozen=True, slots=True)
class MadeCorpus:
    """A corpus in a cache.

    Attributes:
        folder: Where it is.
        new: Whether it was made just now.
    """

    folder: Path
    new: bool


def made(recipe: Path | Mapping[str, Any], near: Path, cache: Path, prover: Prover) -> MadeCorpus:
    """Return the corpus of a recipe, made once and kept in `cache`.

    Several processes may ask at a time: one makes it, the others wait. One that was interrupted is
    gone on with.

    Args:
        recipe: The file, or what would stand in it; then paths inside start from `near`.
        near: Folder of the test.
        cache: Where corpora are kept, each below a digest of recipe, records and versions.
        prover: The witnesses.

    Raises:
        UserError: The recipe is no good, it makes no case, or nothing can be written.
    """
    wanted = resolve(_loaded(recipe, near, cache))
    out = cache / _digest(wanted)
    with _held(out.with_suffix(".lock")):
        new = not is_corpus(out)
        if new:
            generate(wanted, out, prover=prover, resume=True)
    return MadeCorpus(out, new)


def _loaded(recipe: Path | Mapping[str, Any], near: Path, cache: Path) -> Recipe:
    if isinstance(recipe, Path):
        return load(recipe, trust=True)
    source = dict(recipe.get("source") or {})
    if "records" in source:
        source.setdefault("folder", str(near))
    text = json.dumps({**recipe, "source": source}, indent=1, ensure_ascii=False)
    written = cache / f"{sha256(text.encode())[:12]}.yaml"  # JSON is YAML
    try:
        cache.mkdir(parents=True, exist_ok=True)
        written.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", where=str(written)) from error
    return load(written, trust=True)


def _digest(recipe: Recipe) -> str:
    """What the bytes of a corpus depend on."""
    parts = [f"{FORMAT}", recipe.model_dump_json(by_alias=True)]
    parts += [f"{name} {version(name)}" for name in ("chaosdocs", *LIBRARIES)]
    for path in (recipe.source.records, recipe.source.schema_path):
        if path is not None:
            parts.append(sha256(Path(path).read_bytes()))
    return sha256("\n".join(parts).encode())[:16]


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Wait for a lock and hold it; where the system has none, hold nothing."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", where=str(path)) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
