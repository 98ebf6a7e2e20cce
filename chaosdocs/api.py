"""The main commands as Python functions: make cases, generate, verify, score and judge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chaosdocs.harness.judging import judge

if TYPE_CHECKING:
    from chaosdocs.corpus.generate import Generated
    from chaosdocs.making.cases import Cases
    from chaosdocs.proof.verify import Report
    from chaosdocs.recipe.model import Recipe
    from chaosdocs.score import ScoreResult

__all__ = ["Cases", "cases", "generate", "judge", "score", "verify"]


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


def generate(
    recipe: str | Path | Recipe,
    out: str | Path,
    *,
    jobs: int = 1,
    resume: bool = False,
    shard: tuple[int, int] | None = None,
    trust: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> Generated:
    """Make the corpus of a recipe on disk, every case proved.

    Args:
        recipe: A recipe, or the path of one.
        out: A new folder.
        jobs: Worker processes.
        resume: Go on with a run that was interrupted.
        shard: k and n: make only the k-th of n parts.
        trust: Whether code that the recipe names may run.
        on_progress: Called with the number of cases tried so far and the number of all cases.

    Returns:
        How many cases were made, skipped and not proved.

    Raises:
        UserError: The recipe is wrong, or the folder cannot be used.
    """
    from chaosdocs.corpus.generate import generate as store
    from chaosdocs.making.witnesses import Witnesses

    return store(
        _recipe(recipe, trust=trust),
        Path(out),
        prover=Witnesses(),
        jobs=jobs,
        resume=resume,
        shard=shard,
        on_progress=on_progress,
    )


def verify(
    corpus: str | Path,
    *,
    deep_share: float = 0.02,
    trust: bool = False,
    jobs: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Prove every expectation of a corpus again from its files.

    Args:
        corpus: Folder of the corpus, both halves.
        deep_share: Share of the cases that are also checked with pdfplumber and tesseract.
        trust: Whether code that the recipe of the corpus names may run.
        jobs: Worker processes.
        on_progress: Called with the number of cases checked so far and of all cases.

    Returns:
        Which fields were confirmed, and what could not be confirmed.

    Raises:
        UserError: There is no corpus, or its recipe cannot be read.
    """
    from chaosdocs.making.verify import verify as prove_again

    return prove_again(
        Path(corpus), deep_share=deep_share, trust=trust, jobs=jobs, on_progress=on_progress
    )


def score(corpus: str | Path, *answers: str | Path) -> ScoreResult:
    """Judge answers against the truth of a corpus.

    Args:
        corpus: Folder of the corpus.
        answers: Files of answers, one reader each.
    """
    from chaosdocs.score.run import score as judged

    return judged(Path(corpus), [Path(a) for a in answers])


def _recipe(recipe: str | Path | Recipe, *, trust: bool) -> Recipe:
    from chaosdocs.recipe.load import load

    return load(Path(recipe), trust=trust) if isinstance(recipe, str | Path) else recipe
