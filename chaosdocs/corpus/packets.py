"""Packets: the documents of one matter of a world, each made on its own way, then put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.build import (
    AppliedStep,
    RenderedDocument,
    SkippedError,
    Step,
    build,
    with_steps,
)
from chaosdocs.documents.geometry import Box
from chaosdocs.documents.packet import ENCLOSED, KEY, Packet, Sheet, rank_of
from chaosdocs.documents.pages import PdfDocument, Run
from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.scan import SCAN, Scan
from chaosdocs.documents.statement_set import Note, Start
from chaosdocs.formats.media import PACKET as PACKET_STAGE
from chaosdocs.formats.media import Medium
from chaosdocs.formats.packets import INSIDE, PacketForm, PacketRendering, packet_rendering
from chaosdocs.foundation.rng import Rng
from chaosdocs.render.containers import mailed, zipped
from chaosdocs.render.pdf.write import write
from chaosdocs.render.route import finish
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Ref, Statement
from chaosdocs.truth.values import key

ONE_FILE: Final = "packet.pdf"
ONE_PAGE: Final = "erp"
"""The template of the sheet with all facts on one page: the one that holds most."""
_ONE_SHEET: Final = "all facts stand on one page: there are no documents to change"
_SUBJECTS = {"en": "Documents for order", "de": "Unterlagen zur Bestellung",
             "fr": "Documents pour la commande", "ja": "注文書類"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One finished document of a packet.

    Attributes:
        sheet: What it is.
        file: The file that it is in, as evidence names it.
        first: Its first page in that file, from 1.
        words: How many words stand on each of its pages.
    """

    sheet: Sheet
    file: str
    first: int
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPacket:
    """A finished packet.

    Attributes:
        packet: Its documents, before each was made.
        how: How it is rendered.
        document: All of it as one document: the question is about the whole.
        parts: Its finished documents, in order.
        files: The files that a reader gets.
    """

    packet: Packet
    how: PacketRendering
    document: RenderedDocument
    parts: tuple[Part, ...]
    files: tuple[Rendered, ...]

    @property
    def glass(self) -> bytes | None:
        """For a scan: the PDF that lay on the glass."""
        return self.document.glass

    @property
    def record(self) -> Record:
        """The facts of the matter."""
        return self.packet.record

    @property
    def rendering(self) -> str:
        """The rendering as one name."""
        return str(self.how)

    @property
    def medium(self) -> Medium:
        """The medium of its documents."""
        return "scan" if self.how.form == "scan" else "pdf"

    @property
    def steps(self) -> tuple[AppliedStep, ...]:
        """What was done, to the packet first."""
        return self.document.steps


def build_packet(
    packet: Packet,
    rendering: str,
    steps: Sequence[Step],
    rng: Rng,
    *,
    kept: frozenset[str] | None = None,
) -> RenderedPacket | Skip:
    """Return the finished packet, or why a step could not be taken.

    Args:
        packet: The clean packet; its rules stand where the rendering says.
        rendering: The rendering of the packet.
        steps: What is to be done to the packet, or to the document that a step names.
        rng: The case's stream.
        kept: Keep only these documents (shrinking); None keeps all.
    """
    how = packet_rendering(rendering)
    if kept is not None:
        packet = replace(packet, sheets=tuple(s for s in packet.sheets if s.id in kept))
    if how.form == "sheet":
        return _on_one_page(packet, how, steps, rng)
    try:
        packet, done = with_steps(steps, PACKET_STAGE, packet, rng)
    except SkippedError as skipped:
        return Skip(skipped.words)
    made: list[tuple[Sheet, RenderedDocument]] = []
    for sheet in packet.sheets:
        facts = sheet.facts
        own = [step for step in steps if step.member in {sheet.id, "any"}]
        built = build(
            facts.record,
            f"pdf.{how.template}",
            own,
            rng.at("sheet", sheet.id),
            start=Start(facts.record, facts),
        )
        if isinstance(built, Skip):
            return built
        made.append((sheet, built))
        done += [_of_sheet(sheet, each) for each in built.steps]
    try:
        return _together(packet, how, made, done, steps=steps, rng=rng)
    except SkippedError as skipped:
        return Skip(skipped.words)


def decided_packet(
    packet: Packet, rendering: str, steps: Sequence[Step], rng: Rng
) -> tuple[AppliedStep, ...] | Skip:
    """Return what the steps of the stage Packet decide, or why one could not be taken.

    No document is made.

    Args:
        packet: The clean packet.
        rendering: The rendering of the packet.
        steps: What is to be done to it.
        rng: The case's stream.
    """
    if packet_rendering(rendering).form == "sheet" and steps:
        return Skip(_ONE_SHEET)
    try:
        return tuple(with_steps(steps, PACKET_STAGE, packet, rng)[1])
    except SkippedError as skipped:
        return Skip(skipped.words)


