"""From a finished document to its truth: the fold over what stands in the file, as wire models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chaosdocs.corpus.build import RenderedDocument
from chaosdocs.corpus.damage import reason
from chaosdocs.documents.rendered import Locus
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Tree
from chaosdocs.formats.cases import (
    ChannelTruth,
    Evidence,
    FieldExpectation,
    Fields,
    Issue,
    ListExpectation,
    NamedLure,
)
from chaosdocs.truth.closure import derivation
from chaosdocs.truth.fold import Derive, FoldedField, Legibility, fold
from chaosdocs.truth.records import in_row
from chaosdocs.truth.statements import (
    CHANNELS,
    GONE,
    Channel,
    Claim,
    Ref,
    Residue,
    Statement,
    left_for,
)
from chaosdocs.truth.values import to_json

_HELD: Mapping[Channel, Channel] = {"shown": "value", "eye": "text"}
"""Channel of what is in sight to the channel of what the file holds."""


def expectations(
    built: RenderedDocument, channel: Channel, derive: Derive, sights: Mapping[str, Legibility]
) -> tuple[Fields, tuple[Issue, ...]]:
    """Return the truth of every field of the document, and what a careful reader should report.

    Args:
        built: The finished document.
        channel: The channel that is asked for.
        derive: Whether what follows by the rules counts as known.
        sights: For a scan: statement id to what can be seen of it.
    """
    loci = [locus for file in built.files for locus in file.loci]
    heard = _heard(built, loci, channel, sights)
    truths = _folded(built, heard, derive, sights)
    there = {locus.channel for locus in loci}
    others: dict[Channel, Mapping[Ref, FoldedField]] = {}
    for other in CHANNELS:
        if other != channel and other in there:
            also = _heard(built, loci, other, {})
            same = not sights and also.claims == heard.claims and also.traces == heard.traces
            others[other] = (
                truths
                if same and also.precedence_stated == heard.precedence_stated
                else _stated(also, _folded(built, also, derive, {}))
            )
    unlike = {other: folded for other, folded in others.items() if folded is not truths}
    steps: dict[Ref, list[str]] = {}
    for done in built.steps:
        if not done.step.id.startswith("clean"):
            for ref in done.touched:
                steps.setdefault(ref, []).append(done.step.id)
    fields: Fields = {}
    rows: dict[str, dict[str, FieldExpectation]] = {}
    domain = built.record.domain
    for ref, truth in truths.items():
        expectation = _expectation(built, truth, tuple(steps.get(ref, ())), ref, unlike)
        place = in_row(ref, domain.list_path)
        if place is None:
            fields[ref] = expectation
        else:
            row, leaf = place
            rows.setdefault(row, {})[leaf] = expectation
    issues = list(_inconsistencies(built, truths))
    if domain.list_path is not None:
        stated = {row: leaves for row, leaves in rows.items() if _is_there(leaves)}
        lost = rows.keys() - stated.keys()
        held = _rows_of(others.get(_HELD.get(channel, channel), {}), domain.list_path)
        hidden = {
            row: unseen
            for row, leaves in rows.items()
            if row in lost and row in held and (unseen := _unseen(leaves))
        }
        fields[domain.list_path] = ListExpectation(rows={**stated, **hidden})
        cut = isinstance(built.tabled, Table | Tree) and built.tabled.options.get("cut") == "yes"
        if hidden or (cut and lost) or any(_on_lost_page(rows[row]) for row in lost):
            issues.append(Issue(path=domain.list_path, code="rows_missing"))
    issues += _stale(built, truths)
    return fields, tuple(dict.fromkeys(issues))


def evidence(built: RenderedDocument, case: str, folder: str) -> tuple[Evidence, ...]:
    """Return where every statement stands in the finished files."""
    rules = {note.id for note in built.notes if note.rule}
    ruled = sorted({ref for note in built.notes if note.rule for ref in note.about})
    notes = {note.id for note in built.notes}
    specs: dict[tuple[int, str], str] = {}  # statements share few conventions
    lines = []
    for file in built.files:
        path_of_file = f"{folder}/{file.name}"
        for locus in file.loci:
            role: Literal["says", "trace", "lure"] = locus.role
            convention = locus.convention
            kind = "text"
            if locus.statement in notes:
                if locus.statement not in rules or role != "says":
                    continue
                paths, statement_id = ruled, f"rule:{locus.statement}"
            else:
                statement = built.statements[locus.statement]
                named = statement.ref if statement.ref is not None else statement.imitates
                if named is None:
                    continue
                paths, statement_id = [named], statement.id
                convention = statement.convention if convention is None else convention
                kind = statement.kind
                if statement.ref is None and role == "says":
                    role = "lure"
            if convention is None:
                spec = ""
            else:
                named_spec = id(convention), kind
                if named_spec not in specs:
                    specs[named_spec] = convention.spec(kind)
                spec = specs[named_spec]
            lines += [
                Evidence.ours(
                    {
                        "case": case,
                        "path": path,
                        "statement": statement_id,
                        "role": role,
                        "channel": locus.channel,
                        "file": path_of_file,
                        "text": locus.text,
                        "convention": spec,
                        "page": locus.page,
                        "box": None if locus.box is None else tuple(map(float, locus.box)),
                        "sheet": locus.sheet,
                        "cell": locus.cell,
                        "bytes": locus.bytes,
                        "pointer": locus.pointer,
                        "parts": locus.parts,
                    }
                )
                for path in paths
            ]
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Heard:
    """The statements as the file has them on one channel, and what of them the fold goes by."""

    channel: Channel
    statements: list[Statement]
    claims: list[Claim]
    traces: list[Residue | None]
    precedence_stated: bool | None


def _heard(
    built: RenderedDocument,
    loci: Sequence[Locus],
    channel: Channel,
    sights: Mapping[str, Legibility],
) -> _Heard:
    says = {x.statement for x in loci if x.channel == channel and x.role == "says"}
    traced = {x.statement for x in loci if x.role == "trace" and left_for(channel, x.channel)}
    statements = [
        _as_found(statement, channel, says, traced)
        if sights.get(statement.id) != "illegible"
        else _unread(built, _as_found(statement, channel, says, traced))
        for statement in built.statements.values()
    ]
    return _Heard(
        channel=channel,
        statements=statements,
        claims=[statement.on(channel) for statement in statements],
        traces=[statement.trace for statement in statements],
        precedence_stated=_precedence_stated(built, loci, channel, sights),
    )


def _folded(
    built: RenderedDocument, heard: _Heard, derive: Derive, sights: Mapping[str, Legibility]
) -> dict[Ref, FoldedField]:
    return fold(
        built.record,
        heard.statements,
        channel=heard.channel,
        derive=derive,
        precedence_stated=heard.precedence_stated,
        sight=sights,
    )


def _stated(heard: _Heard, truths: Mapping[Ref, FoldedField]) -> Mapping[Ref, FoldedField]:
    """What is said on a channel, without what only follows there: no file could prove that.

    What can be read in several ways, of which the rules leave one, is said.
    """
    normed = {ref: truth for ref, truth in truths.items() if not _of_a_norm(truth)}
    if len(normed) < len(truths):
        truths = normed
    if all(truth.why != "derived" for truth in truths.values()):
        return truths
    said = {
        statement.ref
        for statement, claim in zip(heard.statements, heard.claims, strict=True)
        if claim.living
    }
    return {ref: t for ref, t in truths.items() if t.why != "derived" or ref in said}


def _of_a_norm(truth: FoldedField) -> bool:
    """Whether an answer depends on a norm: no channel prints it."""
    return truth.stands is not None or truth.reason == "facts"


def _precedence_stated(
    built: RenderedDocument,
    loci: Iterable[Locus],
    channel: Channel,
    sights: Mapping[str, Legibility],
) -> bool | None:
    """Whether a rule of precedence can be read on a channel; None where that is not sure."""
    if built.ruled:
        return True
    rules = {note.id for note in built.notes if note.rule}
    if not rules:
        return False
    here = [x for x in loci if x.statement in rules and x.channel == channel]
    seen = {sights.get(x.statement, "legible") if x.role == "says" else "borderline" for x in here}
    return True if "legible" in seen else None if "borderline" in seen else False


def _unread(built: RenderedDocument, statement: Statement) -> Statement:
    """The statement with what made it illegible as its trace."""
    if statement.trace is not None:
        return statement
    return replace(statement, trace=reason(statement, built.steps))


def _as_found(
    statement: Statement, channel: Channel, says: set[str], traced: set[str]
) -> Statement:
    """The statement as the file has it: a statement that stands nowhere says nothing."""
    if statement.id in says:
        return statement
    trace = (statement.trace or "label") if statement.id in traced else None
    return replace(statement.saying(channel, GONE), trace=trace)


def _expectation(
    built: RenderedDocument,
    truth: FoldedField,
    touched: tuple[str, ...],
    ref: Ref,
    others: Mapping[Channel, Mapping[Ref, FoldedField]],
) -> FieldExpectation:
    channels = {
        channel: ChannelTruth(
            state=other.state,
            accept=tuple(to_json(v) for v in other.accept),
            readings=tuple(to_json(v) for v in other.readings),
            why=other.why if other.why in {"rule", "derived"} else None,
            partial=other.partial,
        )
        for channel, folded in others.items()
        if (other := folded.get(ref)) is not None and _differs(truth, other, channel)
    }
    return FieldExpectation.ours(
        {
            "ref": f"{built.record.id}#{ref}",
            "state": truth.state,
            "kind": truth.kind,
            "accept": tuple(map(to_json, truth.accept)),
            "readings": tuple(map(to_json, truth.readings)),
            "why": truth.why,
            "reason": truth.reason,
            "partial": truth.partial,
            "was": None if truth.was is None else to_json(truth.was),
            "touched": touched,
            "lures": tuple(NamedLure(value=to_json(x.value), name=x.name) for x in truth.lures),
            "proof": (),
            "channels": channels,
            "context": None,
            "norms": {
                name: None if value is None else to_json(value)
                for name, value in truth.norms.items()
            },
            "stands": truth.stands,
        }
    )


def _differs(truth: FoldedField, other: FoldedField, channel: Channel) -> bool:
    """Whether `other` is worth keeping: the side channels are, where they say anything at all.

    A form is kept also where it says what the page shows: nothing else of the file may say it.
    """
    same = (truth.state, truth.accept, truth.readings) == (
        other.state,
        other.accept,
        other.readings,
    )
    if channel in {"eye", "text", "value", "shown"}:
        return not same
    return other.state not in {"absent", "unanswerable"} and (channel == "form" or not same)


def _is_there(leaves: Mapping[str, FieldExpectation]) -> bool:
    return any(
        leaf.state != "absent" and leaf.why != "derived" and leaf.reason != "page"
        for leaf in leaves.values()
    )


def _unseen(leaves: Mapping[str, FieldExpectation]) -> dict[str, FieldExpectation]:
    """What a row that is held and not shown has to offer: values that nobody should take."""
    return {leaf: field for leaf, field in leaves.items() if field.state == "absent"}


def _rows_of(truths: Mapping[Ref, FoldedField], path: str) -> set[str]:
    """The rows of which something is stated."""
    return {
        there[0]
        for ref, truth in truths.items()
        if truth.state == "answerable"
        and truth.why == "printed"
        and (there := in_row(ref, path)) is not None
    }


def _on_lost_page(leaves: Mapping[str, FieldExpectation]) -> bool:
    return any(leaf.reason == "page" for leaf in leaves.values())


def _stale(built: RenderedDocument, truths: Mapping[Ref, FoldedField]) -> Iterator[Issue]:
    """Where the sums contradict the schema that comes along, and give the value."""
    refs = built.tabled.stale if isinstance(built.tabled, Tree) else ()
    for ref in refs:
        truth = truths.get(ref)
        if truth is not None and truth.state == "answerable" and truth.why == "derived":
            yield Issue(path=ref, code="schema_stale")


def _inconsistencies(built: RenderedDocument, truths: Mapping[Ref, FoldedField]) -> Iterator[Issue]:
    """What is printed and breaks a rule of the domain, or makes two rules disagree.

    A rounded display breaks no rule.
    """
    known = {
        ref: truth.accept[0]
        for ref, truth in truths.items()
        if truth.state == "answerable"
        and truth.accept
        and truth.why != "derived"
        and not truth.rounded
    }
    domain, rows = built.record.domain, built.record.rows
    altered = [ref for ref, truth in truths.items() if ref in known and truth.was is not None]
    for rule in domain.rules if altered else ():
        if rule.check(known, rows) is not False:
            continue
        for ref in altered:
            healed = {**known, ref: built.record.facts[ref]}
            if rule.check(healed, rows):
                yield Issue(path=ref, code="inconsistent")
                break
    if altered and derivation(domain.rules, known, rows).contested:
        for ref in altered:
            healed = {**known, ref: built.record.facts[ref]}
            if not derivation(domain.rules, healed, rows).contested:
                yield Issue(path=ref, code="inconsistent")
