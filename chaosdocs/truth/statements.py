"""Statements: the places that state facts, and what each channel of a place says.

Truth is kept per *statement*: one place that says one fact. `Statement` is that place at every
stage from the facts to the finished file. What it says is a `Claim`, a set of readings:

* one reading: said plainly;
* several: ambiguous, each is possible;
* none: gone;
* a mask: what is left of the value, such as ``****1234``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.values import Kind, Value, key

Ref: TypeAlias = str
"""A fact of a record: ``/total``, ``/lines/k1/amount``. Rows are named by key, never by place."""

Channel = Literal[
    "eye",
    "text",
    "form",
    "annotation",
    "attachment",
    "metadata",
    "revision",
    "value",
    "formula",
    "shown",
]
CHANNELS: tuple[Channel, ...] = (
    "eye",
    "text",
    "form",
    "annotation",
    "attachment",
    "metadata",
    "revision",
    "value",
    "formula",
    "shown",
)


def left_for(reader: Channel, trace: Channel) -> bool:
    """Whether a trace on one channel is one for who reads another.

    What a cell holds and does not show is a trace for readers of the values alone, and what a
    page holds beyond its CropBox for readers of the text layer.

    Example:
        >>> left_for("value", "shown"), left_for("shown", "value")
        (True, False)
        >>> left_for("text", "eye"), left_for("eye", "text")
        (True, False)
    """
    return trace == reader or trace not in {"value", "text"}


Residue = Literal[
    "label",
    "mask",
    "redaction",
    "cut",
    "page",
    "reference",
    "blank",
    "error",
    "stain",
    "stamp",
    "blurred",
    "faded",
    "fax",
    "noise",
    "dust",
    "low_resolution",
    "compression",
    "shadow",
    "illegible",
]
"""What a reader sees where a value was: its label, a stain, "page 2 of 3" ..."""


class Lure(NamedTuple):
    """A wrong answer with a name: the exact value that a change tempts a reader into."""

    value: Value
    name: str


@quickly
@dataclass(frozen=True, slots=True)
class Claim:
    """What one place says on one channel. `readings` are distinct and sorted by key."""

    readings: tuple[Value, ...] = ()
    mask: str | None = None

    @property
    def living(self) -> bool:
        """Whether anything of the value is left."""
        return bool(self.readings) or self.mask is not None


GONE = Claim()


def says(*readings: Value) -> Claim:
    """Return the claim with these readings.

    Example:
        >>> says("b", "a", "b").readings
        ('a', 'b')
    """
    if len(readings) == 1:
        return Claim(readings)
    distinct = {key(value): value for value in readings}
    return Claim(tuple(distinct[k] for k in sorted(distinct)))


@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One place that states one fact.

    Attributes:
        id: Ref and occurrence, ``/total#2``. Survives every move.
        ref: The fact it states; None where no fact stands behind it (`imitates` then names
            the fact that it can be taken for).
        kind: Kind of the value.
        text: What is shown, as written. Empty where the place is blank.
        claim: What the shown text says, on every channel that carries it.
        elsewhere: Channels of this place that say something else than `claim`.
        label: The words that introduce it.
        convention: The convention that `text` is written in; None where it is none of ours.
        trace: What a reader sees in the value's stead where it is gone.
        lures: The wrong answers that this place tempts into.
        rank: Order under a rule that the document states; the highest wins.
        imitates: The fact that a statement without a fact of its own can be taken for.
        row: The row that it belongs to, where it stands in a list.
    """

    id: str
    ref: Ref | None
    kind: Kind
    text: str
    claim: Claim
    elsewhere: tuple[tuple[Channel, Claim], ...] = ()
    label: str = ""
    convention: Convention | None = None
    trace: Residue | None = None
    lures: tuple[Lure, ...] = ()
    rank: int = 0
    imitates: Ref | None = None
    row: str | None = None

    def on(self, channel: Channel) -> Claim:
        """Return what this place says on `channel`."""
        for name, claim in self.elsewhere:
            if name == channel:
                return claim
        return self.claim

    def written(self, text: str, convention: Convention) -> Statement:
        """Return this statement as it is written under a convention, faster than `replace`."""
        return self._as(self.id, text, convention)

    def named(self, name: str) -> Statement:
        """Return this statement under another id, faster than `replace`."""
        return self._as(name, self.text, self.convention)

    def _as(self, name: str, text: str, convention: Convention | None) -> Statement:
        return Statement(
            id=name,
            ref=self.ref,
            kind=self.kind,
            text=text,
            claim=self.claim,
            elsewhere=self.elsewhere,
            label=self.label,
            convention=convention,
            trace=self.trace,
            lures=self.lures,
            rank=self.rank,
            imitates=self.imitates,
            row=self.row,
        )

    def saying(self, channel: Channel, claim: Claim) -> Statement:
        """Return this statement with `claim` on `channel`, the other channels as they were."""
        others = tuple((name, said) for name, said in self.elsewhere if name != channel)
        return replace(self, elsewhere=(*others, (channel, claim)))

    @property
    def value(self) -> Value | None:
        """The one value that this place says plainly, or None."""
        return self.claim.readings[0] if len(self.claim.readings) == 1 else None