def _of_sheet(sheet: Sheet, done: AppliedStep) -> AppliedStep:
    return replace(done, touched=() if sheet.near else done.touched)


def _on_one_page(
    packet: Packet, how: PacketRendering, steps: Sequence[Step], rng: Rng
) -> RenderedPacket | Skip:
    """Return all facts of a packet on one page: what a reader can do without the distance."""
    if steps:
        return Skip(_ONE_SHEET)
    built = build(packet.record, f"pdf.{ONE_PAGE}", (), rng)
    if isinstance(built, Skip):
        return built
    document = replace(built, rendering=str(how))
    return RenderedPacket(packet=packet, how=how, document=document, parts=(), files=built.files)


def _together(
    packet: Packet,
    how: PacketRendering,
    made: Sequence[tuple[Sheet, RenderedDocument]],
    done: Sequence[AppliedStep],
    *,
    steps: Sequence[Step],
    rng: Rng,
) -> RenderedPacket | Skip:
    papers = tuple((sheet, _paper(built)) for sheet, built in made)
    if how.form in {"pdf", "scan"} and any(paper.fonts for _, paper in papers):
        return Skip("fonts that lie would lie in every document of the one PDF")
    rules = packet.rules
    statements: Mapping[str, Statement] = {
        renamed.id: renamed
        for sheet, built in made
        for statement in built.statements.values()
        for renamed in (packet.of_packet(sheet, statement, rank_of(sheet, rules)),)
    }
    parts, inner = _inner(how.form, made)
    scan, glass = None, None
    if how.form == "scan":
        scan, of_scan = with_steps(steps, SCAN.name, _on_the_glass(papers, statements), rng)
        done = (*done, *of_scan)
        statements = scan.statements
        written = finish(f"scan.{how.template}", scan)
        inner = (replace(written.file, name=ONE_FILE, loci=_by_sheet(written.file.loci, papers)),)
        glass = written.glass
    gone = {name: s for name, s in packet.statements.items() if name not in statements}
    shown = {sheet.id for sheet, _ in made}
    gone = {name: s for name, s in gone.items() if name.partition(":")[0] not in shown}
    inner = tuple(
        replace(file, loci=(*file.loci, *_mentions(file, gone, packet))) for file in inner
    )
    document = RenderedDocument(
        record=packet.record,
        rendering=str(how),
        files=inner,
        statements={**statements, **gone},
        notes=tuple(_notes(packet, made, statements.values())),
        steps=tuple(done),
        glass=glass,
        scan=scan,
        ruled=packet.told is not None,
    )
    return RenderedPacket(
        packet=packet,
        how=how,
        document=document,
        parts=parts,
        files=_files(how.form, packet, inner),
    )


def _inner(
    form: PacketForm, made: Sequence[tuple[Sheet, RenderedDocument]]
) -> tuple[tuple[Part, ...], tuple[Rendered, ...]]:
    """The documents of a packet with their places, and the files that evidence speaks of."""
    container = {"zip": f"packet.zip{INSIDE}", "eml": f"packet.eml{INSIDE}"}.get(form, "")
    parts: list[Part] = []
    files: list[Rendered] = []
    page = 1
    for number, (sheet, built) in enumerate(made, 1):
        words = _paper(built).words()
        loci = tuple(_moved(locus, sheet, page - 1) for locus in built.files[0].loci)
        name = ONE_FILE if form in {"pdf", "scan"} else f"{container}{number:02}-{sheet.paper}.pdf"
        parts.append(Part(sheet=sheet, file=name, first=page, words=words))
        files.append(replace(built.files[0], name=name, loci=loci))
        if form in {"pdf", "scan"}:
            page += len(words)
    if form != "pdf":
        return tuple(parts), tuple(files)
    papers = [(sheet, _paper(built)) for sheet, built in made]
    loci = tuple(locus for file in files for locus in file.loci)
    return tuple(parts), (replace(write(_joined(papers), name=ONE_FILE), loci=loci),)


def _paper(built: RenderedDocument) -> PdfDocument:
    """The pages of a document."""
    assert built.paper is not None  # noqa: S101 - its rendering has pages
    return built.paper


def _on_the_glass(
    papers: Sequence[tuple[Sheet, PdfDocument]], statements: Mapping[str, Statement]
) -> Scan:
    """Return the pages of all documents as one batch of the scanner."""
    source = _joined(papers)
    return Scan(source=source, statements=statements, pages=tuple(range(len(source.sizes))))


