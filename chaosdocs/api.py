"""The Python face: everything that the command line does, as functions."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, overload
from weakref import WeakSet

from chaosdocs.corpus import generate as storing
from chaosdocs.corpus.make import Made, Maker, SkippedSlot
from chaosdocs.corpus.proving import Finding, PixelBox, Proved, ScanSource, Verdict
from chaosdocs.documents.rendered import ScannedPage
from chaosdocs.formats.cases import CaseTruth
from chaosdocs.foundation.files import inside
from chaosdocs.recipe.load import load
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain

if TYPE_CHECKING:
    from chaosdocs.proof import Twin
    from chaosdocs.proof.verify import Report
    from chaosdocs.score import ScoreResult


class Witnesses:
    """The proof and the gauge, as the making of a corpus calls them.

    A clean case stays open when it is proved: the next cases mostly have it as their twin.
    """

    def __init__(self) -> None:
        self._twin: Twin | None = None

    def __getstate__(self) -> dict[str, None]:
        """Open files do not travel to workers."""
        return {"_twin": None}

    def _opened(self, twin: Proved) -> Twin:
        from chaosdocs.proof import Twin

        held = self._twin
        if (
            held is None
            or held.case is not twin.case
            or held.evidence is not twin.evidence
            or held.read != twin.read
        ):
            self.close()
            self._twin = held = Twin(twin.case, twin.truth, twin.evidence, twin.read)
        return held

    def close(self) -> None:
        """Close the twin that is still open; the next proof opens its own."""
        if self._twin is not None:
            self._twin.close()
            self._twin = None

    def sights(
        self,
        scan: bytes,
        pages: Sequence[ScannedPage],
        boxes: Mapping[str, PixelBox],
        glass: bytes,
    ) -> Mapping[str, Legibility]:
        """Measure what perceptual damage left of every box of a scan."""
        from chaosdocs.proof.legibility.meter import sights

        return sights(scan, pages, boxes, glass)

    def prove(
        self,
        made: Proved,
        domain: Domain,
        *,
        twin: Proved | None,
        sights: Mapping[str, Legibility],
        lain: ScanSource | None,
        deep: bool,
    ) -> Verdict:
        """Confirm every expectation on the finished files."""
        from chaosdocs.proof import prove
        from chaosdocs.proof.ink.scan_source import ScanSource

        proof = prove(
            made.case,
            made.truth,
            made.evidence,
            made.read,
            domain=domain,
            twin=None if twin is None else self._opened(twin),
            sights=sights,
            glass=None if lain is None else ScanSource(*lain),
            deep=deep,
            own=self._opened(made) if twin is None else None,
        )
        _close_at_exit(self)
        findings = tuple(Finding(f.path, f.code, f.detail) for f in proof.failures)
        return Verdict(proof.witnesses, findings)


_OPEN: WeakSet[Witnesses] = WeakSet()


@cache
def _hooked() -> None:
    atexit.register(_close_all)


def _close_all() -> None:
    for each in list(_OPEN):
        each.close()


def _close_at_exit(witnesses: Witnesses) -> None:
    """Close files before the libraries that opened them complain; their hooks are older."""
    _OPEN.add(witnesses)
    _hooked()


class Cases(Sequence[Made | SkippedSlot]):
    """The cases of a recipe, each made when it is asked for.

    Args:
        recipe: The recipe.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._maker = Maker(resolve(recipe), Witnesses())

    def __len__(self) -> int:
        return len(self._maker.slots)

    @overload
    def __getitem__(self, index: int) -> Made | SkippedSlot: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Made | SkippedSlot]: ...
    def __getitem__(self, index: int | slice) -> Made | SkippedSlot | Sequence[Made | SkippedSlot]:
        """Return the case in this slot, made without the ones before it."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"case {index} of {len(self)}")
        return self._maker.make(index % len(self))


def cases(recipe: str | Path | Recipe, *, trust: bool = False) -> Cases:
    """Return the cases of a recipe, lazily; any index costs the same.

    Args:
        recipe: A recipe, or the path of one.
        trust: Whether the recipe may name code of others.
    """
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
) -> storing.Generated:
    """Make the corpus of a recipe on disk, every case proved.

    Args:
        recipe: A recipe, or the path of one.
        out: A new folder.
        jobs: Worker processes.
        resume: Go on with a run that was interrupted.
        shard: k and n: make only the k-th of n parts.
        trust: Whether the recipe may name code of others.
        on_progress: Called with slots done and slots in all.

    Returns:
        What came of it.

    Raises:
        UserError: The recipe or the folder is no good.
    """
    return storing.generate(
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
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Prove every expectation of a corpus again from its files.

    Args:
        corpus: Folder of the corpus, both halves.
        deep_share: Share of the cases that the slow witnesses are heard on.
        trust: Whether the corpus's recipe may name code of others.
        on_progress: Called with cases done and cases in all.

    Returns:
        What was confirmed, and what was not.

    Raises:
        UserError: There is no corpus, or its recipe cannot be read.
    """
    from chaosdocs.formats.folder import CorpusFolder
    from chaosdocs.proof.ink.scan_source import ScanSource
    from chaosdocs.proof.verify import verify as prove_again

    folder = CorpusFolder(Path(corpus))
    maker = Maker(load(folder.recipe, trust=trust), Witnesses())

    @cache
    def scans() -> dict[str, tuple[int, str]]:
        tolerant = CorpusFolder(folder.folder, faults=[])  # the proof tells them
        slots = {plan.case: plan.slot for plan in tolerant.plans()}
        files = {case.case: case.files[0].path for case in tolerant.cases() if case.files}
        return {name: (slots[name], files[name]) for name in slots if name in files}

    def gauge(truth: CaseTruth) -> tuple[Mapping[str, Legibility], ScanSource | None] | None:
        if truth.medium != "scan" or truth.case not in scans():
            return None
        slot, path = scans()[truth.case]
        if not 0 <= slot < len(maker.slots):
            return None
        found, lain = maker.gauged(slot, inside(folder.folder, path).read_bytes())
        return found, None if lain is None else ScanSource(*lain)

    domain = maker.records[0].domain
    return prove_again(
        folder.folder,
        domains=lambda _truth: domain,
        gauge=gauge,
        deep_share=deep_share,
        on_progress=on_progress,
    )


def score(corpus: str | Path, *answers: str | Path) -> ScoreResult:
    """Judge answers against the truth of a corpus.

    Args:
        corpus: Folder of the corpus.
        answers: Files of answers, one reader each.
    """
    from chaosdocs.score import score as judge

    return judge(Path(corpus), [Path(a) for a in answers])


def _recipe(recipe: str | Path | Recipe, *, trust: bool) -> Recipe:
    return recipe if isinstance(recipe, Recipe) else load(Path(recipe), trust=trust)
