"""What is said of a finished document, set or map: its question, its truth and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.asking import instructions, schema
from chaosdocs.corpus.asking_parsers import parser_instructions
from chaosdocs.corpus.build import AppliedStep, RenderedDocument, Step
from chaosdocs.corpus.expect import evidence, expectations
from chaosdocs.corpus.gold_tables import gold_tables
from chaosdocs.corpus.map_cases import RenderedMap, of_map
from chaosdocs.corpus.packet_cases import of_packet
from chaosdocs.corpus.packets import RenderedPacket
from chaosdocs.corpus.policy_page import POLICY, context_of
from chaosdocs.corpus.set_cases import of_set
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.corpus.truths import asked
from chaosdocs.formats.cases import (
    Case,
    CaseFile,
    CaseTruth,
    Evidence,
    FieldExpectation,
    Fields,
    Leaf,
    StepTruth,
    with_leaves,
)
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.digest import sha256
from chaosdocs.recipe.asking import AskSpec
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Channel

NO_SIGHTS: Mapping[str, Legibility] = MappingProxyType({})
"""What the legibility meter says of a document that is no scan."""


class Names(NamedTuple):
    """How a case is called, and where it stands in the design."""

    case: str
    label: str
    rendering: str
    severity: int
    twin: str | None


def told(ask: AskSpec, channel: Channel, record: Record, rendering: str) -> str:
    """Return the instructions for one document.

    The rules of a user's own records are included. Of keys and their amounts it is said which
    schema they have, or that nobody knows.
    """
    if ask.task in {"text", "tables"}:
        return parser_instructions(ask.task, channel)
    said = instructions(channel, ask.derive, record.domain.told)
    said = " ".join((said, *(norm.words for norm in record.domain.norms)))
    medium, _, dialect = rendering.partition(".")
    if "@" not in dialect and not (MEDIA[medium].tree and record.domain.has_amounts):
        return said
    from chaosdocs.render.clients.schema import MEANINGS_OPEN, schema_in_words

    known = schema_in_words(record, dialect) if "@" in dialect else MEANINGS_OPEN
    return f"{said} {known}"


class Stated(NamedTuple):
    """What is said of a finished document or set, before it is proved."""

    case: Case
    truth: CaseTruth
    evidence: tuple[Evidence, ...]


def stated_of(
    ask: AskSpec,
    names: Names,
    built: RenderedDocument | RenderedSet | RenderedMap | RenderedPacket,
    sights: Mapping[str, Legibility] = NO_SIGHTS,
) -> Stated | Skip:
    """Return the question, the truth and the evidence of what is finished.

    Args:
        ask: What the recipe asks for.
        names: How the case is called.
        built: The finished files.
        sights: For a scan: statement id to what is left of it.
    """
    folder = f"files/{names.case[:2]}/{names.case}"
    named: dict[str, object] = {
        "label": names.label,
        "severity": names.severity,
        "twin": names.twin,
    }
    if isinstance(built, RenderedSet):
        stated = of_set(built, names.case, folder)
        if isinstance(stated, Skip):
            return stated
        case, truth, lines = stated
        return Stated(case, truth.model_copy(update=named), lines)
    if isinstance(built, RenderedPacket):
        case, truth, lines = of_packet(ask, built, names.case, folder, sights)
        named["fields"] = asked(truth.fields, ask.fields)
        return Stated(case, truth.model_copy(update=named), lines)
    if isinstance(built, RenderedMap):
        case, truth = of_map(built, names.case, folder)
        return Stated(case, truth.model_copy(update={**named, "twin": None}), ())
    return _of_document(ask, names, built, sights, folder)


def _of_document(
    ask: AskSpec,
    names: Names,
    built: RenderedDocument,
    sights: Mapping[str, Legibility],
    folder: str,
) -> Stated:
    channel: Channel = ask.channel or MEDIA[built.medium].asked
    fields, issues = expectations(built, channel, ask.derive, sights)
    fields = _with_distance(built, fields, folder, sights)
    wanted = None if ask.fields == "all" else frozenset(ask.fields)
    case = Case.ours(
        {
            "case": names.case,
            "task": ask.task,
            "channel": channel,
            "instructions": told(ask, channel, built.record, names.rendering),
            "derive": ask.derive,
            "answer_form": "canonical",
            "files": tuple(
                CaseFile(
                    path=f"{folder}/{file.name}",
                    media_type=file.media_type,
                    sha256=sha256(file.data),
                    bytes=len(file.data),
                    role=POLICY if n else "",
                )
                for n, file in enumerate(built.files)
            ),
            "policy": None,
            "ask": schema(built.record.domain, wanted),
        }
    )
    truth = CaseTruth(
        case=names.case,
        label=names.label,
        records=(built.record.id,),
        twin=names.twin,
        medium=built.medium,
        rendering=names.rendering,
        locale=built.record.locale,
        severity=names.severity,
        steps=tuple(_step_truth(done) for done in built.steps if _is_dirt(done.step)),
        issues=issues,
        fields=asked(fields, ask.fields),
        tables=gold_tables(built, channel) if ask.task == "tables" else (),
    )
    return Stated(case, truth, evidence(built, names.case, folder))


def _with_distance(
    built: RenderedDocument, fields: Fields, folder: str, sights: Mapping[str, Legibility]
) -> Fields:
    """The truth, with how far the policy page is where it names the norm of an answer."""
    lost = [name for name, sight in sights.items() if sight == "illegible"]
    context = context_of(built, folder, lost)
    if context is None:
        return fields

    def with_its(leaf: Leaf) -> FieldExpectation:
        there = leaf.truth.stands == "page"
        return leaf.truth.model_copy(update={"context": context}) if there else leaf.truth

    return with_leaves(fields, with_its)


def _is_dirt(step: Step) -> bool:
    return not step.id.startswith("clean")


def _step_truth(done: AppliedStep) -> StepTruth:
    return StepTruth(
        step=done.step.id,
        operator=done.plan.operator,
        severity=done.step.severity,
        keys=done.plan.keys,
    )