def _by_sheet(
    loci: Sequence[Locus], papers: Sequence[tuple[Sheet, PdfDocument]]
) -> tuple[Locus, ...]:
    """The places of a batch in the order of its documents."""
    order = {sheet.id: number for number, (sheet, _) in enumerate(papers)}
    return tuple(sorted(loci, key=lambda each: order[each.statement.partition(":")[0]]))


def _moved(locus: Locus, sheet: Sheet, pages: int) -> Locus:
    page = None if locus.page is None else locus.page + pages
    return locus._replace(statement=f"{sheet.id}:{locus.statement}", page=page)


def _joined(papers: Sequence[tuple[Sheet, PdfDocument]]) -> PdfDocument:
    """Return all pages one after the other; each document goes on counting its own."""
    first = papers[0][1]
    runs: list[Run] = []
    joined: dict[str, list[Any]] = {"shapes": [], "widgets": [], "annotations": []}
    sizes: list[tuple[float, float]] = []
    crops: dict[int, Box] = {}
    statements: dict[str, Statement] = {}
    attachments: dict[str, str] = {}
    for sheet, paper in papers:
        at = len(sizes)
        sizes += paper.sizes
        crops |= {page + at: box for page, box in paper.crops.items()}
        runs += [
            replace(
                run,
                id=f"{sheet.id}:{run.id}",
                page=run.page + at,
                statement=None if run.statement is None else f"{sheet.id}:{run.statement}",
            )
            for run in paper.runs
        ]
        for name, there in joined.items():
            for thing in getattr(paper, name):
                more = {"id": f"{sheet.id}:{thing.id}", "page": thing.page + at}
                if getattr(thing, "statement", None) is not None:
                    more["statement"] = f"{sheet.id}:{thing.statement}"
                there.append(replace(thing, **more))
        statements |= {f"{sheet.id}:{n}": s for n, s in paper.statements.items()}
        attachments |= {f"{sheet.id}-{n}": text for n, text in paper.attachments.items()}
    return replace(
        first,
        sizes=tuple(sizes),
        runs=tuple(runs),
        shapes=tuple(joined["shapes"]),
        widgets=tuple(joined["widgets"]),
        annotations=tuple(joined["annotations"]),
        statements=statements,
        crops=crops,
        attachments=attachments,
        info={},
        hidden_revision={},
    )


def _mentions(file: Rendered, gone: dict[str, Statement], packet: Packet) -> Iterator[Locus]:
    """Where a document that is missing is named: what is left of all that it stated."""
    papers = {sheet.id: sheet.paper for sheet in packet.missing}
    for locus in file.loci:
        _, _, note = locus.statement.partition(":")
        if not note.startswith(ENCLOSED) or locus.channel != "eye":
            continue
        paper = note.removeprefix(ENCLOSED)
        for name in gone:
            if papers.get(name.partition(":")[0]) == paper:
                yield locus._replace(statement=name, role="trace")


def _notes(
    packet: Packet,
    made: Sequence[tuple[Sheet, RenderedDocument]],
    statements: Iterable[Statement],
) -> Iterator[Note]:
    """The sentences of all documents; a rule that holds speaks of all that is said twice."""
    claims: dict[Ref, list[tuple[int, str]]] = {}
    for statement in statements:
        value = statement.value
        if statement.ref is not None and value is not None:
            claims.setdefault(statement.ref, []).append((statement.rank, key(value)))
    twice = tuple(ref for ref, its in claims.items() if _decided(its))
    rules = packet.rules
    for sheet, built in made:
        holds = sheet.rules is not None and sheet.rules is rules
        for note in built.notes:
            rule = note.rule and (holds or sheet.replaces)
            about = twice if rule else ()
            yield replace(note, id=f"{sheet.id}:{note.id}", rule=rule, about=about)


def _decided(claims: Sequence[tuple[int, str]]) -> bool:
    """Whether claims differ, and those that count most do not."""
    top = max(rank for rank, _ in claims)
    return len({said for _, said in claims}) > 1 == len({s for rank, s in claims if rank == top})


def _files(
    form: PacketForm,
    packet: Packet,
    inner: tuple[Rendered, ...],
) -> tuple[Rendered, ...]:
    """The files that a reader gets."""
    if form in {"pdf", "folder", "scan"}:
        return inner
    bare = [replace(file, name=file.name.partition(INSIDE)[2], loci=()) for file in inner]
    if form == "zip":
        return (zipped(bare),)
    language = packet.record.locale.partition("_")[0]
    number = packet.record.facts[KEY]
    names = "".join(f"- {file.name}\n" for file in bare)
    return (mailed(bare, f"{_SUBJECTS[language]} {number}", names),)
