"""What all stages share: edits, how they are applied, and the verbs that any spot obeys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Protocol, Self, TypeVar

from chaosdocs.truth.codec import wired
from chaosdocs.truth.spots import GONE, Channel, Claim, Lure, Ref, Spot, Trace

StageName = Literal["facts", "values", "table", "tree", "flow", "pages", "file", "scan"]
STAGES: tuple[StageName, ...] = (
    "facts",
    "values",
    "table",
    "tree",
    "flow",
    "pages",
    "file",
    "scan",
)
"""The stages in the order that a document goes through them."""


class Document(Protocol):
    """What every stage offers: its spots by id, in a stable order."""

    @property
    def spots(self) -> Mapping[str, Spot]:
        """Every place that states a fact."""
        ...

    def with_spots(self, spots: Mapping[str, Spot]) -> Self:
        """Return this document with `spots` in place of its own."""
        ...


D = TypeVar("D", bound=Document)


class MisquoteError(ValueError):
    """An edit quotes what is not there: the document is not the one it was planned for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change, decided. Subclasses are the verbs.

    Attributes:
        key: Names the decision; edits that only make sense together share one.
        touches: Facts that it touches beyond those of the spots that it changes.
    """

    key: str = ""
    touches: tuple[Ref, ...] = ()

    def apply(self, document: Any) -> Any:  # noqa: ANN401 - each verb knows its documents
        """Return `document` with this change made; misquotes are refused."""
        raise NotImplementedError

    @property
    def decision(self) -> str:
        """Name of the decision: its key, or what it changes."""
        if self.key:
            return self.key
        for name in ("spot", "node", "row", "column", "block", "option"):
            target = getattr(self, name, None)
            if isinstance(target, str):
                return target
        return type(self).__name__

    def words(self) -> str:
        """Return the change in words for people."""
        return f"{type(self).__name__} {self.key}"


@dataclass(frozen=True, slots=True)
class Stage(Generic[D]):
    """A kind of document and its closed set of verbs."""

    name: StageName
    document: Callable[[], type]
    verbs: tuple[type[Edit], ...]

    @property
    def order(self) -> int:
        """Place in the way of a fact."""
        return STAGES.index(self.name)

    def apply(self, document: D, edits: Iterable[Edit]) -> D:
        """Return `document` with `edits` made in order.

        Raises:
            TypeError: An edit is not one of this stage's verbs.
            MisquoteError: An edit quotes what is not there.
        """
        for edit in edits:
            if not isinstance(edit, self.verbs):
                raise TypeError(f"{type(edit).__name__} is not a verb of {self.name}")
            document = edit.apply(document)
        return document


def spot_of(document: Document, spot: str) -> Spot:
    """Return the spot with this id.

    Raises:
        MisquoteError: There is none.
    """
    try:
        return document.spots[spot]
    except KeyError:
        raise MisquoteError(f"the document has no spot {spot}") from None


def put(document: D, spot: Spot) -> D:
    """Return `document` with `spot` in the place of the one with its id."""
    return document.with_spots({**document.spots, spot.id: spot})


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Retext(Edit):
    """Show something else at a spot.

    Attributes:
        spot: Id of the spot.
        before: What it shows now.
        after: What it will show; empty for a blank.
        claim: What a careful reader makes of it; None keeps what the spot says.
        lures: Wrong answers that this tempts into, added to the spot's own.
        trace: What is seen in the value's stead, where the claim is gone.
        convention: Spec of the convention that `after` is written in; empty keeps the spot's.
    """

    spot: str
    before: str
    after: str
    claim: Claim | None = None
    lures: tuple[Lure, ...] = ()
    trace: Trace | None = None
    convention: str = ""

    def apply(self, document: D) -> D:
        """Return `document` with the new text."""
        spot = spot_of(document, self.spot)
        if spot.text != self.before:
            raise MisquoteError(f"{self.spot} shows {spot.text!r}, the edit quotes {self.before!r}")
        changed = replace(
            spot,
            text=self.after,
            claim=spot.claim if self.claim is None else self.claim,
            lures=(*spot.lures, *self.lures),
            trace=self.trace if self.trace is not None else spot.trace,
            convention=self.convention or spot.convention,
        )
        return put(document, changed)

    def words(self) -> str:
        """Return the change in words."""
        if not self.after:
            return f"{self.spot}: {self.before!r} is blank"
        return f"{self.spot}: {self.before!r} is written {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Edit):
    """Take a statement away with its label, so that nothing is left of it."""

    spot: str
    before: str

    def apply(self, document: D) -> D:
        """Return `document` without the spot."""
        spot = spot_of(document, self.spot)
        if spot.text != self.before:
            raise MisquoteError(f"{self.spot} shows {spot.text!r}, the edit quotes {self.before!r}")
        return document.with_spots({k: s for k, s in document.spots.items() if k != self.spot})

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.spot}: {self.before!r} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Bait(Edit):
    """Name the wrong answers that the way a document is laid out tempts into."""

    spot: str
    lures: tuple[Lure, ...]

    def apply(self, document: D) -> D:
        """Return `document` with the lures at the spot."""
        spot = spot_of(document, self.spot)
        return put(document, replace(spot, lures=(*spot.lures, *self.lures)))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.spot}: tempts into {', '.join(lure.name for lure in self.lures)}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Edit):
    """Let one channel of a spot say something else than the rest."""

    spot: str
    channel: Channel
    claim: Claim = GONE
    lures: tuple[Lure, ...] = ()

    def apply(self, document: D) -> D:
        """Return `document` with the claim on the channel."""
        spot = spot_of(document, self.spot).saying(self.channel, self.claim)
        return put(document, replace(spot, lures=(*spot.lures, *self.lures)))

    def words(self) -> str:
        """Return the change in words."""
        said = ", ".join(map(str, self.claim.readings)) or "nothing"
        return f"{self.spot}: says {said} on {self.channel}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetOption(Edit):
    """Set a choice that was made in lowering."""

    option: str
    before: str
    after: str

    def apply(self, document: Any) -> Any:  # noqa: ANN401 - any stage that has options
        """Return the document with the option set."""
        now = document.options.get(self.option, "")
        if now != self.before:
            raise MisquoteError(f"{self.option} is {now!r}, the edit quotes {self.before!r}")
        return replace(document, options={**document.options, self.option: self.after})

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.option}: {self.before!r} becomes {self.after!r}"
