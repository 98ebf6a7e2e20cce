"""What the statements of one field say by themselves, before any rule is asked."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.choices import OpenText, open_text
from chaosdocs.truth.field_truth import FieldTruth, Why
from chaosdocs.truth.norms import Answers, NormPlace
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import GONE, Channel, Claim, Lure, Ref, Residue, Statement
from chaosdocs.truth.values import NUMERIC, Kind, Value, displays, in_common, key

Derive = Literal["allow", "forbid"]
Legibility = Literal["legible", "illegible", "borderline"]
"""What perceptual damage left of a place, as the legibility meter measured it."""


@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedField(FieldTruth[Value]):
    """What the statements of a document say of one field on one channel.

    Attributes:
        lures: Wrong answers with their names.
        rounded: Whether the answer is a display that is rounded: an interval, not a number.
        norms: Where the answer depends on a norm: the answer under each.
        stands: Where the case says which of them holds; None where no norm is needed.
    """

    lures: tuple[Lure, ...] = ()
    rounded: bool = False
    norms: Answers = field(default_factory=dict)
    stands: NormPlace | None = None


@dataclass(slots=True)
class Told:
    """The statements of one field on one channel."""

    rounded: bool = False
    open: list[OpenText] = field(default_factory=list)
    claims: list[tuple[int, Claim]] = field(default_factory=list)
    traces: list[Residue] = field(default_factory=list)
    lures: dict[tuple[str, str], Lure] = field(default_factory=dict)


UNTOLD = Told()
"""What is known about a field that nothing states."""


def gather(
    record: Record,
    statements: Sequence[Statement],
    channel: Channel,
    sight: Mapping[str, Legibility],
) -> dict[Ref, Told]:
    """Return what is told of every field of a record, and of whatever else a statement names.

    Args:
        record: The facts behind the document.
        statements: Every place of the finished document, in any order.
        channel: The channel that is listened to.
        sight: Statement id to what is legible; a statement that is not named is legible.
    """
    told: dict[Ref, Told] = {ref: Told() for ref in record.facts}
    for statement in sorted(statements, key=lambda s: s.id):
        ref = statement.ref if statement.ref is not None else statement.imitates
        if ref is None:
            continue
        entry = told.get(ref)
        if entry is None:
            entry = told[ref] = Told()
        claim = GONE if sight.get(statement.id) == "illegible" else statement.on(channel)
        for lure in statement.lures:
            entry.lures[key(lure.value), lure.name] = lure
        if statement.ref is None:
            continue
        if claim.living:
            entry.rounded |= _rounded(claim, statement)
            entry.claims.append((statement.rank, claim))
            text = open_text(ref, statement.text, statement.convention, claim.readings)
            entry.open += [] if text is None else [text]
        elif statement.trace is not None or sight.get(statement.id) == "illegible":
            entry.traces.append(statement.trace or "illegible")
    return told


def by_itself(
    record: Record, ref: Ref, kind: Kind, told: Told, *, precedence_stated: bool
) -> FoldedField:
    """Return the state of a field by its statements alone.

    Args:
        record: The facts behind the document.
        ref: The field.
        kind: Kind of its value.
        told: Its statements.
        precedence_stated: Whether the document states the rule by which the highest rank wins.
    """
    was = record.facts.get(ref)
    claims = [claim for _rank, claim in told.claims]
    if not claims:
        if told.traces:
            reason = min(told.traces)
            return FoldedField(path=ref, kind=kind, state="unanswerable", reason=reason, was=was)
        return FoldedField(path=ref, kind=kind, state="absent", was=was)
    common = _common(claims)
    if len(common) == 1:
        return answer(ref, kind, common[0], "printed", was, rounded=told.rounded)
    if common:
        return FoldedField(path=ref, kind=kind, state="ambiguous", readings=common, was=was)
    masks = [claim.mask for claim in claims if claim.mask is not None]
    if len(masks) == len(claims):
        partial = min(masks)
        return FoldedField(
            path=ref,
            kind=kind,
            state="unanswerable",
            reason="malformed" if kind in NUMERIC else "masked",
            partial=partial,
            was=was,
        )
    if precedence_stated:
        top = max(rank for rank, _claim in told.claims)
        winners = _common([claim for rank, claim in told.claims if rank == top])
        if len(winners) == 1:
            return answer(ref, kind, winners[0], "rule", was)
        if winners:
            return FoldedField(path=ref, kind=kind, state="ambiguous", readings=winners, was=was)
    said = {key(v): v for claim in claims for v in claim.readings}
    readings = tuple(said[k] for k in sorted(said))
    return FoldedField(path=ref, kind=kind, state="disputed", readings=readings, was=was)


def answer(
    ref: Ref, kind: Kind, value: Value, why: Why, was: Value | None, *, rounded: bool = False
) -> FoldedField:
    """Return a field whose answer is `value`; `was` is kept where it is another one."""
    booked = None if was == value or (was is not None and key(was) == key(value)) else was
    return FoldedField(
        path=ref,
        kind=kind,
        state="answerable",
        accept=(value,),
        why=why,
        was=booked,
        rounded=rounded,
    )


def _rounded(claim: Claim, statement: Statement) -> bool:
    """Whether a place shows a number with fewer digits than another channel of it holds."""
    if not statement.elsewhere or len(claim.readings) != 1:
        return False
    shown = claim.readings[0]
    held = (statement.claim, *(other for _channel, other in statement.elsewhere))
    return any(
        len(other.readings) == 1
        and key(other.readings[0]) != key(shown)
        and displays(shown, other.readings[0])
        for other in held
    )


def _common(claims: Sequence[Claim]) -> tuple[Value, ...]:
    """The readings that every claim allows; a mask allows what it matches."""
    if len(claims) == 1 and len(claims[0].readings) == 1 and claims[0].mask is None:
        return claims[0].readings
    plain = [claim for claim in claims if claim.readings]
    if not plain:
        return ()
    said = [{key(v): v for v in claim.readings} for claim in plain]
    common = in_common([each.keys() for each in said])
    shared = {k: v for each in said for k, v in each.items() if k in common}
    masks = [claim.mask for claim in claims if claim.mask is not None]
    return tuple(shared[k] for k in sorted(shared) if all(fits(shared[k], m) for m in masks))


def fits(value: Value, mask: str) -> bool:
    """Return whether a mask such as ``****3000`` or ``M?ller`` can be what is left of `value`."""
    pattern = "".join("*" if c in "*•xX" else "?" if c == "?" else f"[{c}]" for c in mask)
    return not isinstance(value, str) or fnmatch.fnmatchcase(value, pattern)
