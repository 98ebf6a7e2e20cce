"""One document: a record taken through the stages, with the steps that change it on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chaosdocs.authoring.operator import AnyOperator, Severity, Skip
from chaosdocs.authoring.plan import Plan, plan, replay, touched
from chaosdocs.corpus.policy_page import file_of, parted, with_page
from chaosdocs.corpus.reach import reached
from chaosdocs.documents.flow import Flow
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.rendered import Rendered
from chaosdocs.documents.scan import Scan
from chaosdocs.documents.statement_set import Note, Start
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.formats.media import Medium, medium_of
from chaosdocs.foundation.rng import Rng
from chaosdocs.render.clients.client import NotSentError
from chaosdocs.render.route import finish, through
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Ref, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One operator that acts on a case.

    Attributes:
        id: ``s1``, ``s2`` ... in the order of the recipe; ``clean`` steps are in the twin too.
        operator: The operator.
        severity: 1 to 5.
        target: The field that it is aimed at: a schema path, or None.
        keep: Keep only these decisions (replanning); None keeps all.
        name: Names its stream of chance; the same for all severities.
        member: In a set: the role of the member that it acts on; empty for all together.
    """

    id: str
    operator: AnyOperator
    severity: Severity
    name: str
    target: str | None = None
    keep: frozenset[str] | None = None
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedStep:
    """A step with its decisions and the facts that it touched."""

    step: Step
    plan: Plan
    touched: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedDocument:
    """A finished document.

    Attributes:
        record: The facts behind it.
        rendering: ``pdf.letterhead``.
        files: The finished files; the first is the document.
        statements: Every statement, as it stands at the end.
        notes: The sentences that state no field.
        steps: What was done.
        glass: For a scan: the PDF that lay on the glass.
        scan: For a scan: the pages and what is done to them.
        tabled: The document at the last stage that has tables as data: a table, a tree or a flow.
        paper: For a PDF: its pages.
        ruled: Whether a rule of precedence stands in the instructions.
    """

    record: Record
    rendering: str
    files: tuple[Rendered, ...]
    statements: dict[str, Statement]
    notes: tuple[Note, ...]
    steps: tuple[AppliedStep, ...]
    glass: bytes | None = None
    scan: Scan | None = None
    tabled: Table | Tree | Flow | None = None
    paper: PdfDocument | None = None
    ruled: bool = False

    @property
    def medium(self) -> Medium:
        """The name of its medium."""
        return medium_of(self.rendering).name


class SkippedError(Exception):
    """A step could not be taken.

    Args:
        step: The step.
        skip: Why.

    Attributes:
        words: Operator and reason.
    """

    def __init__(self, step: Step, skip: Skip) -> None:
        super().__init__(skip.reason)
        self.words = f"{step.operator.id}: {skip.reason}"


def build(
    record: Record,
    rendering: str,
    steps: Sequence[Step],
    rng: Rng,
    *,
    dpi: int = 150,
    start: Start | None = None,
) -> RenderedDocument | Skip:
    """Return the finished document of `record`, or why a step could not be taken.

    Args:
        record: The facts.
        rendering: Medium and template or system.
        steps: What is to be done to it; each at its own stage, in this order within a stage.
        rng: The case's stream.
        dpi: Resolution of scans.
        start: What its documents begin with, where that is kept.
    """
    run = _Run(record, rendering, tuple(steps), rng, start or Start(record))
    try:
        return _render(run, rendering, dpi)
    except SkippedError as skipped:
        return Skip(skipped.words)
    except NotSentError as never:
        return Skip(str(never))


def decided(
    record: Record,
    rendering: str,
    steps: Sequence[Step],
    rng: Rng,
    *,
    start: Start | None = None,
) -> tuple[AppliedStep, ...] | Skip:
    """Return what the steps of a document decide, or why one could not be taken; see `build`.

    The document is taken no further than to the last stage at which anything is done.
    """
    run = _Run(record, rendering, tuple(steps), rng, start or Start(record))
    last = max((step.operator.stage for step in steps), key=lambda stage: stage.order, default=None)
    try:
        if last is not None:
            facts, spelling = run.first, run.start.spell
            through(rendering, facts, until=last.name, at=run.at, spelling=spelling)
    except SkippedError as skipped:
        return Skip(skipped.words)
    except NotSentError as never:
        return Skip(str(never))
    return tuple(run.done)


