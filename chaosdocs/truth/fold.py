"""The fold: from the statements of a document to the state of every field.

The fold is a function of the set of statements: neither their order nor the order or stacking of
the edits that made them has a say.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chaosdocs.truth import choices
from chaosdocs.truth.closure import closure
from chaosdocs.truth.norms import distinct, place_of
from chaosdocs.truth.records import Record, in_row
from chaosdocs.truth.stated import (
    UNTOLD,
    Derive,
    FoldedField,
    Legibility,
    Told,
    answer,
    by_itself,
    fits,
    gather,
)
from chaosdocs.truth.statements import Channel, Lure, Ref, Statement
from chaosdocs.truth.values import Kind, Month, Value, covers, key
from chaosdocs.truth.worlds import possible

__all__ = ["LOST_ROWS", "Derive", "FoldedField", "Legibility", "fold"]

_SEVERAL = ("ambiguous", "disputed")
"""States of fields that may be one of several values: a rule that gives one of them settles it."""

_FOLLOWS = ("derivable", "norm", "not_permitted", "facts")
"""Reasons that rest on other fields."""

LOST_ROWS = ("?", "??")
"""What keys of lost rows start with: two at each place, because one would follow from its
neighbours."""


def fold(
    record: Record,
    statements: Iterable[Statement],
    *,
    channel: Channel,
    derive: Derive = "allow",
    precedence_stated: bool | None = False,
    sight: Mapping[str, Legibility] | None = None,
) -> dict[Ref, FoldedField]:
    """Return the state of every field of `record`'s domain that the record or a statement names.

    Args:
        record: The facts behind the document.
        statements: Every place of the finished document, in any order.
        channel: The channel that the truth is asked for.
        derive: Whether a value that follows by the domain's rules counts as answerable.
        precedence_stated: Whether the document states the rule by which the highest rank wins;
            None where one cannot be sure to read it.
        sight: Statement id to what is legible; a statement that is not named is legible.
    """
    statements = list(statements)
    sight = sight or {}
    doubtful = [s.id for s in statements if sight.get(s.id) == "borderline"]
    worst: dict[str, Legibility] = {**sight, **dict.fromkeys(doubtful, "illegible")}
    read = [
        _read(record, statements, channel, precedence_stated=stated, sight=seen)
        for stated in ((True, False) if precedence_stated is None else (precedence_stated,))
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
        else FoldedField(path=ref, kind=truth.kind, state="unscored", reason="borderline")
        for ref, truth in ways[-1].items()
    }


def _firm(truth: FoldedField, firm: FoldedField) -> bool:
    """Whether what follows by the rules does so from what is sure.

    That it follows in one way to read the document from this field, and in another way from that
    one, is more than a reader is asked for.
    """
    if truth.why not in {"derived", "norm"} and truth.reason not in _FOLLOWS:
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

    told: Mapping[Ref, Told]
    stated: Mapping[Ref, FoldedField]


def _read(
    record: Record,
    statements: Sequence[Statement],
    channel: Channel,
    *,
    precedence_stated: bool,
    sight: Mapping[str, Legibility],
) -> _Reading:
    told = gather(record, statements, channel, sight)
    stated = {
        ref: by_itself(
            record, ref, kind, told.get(ref, UNTOLD), precedence_stated=precedence_stated
        )
        for ref, kind in _fields(record, told).items()
    }
    return _Reading(told, stated)


def _known(stated: Mapping[Ref, FoldedField]) -> dict[Ref, Value]:
    return {
        ref: truth.accept[0]
        for ref, truth in stated.items()
        if truth.state == "answerable" and len(truth.accept) == 1
    }


def _settled(
    record: Record, read: _Reading, known: Mapping[Ref, Value], derive: Derive
) -> dict[Ref, FoldedField]:
    """Every field, closed under the rules."""
    rows = _rows(record, read.stated)
    firm = {ref: value for ref, value in known.items() if not isinstance(value, Month)}
    rounded = {ref for ref in firm if read.stated[ref].rounded}
    derived = closure(record.domain.rules, firm, rows, rounded=rounded)
    doubtful = {
        ref: truth.readings
        for ref, truth in read.stated.items()
        if truth.state in _SEVERAL and len(truth.readings) > 1
    }
    left = _left(record, read, doubtful, derived, rows, rounded=rounded) if doubtful else {}
    settled = {ref: values[0] for ref, values in left.items() if len(values) == 1}
    if settled:
        derived = closure(record.domain.rules, {**firm, **settled}, rows, rounded=rounded)
    folded = {
        ref: _settle(
            replace(truth, readings=left[ref])
            if ref in left and truth.state == "ambiguous"
            else truth,
            derived.get(ref),
            derive,
            read.told.get(ref, UNTOLD).lures,
        )
        for ref, truth in read.stated.items()
    }
    if record.domain.norms:
        exact = {ref: value for ref, value in derived.items() if ref not in rounded}
        folded |= _normed(record, folded, exact, rows, derive)
    return folded


def _normed(
    record: Record,
    folded: Mapping[Ref, FoldedField],
    facts: Mapping[Ref, Value],
    rows: tuple[str, ...],
    derive: Derive,
) -> dict[Ref, FoldedField]:
    """The fields whose answer depends on a norm: as printed facts and the named norm make them."""
    found: dict[Ref, FoldedField] = {}
    for norm in record.domain.norms:
        answers = norm.answers(facts, rows)
        if folded[norm.path].state != "absent":
            continue
        if answers is None:
            was = replace(folded[norm.path], state="unanswerable", reason="facts")
            found[norm.path] = was
            continue
        stands, held = place_of(norm, facts)
        field = FoldedField(
            path=norm.path, kind=folded[norm.path].kind, state="unanswerable", norms=answers,
            stands=stands,
        )  # fmt: skip
        open_ = answers if not held else {held: answers[held]}
        values = distinct(open_)
        if derive == "forbid":
            found[norm.path] = replace(field, reason="derivable")
        elif not values:
            found[norm.path] = replace(field, reason="not_permitted")
        elif len(values) > 1 or None in open_.values():
            found[norm.path] = replace(field, state="disputed", readings=values, reason="norm")
        else:
            found[norm.path] = replace(field, state="answerable", accept=values, why="norm")
    return found


def _left(
    record: Record,
    read: _Reading,
    doubtful: Mapping[Ref, tuple[Value, ...]],
    known: Mapping[Ref, Value],
    rows: tuple[str, ...],
    *,
    rounded: set[Ref],
) -> dict[Ref, tuple[Value, ...]]:
    """The readings of every ambiguous or disputed field that the rest of the document allows."""
    texts = [text for told in read.told.values() for text in told.open]
    chosen = choices.settled(record.domain.rules, texts, doubtful, known, rows)
    return possible(record.domain, chosen, known, rows, rounded=rounded)


def _rows(record: Record, stated: Mapping[Ref, FoldedField]) -> tuple[str, ...]:
    """The rows that the document shows, and where some are lost two that nobody knows.

    A reader who sees that rows are missing does not know how many, so nothing follows across them.
    Where a page is missing, and nothing that stands below the list is seen, rows may be lost too.
    """
    shown = {
        there[0]
        for ref, truth in stated.items()
        if truth.state != "absent"
        and truth.reason != "page"
        and (there := in_row(ref, record.domain.list_path)) is not None
    }
    if len(shown) >= len(record.rows):
        lost = LOST_ROWS if _open_at_its_end(record, stated) else ()
        return (*record.rows, *lost)
    out: list[str] = []
    for row in record.rows:
        if row in shown:
            out.append(row)
        elif not out or not out[-1].startswith(LOST_ROWS):
            out += (f"{lost}{row}" for lost in LOST_ROWS)
    return tuple(out)


def _open_at_its_end(record: Record, stated: Mapping[Ref, FoldedField]) -> bool:
    """Whether the list may go on where nobody sees it."""
    below = {field.path for field in record.domain.fields if field.group == "totals"}
    return any(truth.reason == "page" for truth in stated.values()) and not any(
        truth.state != "absent" and truth.reason != "page"
        for ref, truth in stated.items()
        if ref in below
    )


def _fields(record: Record, told: Mapping[Ref, Told]) -> dict[Ref, Kind]:
    """Kind of every scalar field, of every leaf of every row, and of whatever a statement names."""
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


def _settle(
    truth: FoldedField,
    derived: Value | None,
    derive: Derive,
    lures: Mapping[tuple[str, str], Lure],
) -> FoldedField:
    """Close one field under the rules, and keep the lures that are not right answers."""
    ref, kind, was = truth.path, truth.kind, truth.was
    out = truth
    if derived is not None and truth.partial is not None and not fits(derived, truth.partial):
        derived = None  # the rules contradict what is left of the value
    if truth.state in {"unanswerable", "absent", *_SEVERAL} and derived is not None:
        if truth.state in _SEVERAL:
            if key(derived) in {key(v) for v in truth.readings}:
                out = answer(ref, kind, derived, "derived", was)
        elif derive == "allow":
            out = answer(ref, kind, derived, "derived", was)
        else:
            out = FoldedField(
                path=ref,
                kind=kind,
                state="unanswerable",
                reason="derivable",
                partial=truth.partial,
                was=was,
            )
    elif derived is not None and _told_to_the_month(truth, derived):
        out = replace(truth, accept=(*truth.accept, derived))
    named = [*lures.values()]
    before = out.was
    if not named and (before is None or out.state != "answerable"):
        return out
    right = {as_compared(v, kind) for v in out.accept}
    if before is not None and out.state == "answerable":
        if as_compared(before, kind) in right:  # the same text in capitals, or in another width
            out = replace(out, was=None)
        else:
            named.append(Lure(before, "source-value"))
    if not named:
        return out
    kept = {(key(x.value), x.name): x for x in named if as_compared(x.value, kind) not in right}
    return replace(out, lures=tuple(kept[k] for k in sorted(kept)))


def as_compared(value: Value, kind: Kind) -> str:
    """Return a key that is equal for values that a reader may give for each other."""
    if isinstance(value, str) and kind in {"text", "multiline"}:
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
        return " ".join(plain.split())
    return key(value)


def _told_to_the_month(truth: FoldedField, derived: Value) -> bool:
    """Whether a rule tells the day of a date that is printed without it: both are right."""
    return (
        truth.state == "answerable"
        and isinstance(truth.accept[0], Month)
        and isinstance(derived, dt.date)
        and covers(key(truth.accept[0]), key(derived))
    )


def _same(one: FoldedField, other: FoldedField) -> bool:
    return (
        one.state == other.state
        and [key(v) for v in one.accept] == [key(v) for v in other.accept]
        and [key(v) for v in one.readings] == [key(v) for v in other.readings]
        and one.partial == other.partial
    )
