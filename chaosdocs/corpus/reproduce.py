"""One case made again, alone, byte for byte."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from chaosdocs.corpus.make import Maker, SkippedSlot
from chaosdocs.corpus.proving import Prover
from chaosdocs.formats.folder import PLANS, CorpusFolder
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically
from chaosdocs.recipe.load import load


def reproduce(
    folder: Path, name: str, out: Path, *, prover: Prover | None = None, trust: bool = False
) -> list[Path]:
    """Make a case of the corpus in `folder` again and write its files to `out`.

    Args:
        folder: The corpus.
        name: Id or label of the case.
        out: Folder for the files.
        prover: The witnesses; a scan needs them to know what can be seen of it.
        trust: Whether the recipe may name code of others.

    Returns:
        The files that were written.

    Raises:
        UserError: No such case, or the bytes differ; then the versions that differ are named.
    """
    corpus = CorpusFolder(folder)
    case_id = corpus.find(name)
    case = corpus.case(case_id)
    maker = Maker(load(corpus.recipe, trust=trust), prover)
    made = maker.make(slot_of(corpus, case_id, maker))
    if isinstance(made, SkippedSlot):
        raise UserError(f"{name}: {made.reason}", hint=_differences(corpus))
    for file in case.files:
        data = made.files.get(file.path)
        if data is None or sha256(data) != file.sha256:
            raise UserError(
                f"{file.path} comes out with other bytes", where=name, hint=_differences(corpus)
            )
    written = [out / Path(file.path).name for file in case.files]
    for file, path in zip(case.files, written, strict=True):
        write_atomically(path, made.files[file.path])
    return written


def slot_of(corpus: CorpusFolder, name: str, maker: Maker) -> int:
    """Return the number of the slot that a case was made in.

    Args:
        corpus: The corpus.
        name: Id of the case.
        maker: The maker of its recipe.

    Raises:
        UserError: The case has no plan, or one that the recipe does not make.
    """
    slot = corpus.plan(name).slot
    if not 0 <= slot < len(maker.slots):
        raise UserError(
            f"the plan of case {name!r} is for slot {slot}; the recipe has {len(maker.slots)}",
            where=str(corpus.folder / PLANS),
            hint="the corpus is damaged; `chaosdocs verify` lists what is wrong",
        )
    return slot


def _differences(corpus: CorpusFolder) -> str:
    others = [
        f"{library} {then} then, {now} now"
        for library, then in corpus.about.versions.items()
        if (now := _installed(library)) != then
    ]
    return "; ".join(others) if others else "the versions are the same: please report this"


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
