"""One case: from its slot to files, question, proved truth and stored plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.asking import instructions, schema
from chaosdocs.corpus.asking_parsers import parser_instructions
from chaosdocs.corpus.books import Books
from chaosdocs.corpus.build import AppliedStep, RenderedDocument, Step, build
from chaosdocs.corpus.expect import evidence, expectations
from chaosdocs.corpus.gold_tables import gold_tables
from chaosdocs.corpus.map_cases import RenderedMap, build_map, of_map
from chaosdocs.corpus.proving import Finding, Proved, Prover, ScanSource, Verdict
from chaosdocs.corpus.records import Records
from chaosdocs.corpus.set_cases import of_set
from chaosdocs.corpus.sets import RenderedSet, build_set
from chaosdocs.corpus.slots import Slot, Slots
from chaosdocs.corpus.truths import asked, witnessed
from chaosdocs.documents.statement_set import Start
from chaosdocs.formats.cases import (
    Case,
    CaseFile,
    CasePlan,
    CaseTruth,
    Evidence,
    PlannedStep,
    StepTruth,
)
from chaosdocs.formats.media import MEDIA
from chaosdocs.formats.sets import set_rendering
from chaosdocs.foundation.digest import canonical, opaque, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.recipe.model import AskSpec, Recipe
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Channel

NO_SIGHTS: Mapping[str, Legibility] = MappingProxyType({})
"""What a gauge says of a document that is no scan."""
DEEP_SHARE = 0.02
"""Share of cases that the slow witnesses look at as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCase:
    """A case, proved."""

    slot: Slot
    case: Case
    truth: CaseTruth
    evidence: tuple[Evidence, ...]
    plan: CasePlan
    files: Mapping[str, bytes]
    built: RenderedDocument | RenderedSet | RenderedMap


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedSlot:
    """A slot that holds no case: its operator had nothing to act on, or the proof failed."""

    slot: Slot
    label: str
    outcome: Literal["skipped", "defect"]
    reason: str
    findings: tuple[Finding, ...] = ()


def told(ask: AskSpec, channel: Channel, record: Record, rendering: str) -> str:
    """Return what a reader of one document is told.

    The rules of a user's own records and the schema of a sender with versions are included.
    """
    if ask.task in {"text", "tables"}:
        return parser_instructions(ask.task, channel)
    said = instructions(channel, ask.derive, record.domain.told)
    dialect = rendering.partition(".")[2]
    if "@" not in dialect:
        return said
    from chaosdocs.render.clients.schema import schema_in_words

    return f"{said} {schema_in_words(record, dialect)}"


class Stated(NamedTuple):
    """What is said of a finished document or set, before it is proved."""

    case: Case
    truth: CaseTruth
    evidence: tuple[Evidence, ...]


