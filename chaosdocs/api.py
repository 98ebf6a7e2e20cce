"""The main commands as Python functions: make cases, generate, verify, score and judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chaosdocs.harness.judging import judge

if TYPE_CHECKING:
    from chaosdocs.corpus.generate import Generated
    from chaosdocs.foundation.executing import Executor
    from chaosdocs.foundation.stores import Store
    from chaosdocs.making.cases import Cases
    from chaosdocs.proof.verify import Report
    from chaosdocs.recipe.model import Recipe
    from chaosdocs.score import ScoreResult

__all__ = ["Cases", "cases", "generate", "judge", "make_chunk", "score", "verify"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class
    """Load the class `Cases` when it is first used, so that `judge` does not load it."""
    if name == "Cases":
        from chaosdocs.making.cases import Cases

        return Cases
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def cases(recipe: str | Path | Recipe, *, trust: bool = False) -> Cases:
    """Return the cases of a recipe. A case is made when you ask for it; no order is needed.

    Args:
        recipe: A recipe, or the path of one.
        trust: Whether code that the recipe names may run.
    """
    from chaosdocs.making.cases import Cases

    return Cases(_recipe(recipe, trust=trust))


def make_chunk(
    recipe: str | Path | Recipe,
    slots: Sequence[int],
    store: Store,
    number: int,
    *,
    trust: bool = False,
) -> None:
    """Make the cases of some slots, proved, and put them and their lines into a store.

    `generate` on the same store, with `resume`, takes what is there and makes the rest. It cuts the
    slots into chunks as `chaosdocs.corpus.generate.chunks_of` does.

    Args:
        recipe: A recipe, or the path of one.
        slots: Numbers of the slots; those of one record share their clean twin.
        store: Where they are put.
        number: Number of the chunk.
        trust: Whether code that the recipe names may run.

    Raises:
        UserError: The recipe is wrong, or nothing can be put into the store.
    """
    from chaosdocs.corpus.chunks import make_chunk as make
    from chaosdocs.corpus.make import Maker
    from chaosdocs.making.witnesses import Witnesses
    from chaosdocs.recipe.resolve import resolve

    with Witnesses() as witnesses:
        make(Maker(resolve(_recipe(recipe, trust=trust)), witnesses), slots, store, number)


def generate(
    recipe: str | Path | Recipe,
    out: str | Path | Store,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    trust: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Generated:
    """Make the corpus of a recipe on disk, every case proved.

    Args:
        recipe: A recipe, or the path of one.
        out: A new folder, or a store such as `FsspecStore("s3://bucket/corpus")`.
        jobs: Worker processes.
        executor: Makes the cases in place of `jobs`: anything with `submit`.
        resume: Go on with a run that was interrupted.
        shard: k and n: make only the k-th of n parts.
        trust: Whether code that the recipe names may run.
        on_progress: Called with the number of cases tried so far and the number of all cases.

    Returns:
        How many cases were made, skipped and not proved.

    Raises:
        UserError: The recipe is wrong, or the folder cannot be used.
    """
    from chaosdocs.corpus.generate import generate as stored
    from chaosdocs.corpus.stored import generate_into
    from chaosdocs.making.witnesses import Witnesses

    common = partial(
        generate_into if not isinstance(out, str | Path) else stored,
        prover=Witnesses(),
        jobs=jobs,
        executor=executor,
        resume=resume,
        shard=shard,
        on_progress=on_progress,
    )
    made: Generated = common(
        _recipe(recipe, trust=trust), Path(out) if isinstance(out, str | Path) else out
    )
    return made


def verify(
    corpus: str | Path,
    *,
    deep_share: float = 0.02,
    trust: bool = False,
    jobs: int = 1,
    executor: Executor | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Prove every expectation of a corpus again from its files.

    Args:
        corpus: Folder of the corpus, both halves.
        deep_share: Share of the cases that are also checked with pdfplumber and tesseract.
        trust: Whether code that the recipe of the corpus names may run.
        jobs: Worker processes.
        executor: Proves in place of `jobs`: anything with `submit`.
        on_progress: Called with the number of cases checked so far and of all cases.

    Returns:
        Which fields were confirmed, and what could not be confirmed.

    Raises:
        UserError: There is no corpus, or its recipe cannot be read.
    """
    from chaosdocs.making.verify import verify as prove_again

    return prove_again(
        Path(corpus),
        deep_share=deep_share,
        trust=trust,
        jobs=jobs,
        executor=executor,
        on_progress=on_progress,
    )


def score(
    corpus: str | Path, *answers: str | Path, executor: Executor | None = None
) -> ScoreResult:
    """Judge answers against the truth of a corpus.

    Args:
        corpus: Folder of the corpus.
        answers: Files of answers, one reader each.
        executor: Judges parts of each run: anything with `submit`.
    """
    from chaosdocs.score.run import score as judged

    return judged(Path(corpus), [Path(a) for a in answers], executor=executor)


def _recipe(recipe: str | Path | Recipe, *, trust: bool) -> Recipe:
    from chaosdocs.recipe.load import load

    return load(Path(recipe), trust=trust) if isinstance(recipe, str | Path) else recipe
