"""The fold: from the statements of a document to the state of every field.

The fold is a function of the set of statements: neither their order nor the order or stacking of
the edits that made them has a say.
"""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from chaosdocs.truth.records import Record, closure
from chaosdocs.truth.spots import GONE, Channel, Claim, Lure, Ref, Spot, Trace
from chaosdocs.truth.values import Kind, Month, Value, covers, in_common, key
from chaosdocs.truth.worlds import possible

State = Literal["answerable", "unanswerable", "absent", "ambiguous", "disputed", "unscored"]
STATES: tuple[State, ...] = (
    "answerable",
    "unanswerable",
    "absent",
    "ambiguous",
    "disputed",
    "unscored",
)
Derive = Literal["allow", "forbid"]
Why = Literal["printed", "derived", "rule", "booked"]
Sight = Literal["legible", "illegible", "borderline"]
"""What perceptual damage left of a place, as the gauge measured it."""
LOST_ROWS = ("?", "??")
"""Keys that stand for rows that are lost: two, because one would follow from its neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTruth:
    """What a careful reader can say of one field on one channel.

    Attributes:
        ref: The field.
        kind: Kind of its value.
        state: See the table of states.
        accept: The right values, where the state is ``answerable``.
        readings: The possible values of an ambiguous field, the claims of a disputed one.
        why: How an answerable value is known.
        reason: Why there is none: the trace, ``derivable``, ``masked``.
        partial: What is left of a masked value.
        was: The record's value, where it is not the answer.
        lures: Wrong answers with their names.
    """

    ref: Ref
    kind: Kind
    state: State
    accept: tuple[Value, ...] = ()
    readings: tuple[Value, ...] = ()
    why: Why | None = None
    reason: str | None = None
    partial: str | None = None
    was: Value | None = None
    lures: tuple[Lure, ...] = ()


@dataclass(slots=True)
class _Told:
    """The statements of one field on one channel."""

    claims: list[tuple[int, Claim]] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    lures: dict[tuple[str, str], Lure] = field(default_factory=dict)


_UNTOLD = _Told()
"""What is told of a field that nothing speaks of."""


def fold(
    record: Record,
    spots: Iterable[Spot],
    *,
    channel: Channel,
    derive: Derive = "allow",
    ranked: bool | None = False,
    sight: Mapping[str, Sight] | None = None,
) -> dict[Ref, FieldTruth]:
    """Return the state of every field of `record`'s domain that the record or a spot names.

    Args:
        record: The facts behind the document.
        spots: Every place of the finished document, in any order.
        channel: The channel that the truth is asked for.
        derive: Whether a value that follows by the domain's rules counts as answerable.
        ranked: Whether the document states the rule by which the highest rank wins; None where
            one cannot be sure to read it.
        sight: Spot id to what is legible; a spot that is not named is legible.
    """
    spots = list(spots)
    sight = sight or {}
    doubtful = [s.id for s in spots if sight.get(s.id) == "borderline"]
    worst: dict[str, Sight] = {**sight, **dict.fromkeys(doubtful, "illegible")}
    read = [
        _read(record, spots, channel, ranked=stated, sight=seen)
        for stated in ((True, False) if ranked is None else (ranked,))
        for seen in ((sight, worst) if doubtful else (sight,))
    ]
    ways = [_settled(record, each, _known(each.stated), derive) for each in read]
    if len(ways) == 1:
        return ways[0]
    sure = _in_all([_known(each.stated) for each in read])
    firm = _settled(record, read[-1], sure, derive)
    return {
        ref: truth
        if all(_same(truth, way[ref]) for way in ways) and _firm(truth, firm[ref])
        else FieldTruth(ref=ref, kind=truth.kind, state="unscored", reason="borderline")
        for ref, truth in ways[-1].items()
    }


def _firm(truth: FieldTruth, firm: FieldTruth) -> bool:
    """Whether what follows by the rules does so from what is sure.

    That it follows in one way to read the document from this field, and in another way from that
    one, is more than a reader is asked for.
    """
    if truth.why != "derived" and truth.reason != "derivable":
        return True
    return _same(truth, firm) and truth.reason == firm.reason


def _in_all(known: Sequence[Mapping[Ref, Value]]) -> dict[Ref, Value]:
    """What is known, and the same, in every way to read the document."""
    first, *others = known
    return {
        ref: value
        for ref, value in first.items()
        if all(ref in other and key(other[ref]) == key(value) for other in others)
    }


@dataclass(slots=True)
class _Reading:
    """One way to read a document: what is told of every field, and what that states by itself."""

    told: Mapping[Ref, _Told]
    stated: Mapping[Ref, FieldTruth]


def _read(
    record: Record,
    spots: Sequence[Spot],
    channel: Channel,
    *,
    ranked: bool,
    sight: Mapping[str, Sight],
) -> _Reading:
    told = _gather(record, spots, channel, sight)
    stated = {
        ref: _state(record, ref, kind, told.get(ref, _UNTOLD), ranked=ranked)
        for ref, kind in _fields(record, told).items()
    }
    return _Reading(told, stated)


def _known(stated: Mapping[Ref, FieldTruth]) -> dict[Ref, Value]:
    return {
        ref: truth.accept[0]
        for ref, truth in stated.items()
        if truth.state == "answerable" and len(truth.accept) == 1
    }


def _settled(
    record: Record, read: _Reading, known: Mapping[Ref, Value], derive: Derive
) -> dict[Ref, FieldTruth]:
    """Every field, closed under the rules."""
    rows = _rows(record, read.stated)
    firm = {ref: value for ref, value in known.items() if not isinstance(value, Month)}
    derived = closure(record.domain.rules, firm, rows)
    doubtful = {
        ref: truth.readings for ref, truth in read.stated.items() if truth.state == "ambiguous"
    }
    left = possible(record.domain, doubtful, derived, rows) if doubtful else {}
    settled = {ref: values[0] for ref, values in left.items() if len(values) == 1}
    if settled:
        derived = closure(record.domain.rules, {**firm, **settled}, rows)
    return {
        ref: _settle(
            replace(truth, readings=left[ref]) if ref in left else truth,
            derived.get(ref),
            derive,
            read.told.get(ref, _UNTOLD).lures,
        )
        for ref, truth in read.stated.items()
    }


def _rows(record: Record, stated: Mapping[Ref, FieldTruth]) -> tuple[str, ...]:
    """The rows that the document shows, and where some are lost two that nobody knows.

    A reader who sees that rows are missing does not know how many, so nothing follows across them.
    """
    path = record.domain.list_path
    shown = {
        ref[len(path) + 1 :].partition("/")[0]
        for ref, truth in stated.items()
        if path is not None
        and ref.startswith(f"{path}/")
        and truth.state != "absent"
        and truth.reason != "page"
    }
    if len(shown) >= len(record.rows):
        return record.rows
    out: list[str] = []
    for row in record.rows:
        if row in shown:
            out.append(row)
        elif out[-2:] != list(LOST_ROWS):
            out += LOST_ROWS
    return tuple(out)


def _fields(record: Record, told: Mapping[Ref, _Told]) -> dict[Ref, Kind]:
    """Kind of every scalar field, of every leaf of every row, and of whatever a spot names."""
    domain = record.domain
    refs: dict[Ref, Kind] = {}
    for each in domain.fields:
        if domain.list_path is not None and each.path.startswith(f"{domain.list_path}/*/"):
            leaf = each.path[len(domain.list_path) + 3 :]
            for row in record.rows:
                refs[f"{domain.list_path}/{row}/{leaf}"] = each.kind
        else:
            refs[each.path] = each.kind
    for ref in told:
        if ref not in refs:
            refs[ref] = domain.field(ref).kind
    return refs


def _gather(
    record: Record, spots: Sequence[Spot], channel: Channel, sight: Mapping[str, Sight]
) -> dict[Ref, _Told]:
    told: dict[Ref, _Told] = {ref: _Told() for ref in record.facts}
    for spot in sorted(spots, key=lambda s: s.id):
        ref = spot.ref if spot.ref is not None else spot.imitates
        if ref is None:
            continue
        entry = told.setdefault(ref, _Told())
        claim = GONE if sight.get(spot.id) == "illegible" else spot.on(channel)
        for lure in spot.lures:
            entry.lures[key(lure.value), lure.name] = lure
        if spot.ref is None:
            continue
        if claim.living:
            entry.claims.append((spot.rank, claim))
        elif spot.trace is not None or sight.get(spot.id) == "illegible":
            entry.traces.append(spot.trace or "stain")
    return told


def _state(record: Record, ref: Ref, kind: Kind, told: _Told, *, ranked: bool) -> FieldTruth:
    was = record.facts.get(ref)
    claims = [claim for _rank, claim in told.claims]
    if not claims:
        if told.traces:
            reason = min(told.traces)
            return FieldTruth(ref=ref, kind=kind, state="unanswerable", reason=reason, was=was)
        return FieldTruth(ref=ref, kind=kind, state="absent", was=was)
    common = _common(claims)
    if len(common) == 1:
        return _answer(ref, kind, common[0], "printed", was)
    if common:
        return FieldTruth(ref=ref, kind=kind, state="ambiguous", readings=common, was=was)
    masks = [claim.mask for claim in claims if claim.mask is not None]
    if len(masks) == len(claims):
        partial = min(masks)
        return FieldTruth(
            ref=ref, kind=kind, state="unanswerable", reason="masked", partial=partial, was=was
        )
    if ranked:
        top = max(rank for rank, _claim in told.claims)
        winners = _common([claim for rank, claim in told.claims if rank == top])
        if len(winners) == 1:
            return _answer(ref, kind, winners[0], "rule", was)
        if winners:
            return FieldTruth(ref=ref, kind=kind, state="ambiguous", readings=winners, was=was)
    said = {key(v): v for claim in claims for v in claim.readings}
    readings = tuple(said[k] for k in sorted(said))
    return FieldTruth(ref=ref, kind=kind, state="disputed", readings=readings, was=was)


def _answer(ref: Ref, kind: Kind, value: Value, why: Why, was: Value | None) -> FieldTruth:
    booked = None if was == value or (was is not None and key(was) == key(value)) else was
    return FieldTruth(ref=ref, kind=kind, state="answerable", accept=(value,), why=why, was=booked)


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
    return tuple(shared[k] for k in sorted(shared) if all(_fits(shared[k], m) for m in masks))


def _fits(value: Value, mask: str) -> bool:
    pattern = "".join("*" if c in "*•xX" else f"[{c}]" for c in mask)
    return not isinstance(value, str) or fnmatch.fnmatchcase(value, pattern)


def _settle(
    truth: FieldTruth,
    derived: Value | None,
    derive: Derive,
    lures: Mapping[tuple[str, str], Lure],
) -> FieldTruth:
    """Close one field under the rules, and keep the lures that are not right answers."""
    ref, kind, was = truth.ref, truth.kind, truth.was
    out = truth
    if truth.state in {"unanswerable", "absent", "ambiguous"} and derived is not None:
        if truth.state == "ambiguous":
            if key(derived) in {key(v) for v in truth.readings}:
                out = _answer(ref, kind, derived, "derived", was)
        elif derive == "allow":
            out = _answer(ref, kind, derived, "derived", was)
        else:
            out = FieldTruth(ref=ref, kind=kind, state="unanswerable", reason="derivable", was=was)
    elif derived is not None and _told_to_the_month(truth, derived):
        out = replace(truth, accept=(*truth.accept, derived))
    named = [*lures.values()]
    if out.was is not None and out.state == "answerable":
        named.append(Lure(out.was, "source-value"))
    if not named:
        return out
    right = {key(v) for v in out.accept}
    kept = {(key(x.value), x.name): x for x in named if key(x.value) not in right}
    return FieldTruth(
        ref=ref,
        kind=kind,
        state=out.state,
        accept=out.accept,
        readings=out.readings,
        why=out.why,
        reason=out.reason,
        partial=out.partial,
        was=out.was,
        lures=tuple(kept[k] for k in sorted(kept)),
    )


def _told_to_the_month(truth: FieldTruth, derived: Value) -> bool:
    """Whether a rule tells the day of a date that is printed without it: both are right."""
    return (
        truth.state == "answerable"
        and isinstance(truth.accept[0], Month)
        and isinstance(derived, dt.date)
        and covers(key(truth.accept[0]), key(derived))
    )


def _same(one: FieldTruth, other: FieldTruth) -> bool:
    return (
        one.state == other.state
        and [key(v) for v in one.accept] == [key(v) for v in other.accept]
        and [key(v) for v in one.readings] == [key(v) for v in other.readings]
        and one.partial == other.partial
    )