class Maker:
    """Makes any case of a recipe, alone and in any order.

    Args:
        recipe: The resolved recipe.
        prover: The witnesses; None leaves the truth unproved (for drawing and for benchmarks).
    """

    def __init__(
        self, recipe: Recipe, prover: Prover | None, records: Records | None = None
    ) -> None:
        self.recipe = recipe
        self.records = records if records is not None else Records.of(recipe)
        self.books = Books.of(recipe)
        self.slots = Slots(recipe, len(self.books or self.records))
        self.salt = sha256(canonical(recipe.model_dump(mode="json", by_alias=True))).encode()[:64]
        self._prover = prover
        self._root = SeededRng(recipe.seed)
        self._twin = lru_cache(maxsize=8)(self._made_twin)
        self._start = lru_cache(maxsize=8)(lambda record: Start(self.records[record]))

    def make(self, number: int) -> MadeCase | SkippedSlot:
        """Return the case in this slot, or why there is none."""
        slot = self.slots[number]
        if not slot.steps:
            return self._twin(slot.number)
        twin = self._twin(self.slots.twin(slot))
        if isinstance(twin, SkippedSlot):
            return SkippedSlot(
                slot=slot,
                label=self.label(slot),
                outcome=twin.outcome,
                reason=f"its clean twin: {twin.reason}",
            )
        return self._make(slot, twin)

    def variant(
        self, number: int, steps: tuple[Step, ...], events: frozenset[str] | None = None
    ) -> MadeCase | SkippedSlot:
        """Return the case of a slot with other steps in place of its own.

        Args:
            number: The slot.
            steps: Fewer steps, milder ones, or the same with fewer decisions.
            events: For a set: the events whose rows are kept; None keeps all.
        """
        slot = replace(self.slots[number], steps=steps, events=events)
        if events is not None:
            clean = replace(self.slots[self.slots.twin(slot)], events=events)
            small = self._make(clean, None)
            return small if not steps or isinstance(small, SkippedSlot) else self._make(slot, small)
        if not steps:
            return self._twin(self.slots.twin(slot))
        twin = self._twin(self.slots.twin(slot))
        return twin if isinstance(twin, SkippedSlot) else self._make(slot, twin)

    def label(self, slot: Slot) -> str:
        """Return the readable name of a slot's case."""
        return slot.label(self.source_id(slot))

    def source_id(self, slot: Slot) -> str:
        """Return the id of the record, or of the book, that a slot's case is made from."""
        source = self.records if self.books is None else self.books
        return source[slot.record].id

    def case_id(self, slot: Slot) -> str:
        """Return the opaque name of a slot's case."""
        return opaque(self.label(slot), self.salt)

    def _made_twin(self, number: int) -> MadeCase | SkippedSlot:
        return self._make(self.slots[number], None)

    def _make(self, slot: Slot, twin: MadeCase | None) -> MadeCase | SkippedSlot:
        """Return the case; an operator or a witness that raises makes a defect, never a crash.

        What this machine lacks is no property of a case: it ends the run.
        """
        try:
            return self._made(slot, twin)
        except UserError:
            raise
        except (ImportError, MemoryError, OSError) as error:
            raise UserError(
                f"this machine could not make {self.label(slot)}: {type(error).__name__}: {error}",
                hint="`chaosdocs doctor` looks for what is missing; mend it, then go on with "
                "--resume: nothing was noted for this case",
            ) from error
        except Exception as error:  # noqa: BLE001 - operators may be anybody's
            reason = f"raised {type(error).__name__}: {error}"
            label = self.label(slot)
            return SkippedSlot(slot=slot, label=label, outcome="defect", reason=reason)

    def _made(self, slot: Slot, twin: MadeCase | None) -> MadeCase | SkippedSlot:
        label = self.label(slot)
        built = self._built(slot)
        if isinstance(built, Skip):
            return SkippedSlot(slot=slot, label=label, outcome="skipped", reason=built.reason)
        return self._case(slot, label, built, twin)

    def _built(self, slot: Slot) -> RenderedDocument | RenderedSet | RenderedMap | Skip:
        if self.books is not None:
            book = self.books[slot.record]
            rng = self._root.at("case", book.id, set_rendering(slot.rendering).pairing)
            return build_set(book, slot.rendering, slot.steps, rng, events=slot.events)
        if self.recipe.ask.task == "map":
            count = self.recipe.ask.documents
            places = range(slot.record, slot.record + count)
            return build_map([self.records[n % len(self.records)] for n in places], slot.rendering)
        record = self.records[slot.record]
        steps = (*self._clean_steps(slot), *slot.steps)
        rng = self._root.at("case", record.id, slot.rendering)
        dpi = self._dpi(slot.rendering)
        start = self._start(slot.record)
        return build(record, slot.rendering, steps, rng, dpi=dpi, start=start)

    def _clean_steps(self, slot: Slot) -> tuple[Step, ...]:
        """The gaps that clean documents have too, or dirt itself would be the tell."""
        clean = self.recipe.design.clean
        rng = self._root.at("clean", slot.record)
        steps = []
        for operator, share in (
            ("gaps.blank_under_label", clean.unanswerable),
            ("gaps.left_out", clean.absent),
        ):
            if rng.at(operator).chance(share):
                steps.append(
                    Step(
                        id=f"clean {operator}",
                        operator=OPERATORS[operator],
                        severity=1,
                        name=f"clean {operator}",
                    )
                )
        return tuple(steps)

    def _dpi(self, rendering: str) -> int:
        for spec in self.recipe.render:
            if rendering in spec.renderings():
                return spec.dpi
        raise KeyError(rendering)

    def _case(
        self,
        slot: Slot,
        label: str,
        built: RenderedDocument | RenderedSet | RenderedMap,
        twin: MadeCase | None,
    ) -> MadeCase | SkippedSlot:
        sights = self._sights(built) if isinstance(built, RenderedDocument) else NO_SIGHTS
        stated = self._stated(slot, label, built, _case_id(twin), sights)
        if isinstance(stated, Skip):
            return SkippedSlot(slot=slot, label=label, outcome="skipped", reason=stated.reason)
        return self._proved(slot, stated, built, twin, sights)

    def _stated(
        self,
        slot: Slot,
        label: str,
        built: RenderedDocument | RenderedSet | RenderedMap,
        twin: str | None,
        sights: Mapping[str, Legibility],
    ) -> Stated | Skip:
        """Return the question, the truth and the evidence of what is finished."""
        case_id = opaque(label, self.salt)
        folder = f"files/{case_id[:2]}/{case_id}"
        if isinstance(built, RenderedSet):
            stated = of_set(built, case_id, folder)
            if isinstance(stated, Skip):
                return stated
            case, truth, lines = stated
            named = {"label": label, "severity": slot.severity, "twin": twin}
            return Stated(case, truth.model_copy(update=named), lines)
        if isinstance(built, RenderedMap):
            asked_of, answer = of_map(built, case_id, folder)
            named = {"label": label, "severity": slot.severity, "twin": None}
            return Stated(asked_of, answer.model_copy(update=named), ())
        ask = self.recipe.ask
        channel: Channel = ask.channel or MEDIA[built.medium].asked
        fields, issues = expectations(built, channel, ask.derive, sights)
        case = Case(
            case=case_id,
            task=ask.task,
            channel=channel,
            instructions=told(ask, channel, built.record, slot.rendering),
            derive=ask.derive,
            files=tuple(
                CaseFile(
                    path=f"{folder}/{file.name}",
                    media_type=file.media_type,
                    sha256=sha256(file.data),
                    bytes=len(file.data),
                )
                for file in built.files
            ),
            schema=schema(
                built.record.domain, None if ask.fields == "all" else frozenset(ask.fields)
            ),
        )
        truth = CaseTruth(
            case=case_id,
            label=label,
            records=(built.record.id,),
            twin=twin,
            medium=built.medium,
            rendering=slot.rendering,
            locale=built.record.locale,
            severity=slot.severity,
            steps=tuple(_step_truth(done) for done in built.steps if _is_dirt(done.step)),
            issues=issues,
            fields=asked(fields, ask.fields),
            tables=gold_tables(built, channel) if ask.task == "tables" else (),
        )
        lines = evidence(built, case_id, folder)
        return Stated(case, truth, lines)

    def _proved(
        self,
        slot: Slot,
        stated: Stated,
        built: RenderedDocument | RenderedSet | RenderedMap,
        twin: MadeCase | None,
        sights: Mapping[str, Legibility] = NO_SIGHTS,
    ) -> MadeCase | SkippedSlot:
        """Return the case as the witnesses leave it."""
        case, truth, lines = stated
        label = truth.label
        paths = [file.path for file in case.files]
        files = dict(zip(paths, (file.data for file in built.files), strict=True))
        proved = Proved(case, truth, lines, files.__getitem__)
        verdict = self._verdict(proved, built, twin, sights, label)
        if verdict.findings:
            return SkippedSlot(
                slot=slot,
                label=label,
                outcome="skipped" if _settles_itself(slot, verdict) else "defect",
                reason=_worst(verdict.findings),
                findings=verdict.findings,
            )
        return MadeCase(
            slot=slot,
            case=case,
            truth=witnessed(truth, verdict),
            evidence=lines,
            plan=CasePlan(
                case=case.case,
                slot=slot.number,
                record=slot.record,
                steps=tuple(
                    PlannedStep(step=done.step.id, **done.plan.to_json()) for done in built.steps
                ),
            ),
            files=files,
            built=built,
        )

    def stated(self, number: int, sights: Mapping[str, Legibility]) -> Stated | None:
        """Return what is said of the case in this slot, made again and not proved.

        Args:
            number: The slot.
            sights: For a scan: what is left of every statement, as `gauged` measures it.
        """
        slot = self.slots[number]
        built = self._built(slot)
        if isinstance(built, Skip):
            return None
        twin = self.case_id(self.slots[self.slots.twin(slot)]) if slot.steps else None
        stated = self._stated(slot, self.label(slot), built, twin, sights)
        return None if isinstance(stated, Skip) else stated

    def gauged(
        self, number: int, scan: bytes
    ) -> tuple[Mapping[str, Legibility], ScanSource | None]:
        """Measure what can be seen in a scan that was made in this slot.

        Args:
            number: The slot.
            scan: The finished file, as it is on disk.

        Returns:
            What is left of every statement, and what lay on the glass.
        """
        built = self._built(self.slots[number])
        if isinstance(built, Skip | RenderedSet | RenderedMap):
            return {}, None
        return self._sights(built, scan), _lain(built)

    def _sights(
        self, built: RenderedDocument, scan: bytes | None = None
    ) -> Mapping[str, Legibility]:
        if built.glass is None or self._prover is None:
            return {}
        file = built.files[0]
        boxes = {
            locus.statement: (locus.page - 1, (*locus.box,))
            for locus in file.loci
            if locus.page is not None and locus.box is not None and locus.role == "says"
        }
        found = self._prover.sights(scan or file.data, file.scan, boxes, built.glass)
        rules = {note.id for note in built.notes if note.rule}
        ruled = {f"rule:{name}": sight for name, sight in found.items() if name in rules}
        left: dict[str, Legibility] = {
            x.statement: "borderline"
            for x in file.loci
            if x.statement in rules and x.role == "trace"
        }
        return {**left, **found, **ruled}

    def _verdict(
        self,
        made: Proved,
        built: RenderedDocument | RenderedSet | RenderedMap,
        twin: MadeCase | None,
        sights: Mapping[str, Legibility],
        label: str,
    ) -> Verdict:
        if self._prover is None:
            return Verdict({}, ())
        other = None
        if twin is not None:
            other = Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__)
        deep = self._root.at("deep", label).chance(DEEP_SHARE)
        domain = None if isinstance(built, RenderedSet) else built.record.domain
        return self._prover.prove(
            made, domain, twin=other, sights=sights, lain=_lain(built), deep=deep
        )


def _case_id(twin: MadeCase | None) -> str | None:
    return None if twin is None else twin.case.case


def _lain(built: RenderedDocument | RenderedSet | RenderedMap) -> ScanSource | None:
    return None if built.glass is None else (built.glass, built.files[0].scan)


def _is_dirt(step: Step) -> bool:
    return not step.id.startswith("clean")


def _step_truth(done: AppliedStep) -> StepTruth:
    return StepTruth(
        step=done.step.id,
        operator=done.plan.operator,
        severity=done.step.severity,
        keys=done.plan.keys,
    )


def _settles_itself(slot: Slot, verdict: Verdict) -> bool:
    """Whether all that is wrong with a chain is that one step settles what another leaves open."""
    return len(slot.steps) > 1 and all(finding.code == "settled" for finding in verdict.findings)


def _worst(findings: tuple[Finding, ...]) -> str:
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{first.path}: {first.code}: {first.detail}{more}"
