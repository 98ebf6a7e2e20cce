"""Where a drawn case's bytes and truth are made, each once, on first use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.build import RenderedDocument, Step, build
from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.proving import Finding, PixelBox, Proved, Prover
from chaosdocs.corpus.records import Records
from chaosdocs.corpus.slots import Slot
from chaosdocs.documents.rendered import ScannedPage
from chaosdocs.formats.cases import CaseTruth
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.testing.sample import Recorded
from chaosdocs.testing.staged import DrawnStep, FavouringSteps
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Record


@dataclass(frozen=True, slots=True)
class ProvedCase:
    """A case that the witnesses have looked at.

    Attributes:
        made: The case, with the truth that its edits claim.
        truth: The truth; every field is unscored where the proof failed.
        findings: What the proof found wrong.
    """

    made: MadeCase
    truth: CaseTruth
    findings: tuple[Finding, ...]


class Making:
    """Everything of one case that costs time.

    Args:
        record: The facts.
        rendering: Medium and template or system.
        steps: What is done.
    """

    def __init__(self, record: Recorded, rendering: str, steps: tuple[DrawnStep, ...]) -> None:
        self._record = record
        self._rendering = rendering
        self._dirt = steps

    @property
    def label(self) -> str:
        """Readable name: record, rendering, operators and severities.

        Cut records share an id, and cases of one operator differ in decisions: the digest at the
        end tells them apart, or a clean twin could be taken for another one's.
        """
        steps = "+".join(f"{step.operator}@{step.severity}" for step in self._dirt)
        exact = sha256(repr((self._record, self._dirt)).encode())[:8]
        return f"{self._record.record.id}~{self._rendering}~{steps or 'clean'}~{exact}"

    @cached_property
    def built(self) -> RenderedDocument:
        """The finished document.

        Raises:
            UserError: An operator has nothing to act on: the case was written for another one.
        """
        steps = tuple(
            Step(
                id=f"s{number}",
                operator=OPERATORS[dirt.operator],
                severity=dirt.severity,
                name=f"s{number}",
                keep=frozenset(dirt.keys),
            )
            for number, dirt in enumerate(self._dirt, 1)
        )
        rng = FavouringSteps({step.name: step.keep or frozenset() for step in steps})
        built = build(self._record.record, self._rendering, steps, rng)
        if isinstance(built, Skip):
            raise UserError(
                f"the case cannot be made: {built.reason}",
                where=self.label,
                hint="was it written for another version of the operator?",
            )
        return built

    @cached_property
    def claimed(self) -> MadeCase:
        """The case with the truth that its edits claim, which nothing has confirmed yet.

        What can be seen of a scan is measured: there it is the measured one.
        """
        if self.built.glass is not None:
            return self.measured.made
        made = _assembled(_maker(proved=False), self, None)
        assert isinstance(made, MadeCase)  # noqa: S101 - without a prover nothing is a defect
        return made

    @cached_property
    def proved(self) -> ProvedCase:
        """The case as the witnesses leave it, compared with its clean twin."""
        if self.built.glass is not None:
            return self.measured
        verdict = _witnesses().prove(
            _as_proved(self.claimed),
            self.built.record.domain,
            twin=_as_proved(self._clean.claimed) if self._dirt else None,
            sights={},
            lain=None,
            deep=False,
        )
        return self._judged(self.claimed, verdict.findings)

    @property
    def _clean(self) -> Making:
        return making(self._record, self._rendering, ())

    @cached_property
    def measured(self) -> ProvedCase:
        """A scan as the legibility meter and the witnesses leave it."""
        clean = self._clean.measured.made if self._dirt else None
        made = _assembled(_maker(proved=True), self, clean)
        if isinstance(made, MadeCase):
            return self._judged(made, ())
        findings = made.findings or (Finding("", made.outcome, made.reason),)
        made = _assembled(_maker(proved=False), self, clean)
        assert isinstance(made, MadeCase)  # noqa: S101 - as above
        return self._judged(made, findings)

    def _judged(self, made: MadeCase, findings: tuple[Finding, ...]) -> ProvedCase:
        if not findings:
            return ProvedCase(made, made.truth, ())
        _tell(f"chaosdocs: a defect, not counted: {self.label}")
        return ProvedCase(made, _unscored(made.truth), findings)

    @property
    def slot(self) -> Slot:
        """The case as a recipe would name it."""
        steps = tuple(done.step for done in self.built.steps)
        return Slot(number=0, record=0, rendering=self._rendering, steps=steps)


@lru_cache(maxsize=64)
def making(record: Recorded, rendering: str, steps: tuple[DrawnStep, ...]) -> Making:
    """Return what makes a case; the same for equal cases, so that all is made once."""
    return Making(record, rendering, steps)


def _assembled(maker: Maker, making: Making, clean: MadeCase | None) -> MadeCase | SkippedSlot:
    return maker._case(making.slot, making.label, making.built, clean)  # noqa: SLF001


@cache
def _witnesses() -> Prover:
    from chaosdocs.making.witnesses import Witnesses

    class MeasuringOnce(Witnesses):
        """Measures a scan once: with and without derived values its file is the same."""

        def sights(
            self,
            scan: bytes,
            pages: Sequence[ScannedPage],
            boxes: Mapping[str, PixelBox],
            glass: bytes,
        ) -> Mapping[str, Legibility]:
            return measured(scan, tuple(pages), tuple(boxes.items()), glass)

    @lru_cache(maxsize=8)
    def measured(
        scan: bytes,
        pages: tuple[ScannedPage, ...],
        boxes: tuple[tuple[str, PixelBox], ...],
        glass: bytes,
    ) -> Mapping[str, Legibility]:
        return Witnesses().sights(scan, pages, dict(boxes), glass)

    return MeasuringOnce()


def _as_proved(made: MadeCase) -> Proved:
    return Proved(made.case, made.truth, made.evidence, made.files.__getitem__)


def found_without_deriving(making: Making) -> tuple[Finding, ...]:
    """Return what the proof finds wrong where no value may follow from others.

    A value that an operator calls gone can often be derived, and is then right to be found. Without
    deriving, it must be nowhere in the file.
    """
    maker = _maker(proved=True, derive="forbid")
    clean = making._clean  # noqa: SLF001 - the same class
    twin = _assembled(maker, clean, None)
    made = _assembled(maker, making, twin if isinstance(twin, MadeCase) else None)
    if isinstance(made, MadeCase) or made.outcome != "defect":
        return ()
    return made.findings or (Finding("", made.outcome, made.reason),)


@cache
def _maker(*, proved: bool, derive: str = "allow") -> Maker:
    from chaosdocs.recipe.model import Recipe

    recipe = Recipe.model_validate(
        {
            "name": "drawn",
            "source": {"domain": "invoice", "count": 1},
            "render": [{"as": "csv", "system": "sap"}],
            "ask": {"derive": derive},
        }
    )
    return Maker(recipe, _witnesses() if proved else None, Records(1, _no_record))


def _no_record(index: int) -> Record:
    raise AssertionError(f"record {index} is brought by the case")


def _unscored(truth: CaseTruth) -> CaseTruth:
    return truth.with_leaves(lambda leaf: leaf.truth.model_copy(update={"state": "unscored"}))


def _tell(what: str) -> None:
    from hypothesis import currently_in_test_context, event

    if currently_in_test_context():
        event(what)
