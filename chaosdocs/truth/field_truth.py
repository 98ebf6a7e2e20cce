"""What is true of one field: one shape from the fold to the file, the proof and the judge.

The fold and the proof hold typed values (`Value`); a file and the judge hold their JSON form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from chaosdocs.truth.values import Kind

State = Literal["answerable", "unanswerable", "absent", "ambiguous", "disputed", "unscored"]
STATES: tuple[State, ...] = (
    "answerable",
    "unanswerable",
    "absent",
    "ambiguous",
    "disputed",
    "unscored",
)
BLANK: Final = frozenset({"blank", "label"})
"""Reasons of a field whose place is blank or shows a placeholder such as N/A.

Nobody can see whether there is no value, or whether the value was left out.
"""
Why = Literal["printed", "derived", "rule", "booked", "norm"]
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTruth(Generic[V]):
    """What a careful reader can say of one field on one channel.

    Attributes:
        path: The field: ``/total`` or ``/lines/k1/amount``.
        kind: Kind of its value.
        state: See the table of states.
        accept: The right values, where the state is ``answerable``.
        readings: The possible values of an ambiguous field, the claims of a disputed one.
        why: How an answerable value is known.
        reason: Why there is none: the trace, ``derivable``, ``masked``, ``malformed`` for a number
            whose marks make none; ``not_permitted`` where a
            norm forbids an answer; ``norm`` where norms disagree and none is named; ``facts``
            where the document lacks a fact that a norm needs.
        partial: What is left of a masked value.
        was: The record's value, where it is not the answer.
    """

    path: str
    kind: Kind
    state: State
    accept: tuple[V, ...] = ()
    readings: tuple[V, ...] = ()
    why: Why | None = None
    reason: str | None = None
    partial: str | None = None
    was: V | None = None