class _Run:
    """The steps of one case, taken stage by stage."""

    def __init__(
        self, record: Record, rendering: str, steps: tuple[Step, ...], rng: Rng, start: Start
    ) -> None:
        self.record = record
        self.start = start
        self.first, self.page = parted(start.facts)
        self._rendering = rendering
        self._steps = steps
        self._rng = rng
        self.done: list[AppliedStep] = []
        self.facts = self.first
        self.tabled: Table | Tree | Flow | None = None

    def at(self, stage: str, document: Any) -> Any:  # noqa: ANN401 - every stage has its own
        """Return `document` after all steps of `stage`."""
        document, done = with_steps(self._steps, stage, document, self._rng)
        self.done += done
        if stage in {"facts", "values"}:
            self.facts = document
        if isinstance(document, Table | Tree | Flow):
            self.tabled = document
        if isinstance(document, PdfDocument) and stage == "pages" and self.page is not None:
            if document.fonts:
                raise SkippedError(done[0].step, Skip("its font would lie on the policy page too"))
            return with_page(document, self.page, self._rendering)
        if isinstance(document, Scan) and self.page is not None:
            lost = len(document.source.sizes) - 1 not in document.pages
            if lost and done:
                raise SkippedError(done[-1].step, Skip("the policy page would be missing"))
        return document


def with_steps(
    steps: Sequence[Step],
    stage: str,
    document: Any,  # noqa: ANN401 - every stage has its own
    rng: Rng,
) -> tuple[Any, list[AppliedStep]]:
    """Return a document after all steps of `stage`, and what they did.

    Args:
        steps: Steps of any stage, in their order.
        stage: The stage of the document.
        document: The document.
        rng: The case's stream.

    Raises:
        SkippedError: A step found nothing to act on.
    """
    done = []
    for step in steps:
        if step.operator.stage.name != stage:
            continue
        own = rng.at(step.name)
        focus = _focus(step, document, own)
        decided = plan(step.operator, document, step.severity, own, focus=focus, keep=step.keep)
        if isinstance(decided, Skip):
            raise SkippedError(step, decided)
        after = replay(step.operator.stage, document, decided.edits)
        refs = {*touched(document, after, decided.edits)}
        refs.update(*(reached(document, edit) for edit in decided.edits))
        done.append(AppliedStep(step=step, plan=decided, touched=tuple(sorted(refs))))
        document = after
    return document, done


def _focus(step: Step, document: Any, rng: Rng) -> Ref | None:  # noqa: ANN401
    if step.target is None:
        return None
    there = list(_matching(step.target, {s.ref for s in document.statements.values() if s.ref}))
    if not there:
        raise SkippedError(step, Skip(f"the document does not state {step.target}"))
    return rng.at("target").pick(sorted(there))


def _matching(target: str, refs: Collection[Ref]) -> Iterator[Ref]:
    head, star, tail = target.partition("/*/")
    for ref in refs:
        if not star:
            if ref == target:
                yield ref
        elif ref.startswith(f"{head}/") and ref.endswith(f"/{tail}"):
            yield ref


def _render(run: _Run, rendering: str, dpi: int) -> RenderedDocument:
    spelling = run.start.spell
    document = through(rendering, run.first, at=run.at, spelling=spelling, dpi=dpi)
    written = finish(rendering, document)
    file = written.file
    statements: dict[str, Statement] = dict(document.statements)
    more: tuple[Rendered, ...] = ()
    if run.page is not None and not medium_of(rendering).paper:
        policy, said = file_of(run.page, rendering, statements)
        statements, more = {**statements, **said}, (policy,)
    if run.facts.handled == "saved":
        from chaosdocs.render.resave import saved_again

        file = saved_again(file)
    return RenderedDocument(
        record=run.record,
        rendering=rendering,
        files=(file, *more),
        statements=statements,
        notes=run.facts.notes,
        steps=tuple(run.done),
        glass=written.glass,
        scan=document if isinstance(document, Scan) else None,
        tabled=run.tabled,
        paper=document if isinstance(document, PdfDocument) else None,
    )
