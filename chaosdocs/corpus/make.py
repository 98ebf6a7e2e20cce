"""One case: from its slot to files, question, proved truth and stored plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.books import Books
from chaosdocs.corpus.build import RenderedDocument, Step, build, decided
from chaosdocs.corpus.map_cases import RenderedMap
from chaosdocs.corpus.map_records import map_of
from chaosdocs.corpus.packets import RenderedPacket, build_packet, decided_packet
from chaosdocs.corpus.proving import Finding, Proved, Prover, ScanSource, Verdict
from chaosdocs.corpus.records import Records
from chaosdocs.corpus.sets import RenderedSet, build_set, decided_set
from chaosdocs.corpus.slots import Slot, Slots
from chaosdocs.corpus.stating import NO_SIGHTS, Names, Stated, stated_of
from chaosdocs.corpus.truths import witnessed
from chaosdocs.documents.edits import MisquoteError
from chaosdocs.documents.rendered import Rendered, ScannedPage
from chaosdocs.documents.scan import Scan
from chaosdocs.documents.statement_set import Start
from chaosdocs.formats.cases import (
    Case,
    CasePlan,
    CaseTruth,
    Evidence,
    PlannedStep,
)
from chaosdocs.formats.media import MATTER, PACKET
from chaosdocs.formats.packets import is_packet, packet_rendering
from chaosdocs.formats.sets import set_rendering
from chaosdocs.foundation.digest import canonical, opaque, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.foundation.rng import Rng, SeededRng
from chaosdocs.recipe.model import Recipe
from chaosdocs.sources.world.packets.opening import open_packet
from chaosdocs.truth.fold import Legibility

Built: TypeAlias = RenderedDocument | RenderedSet | RenderedMap | RenderedPacket
"""Whatever a case is made of."""
_WHOLE = {MATTER, PACKET}
"""The stages at which the documents of a book are changed together, before any is made."""
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
    built: Built


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedSlot:
    """A slot that holds no case: its operator had nothing to act on, or the proof failed."""

    slot: Slot
    label: str
    outcome: Literal["skipped", "defect"]
    reason: str
    findings: tuple[Finding, ...] = ()


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
        long = self.books is None and self.records.long
        self.slots = Slots(recipe, len(self.books or self.records), long=long)
        self.salt = sha256(canonical(recipe.model_dump(mode="json", by_alias=True))).encode()[:64]
        self._prover = prover
        self._root = SeededRng(recipe.seed)
        self._twin = lru_cache(maxsize=8)(self._made_twin)
        self._start = lru_cache(maxsize=8)(lambda record: Start(self.records[record]))
        self._packet = lru_cache(maxsize=8)(
            lambda record, place: open_packet((self.books or ())[record], place)
        )
        self._milder = lru_cache(maxsize=8)(self._files_of)
        self._again = lru_cache(maxsize=1)(lambda number: self._built(self.slots[number]))

    def make(self, number: int) -> MadeCase | SkippedSlot:
        """Return the case in this slot, or why there is none.

        The collector of cycles waits until the case is made. It would look at what the case is
        made of a dozen times: a tenth of the processor time.
        """
        with gc_paused():
            return self._in_slot(number)

    def _in_slot(self, number: int) -> MadeCase | SkippedSlot:
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
            events: The events of a set or the documents of a packet that are kept; None keeps all.
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
        same = self._same_as_milder(slot, built)
        if same:
            return SkippedSlot(slot=slot, label=label, outcome="skipped", reason=same)
        return self._case(slot, label, built, twin)

    def outlook(self, number: int) -> str:
        """Return why this slot would hold no case, as far as its plan tells; empty if it would.

        Nothing is drawn, written or proved, but for maps and for steps on one document of several.
        """
        try:
            return self._outlook(self.slots[number])
        except MisquoteError as error:  # making it tells the same defect
            return f"defect: {error}"

    def _outlook(self, slot: Slot) -> str:
        planned = self._planned(slot)
        if isinstance(planned, Skip):
            return planned.reason
        milder = self.slots.milder(slot)
        if milder is None:
            return ""
        before = self._planned(self.slots[milder])
        if isinstance(before, Skip) or before != planned:
            return ""
        return _same_words(slot, self.slots[milder])

    def _planned(self, slot: Slot) -> tuple[object, ...] | Skip:
        """The decisions of a slot's operators, or the digests of its files where it is made."""
        if self.books is not None and all(s.operator.stage.name in _WHOLE for s in slot.steps):
            how, rng = slot.rendering, self._of_book(slot)
            if is_packet(how):
                packet = self._packet(slot.record, packet_rendering(how).policy)
                whole = decided_packet(packet, how, slot.steps, rng)
            else:
                whole = decided_set(self.books[slot.record], how, slot.steps, rng)
            return whole if isinstance(whole, Skip) else tuple(done.plan.edits for done in whole)
        if self.books is not None or self.recipe.ask.task == "map":
            built = self._built(slot)
            return built if isinstance(built, Skip) else _contents(built)
        record = self.records[slot.record]
        steps = (*self._clean_steps(slot), *slot.steps)
        rng = self._root.at("case", record.id, slot.rendering)
        made = decided(record, slot.rendering, steps, rng, start=self._start(slot.record))
        return made if isinstance(made, Skip) else tuple(done.plan.edits for done in made)

    def _same_as_milder(self, slot: Slot, built: Built) -> str:
        """In words, that the next lower severity makes the same document; empty if it does not."""
        milder = self.slots.milder(slot) if slot == self.slots[slot.number] else None
        if milder is None or self._milder(milder) != _contents(built):
            return ""
        return _same_words(slot, self.slots[milder])

    def _files_of(self, number: int) -> tuple[str, ...] | None:
        built = self._built(self.slots[number])
        return None if isinstance(built, Skip) else _contents(built)

    def _built(self, slot: Slot) -> Built | Skip:
        if self.books is not None:
            how, rng = slot.rendering, self._of_book(slot)
            if is_packet(how):
                packet = self._packet(slot.record, packet_rendering(how).policy)
                return build_packet(packet, how, slot.steps, rng, kept=slot.events)
            book = self.books[slot.record]
            return build_set(book, how, slot.steps, rng, events=slot.events)
        if self.recipe.ask.task == "map":
            ask = self.recipe.ask
            other = ask.records == "other"
            return map_of(self.records, slot.record, ask.documents, slot.rendering, other=other)
        record = self.records[slot.record]
        steps = (*self._clean_steps(slot), *slot.steps)
        rng = self._root.at("case", record.id, slot.rendering)
        dpi = self._dpi(slot.rendering)
        start = self._start(slot.record)
        return build(record, slot.rendering, steps, rng, dpi=dpi, start=start)

    def _of_book(self, slot: Slot) -> Rng:
        """The stream of chance of a slot that is made from a book."""
        how = slot.rendering
        name = "packet" if is_packet(how) else set_rendering(how).pairing
        return self._root.at("case", self.source_id(slot), name)

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
        built: Built,
        twin: MadeCase | None,
    ) -> MadeCase | SkippedSlot:
        sights: Mapping[str, Legibility] = NO_SIGHTS
        if isinstance(built, RenderedDocument | RenderedPacket):
            sights = self._sights(built)
        stated = stated_of(self.recipe.ask, self._names(slot, label, _case_id(twin)), built, sights)
        if isinstance(stated, Skip):
            return SkippedSlot(slot=slot, label=label, outcome="skipped", reason=stated.reason)
        return self._proved(slot, stated, built, twin, sights)

    def _names(self, slot: Slot, label: str, twin: str | None) -> Names:
        return Names(opaque(label, self.salt), label, slot.rendering, slot.severity, twin)

    def _proved(
        self,
        slot: Slot,
        stated: Stated,
        built: Built,
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
            plan=_plan_of(case.case, slot, built),
            files=files,
            built=built,
        )

    def stated(self, number: int, sights: Mapping[str, Legibility]) -> Stated | None:
        """Return what is said of the case in this slot, made again and not proved.

        Args:
            number: The slot.
            sights: For a scan: what is left of every statement, as `measured` measures it.
        """
        slot = self.slots[number]
        built = self._again(number)
        if isinstance(built, Skip):
            return None
        twin = self.case_id(self.slots[self.slots.twin(slot)]) if slot.steps else None
        names = self._names(slot, self.label(slot), twin)
        stated = stated_of(self.recipe.ask, names, built, sights)
        return None if isinstance(stated, Skip) else stated

    def rendered(self, number: int) -> tuple[Rendered, ...]:
        """Return the files of this slot, made again and not proved; none where it makes none."""
        built = self._again(number)
        return () if isinstance(built, Skip) else tuple(built.files)

    def plan(self, number: int) -> CasePlan | None:
        """Return what is decided in this slot, made again; None where it makes nothing."""
        slot, built = self.slots[number], self._again(number)
        return None if isinstance(built, Skip) else _plan_of(self.case_id(slot), slot, built)

    def measured(
        self, number: int, scan: bytes
    ) -> tuple[Mapping[str, Legibility], ScanSource | None]:
        """Measure what can be seen in a scan that was made in this slot.

        Args:
            number: The slot.
            scan: The finished file, as it is on disk.

        Returns:
            What is left of every statement, and what lay on the glass.
        """
        built = self._again(number)
        if isinstance(built, Skip | RenderedSet | RenderedMap):
            return {}, None
        return self._sights(built, scan), _lain(built)

    def scanned(self, number: int) -> tuple[Scan, bytes, tuple[ScannedPage, ...]] | None:
        """Return what was scanned in this slot and how each page became its image.

        Returns:
            The scan, the PDF that lay on the glass, and the pages; None where there is no scan.
        """
        built = self._again(number)
        if isinstance(built, Skip | RenderedSet | RenderedMap):
            return None
        document = built.document if isinstance(built, RenderedPacket) else built
        if document.scan is None or document.glass is None:
            return None
        return document.scan, document.glass, document.files[0].scan

    def _sights(
        self, built: RenderedDocument | RenderedPacket, scan: bytes | None = None
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
        document = built.document if isinstance(built, RenderedPacket) else built
        rules = {note.id for note in document.notes if note.rule}
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
        built: Built,
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


def _contents(built: Built) -> tuple[str, ...]:
    return tuple(sha256(file.data) for file in built.files)


def _same_words(slot: Slot, milder: Slot) -> str:
    operator = slot.steps[0].operator.id
    return f"{operator}: severity {slot.severity} makes the document of severity {milder.severity}"


def _plan_of(case: str, slot: Slot, built: Built) -> CasePlan:
    """The stored decisions of a case."""
    steps = tuple(PlannedStep(step=done.step.id, **done.plan.to_json()) for done in built.steps)
    return CasePlan(case=case, slot=slot.number, record=slot.record, steps=steps)


def _case_id(twin: MadeCase | None) -> str | None:
    return None if twin is None else twin.case.case


def _lain(built: Built) -> ScanSource | None:
    return None if built.glass is None else (built.glass, built.files[0].scan)


def _settles_itself(slot: Slot, verdict: Verdict) -> bool:
    """Whether all that is wrong with a chain is that one step settles what another leaves open."""
    return len(slot.steps) > 1 and all(finding.code == "settled" for finding in verdict.findings)


def _worst(findings: tuple[Finding, ...]) -> str:
    first = findings[0]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    where = f"{first.path}: " if first.path else ""
    return f"{where}{first.code}: {first.detail}{more}"
