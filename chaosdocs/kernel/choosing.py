"""What operators choose among: the spots of a document, by kind, by target, by share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from chaosdocs.documents.edits import Document, Retext
from chaosdocs.truth.rng import Rng
from chaosdocs.truth.spots import GONE, Claim, Lure, Ref, Spot, Trace, says
from chaosdocs.truth.values import Kind, Value

T = TypeVar("T")


class Targeted(Document, Protocol):
    """A document that may carry the field that a recipe aims at."""

    @property
    def focus(self) -> Ref | None:
        """The field, or None."""
        ...


def spots_of(
    document: Targeted, *kinds: Kind, where: Callable[[Spot], bool] = lambda _spot: True
) -> tuple[Spot, ...]:
    """Return the spots that state a fact plainly, of `kinds` (all by default), in their order.

    Where a recipe aims at a field, only the spots of that field are returned.
    """
    return tuple(
        spot
        for spot in document.spots.values()
        if spot.value is not None
        and spot.ref is not None
        and spot.text
        and (not kinds or spot.kind in kinds)
        and document.focus in {None, spot.ref}
        and where(spot)
    )


def take(things: Iterable[T], rate: float, rng: Rng, name: Callable[[T], str]) -> tuple[T, ...]:
    """Return a share of `things`, at least one where there are any; shares nest.

    Args:
        things: What is eligible.
        rate: The share, 0 to 1.
        rng: The operator's stream.
        name: A stable name of each thing; chance hangs on it alone, not on its place.

    Returns:
        The chosen ones, in the order of `things`.

    Example:
        >>> from chaosdocs.truth.rng import SeededRng
        >>> a = take("abcdefgh", 0.25, SeededRng(1), str)
        >>> b = take("abcdefgh", 0.5, SeededRng(1), str)
        >>> len(a), len(b), set(a) <= set(b)
        (2, 4, True)
    """
    everything = list(things)
    most = min(len(everything), math.ceil(rate * len(everything) - 1e-9))
    ranked = sorted(
        range(len(everything)),
        key=lambda i: (rng.at("take", name(everything[i])).between(0, 1), i),
    )
    chosen = set(ranked[:most])
    return tuple(thing for i, thing in enumerate(everything) if i in chosen)


def take_spots(spots: Sequence[Spot], rate: float, rng: Rng) -> tuple[Spot, ...]:
    """Return a share of `spots`, at least one where there are any; see `take`."""
    return take(spots, rate, rng, lambda spot: spot.id)


def take_few(spots: Sequence[Spot], count: int, rng: Rng) -> tuple[Spot, ...]:
    """Return `count` of `spots`, or all where there are fewer; see `take`."""
    return take_spots(spots, count / len(spots), rng) if spots else ()


def first_in_head(spot: Spot) -> bool:
    """Whether a spot is the first statement of a field that stands once in a document."""
    return spot.row is None and spot.id == f"{spot.ref}#1"


def choose_spot(spots: Sequence[Spot], rng: Rng) -> Spot | None:
    """Return one of `spots`, or None where there are none."""
    chosen = take(spots, 1e-6, rng, lambda spot: spot.id)
    return chosen[0] if chosen else None


def retext(
    spot: Spot,
    after: str,
    *,
    readings: Sequence[Value] | None = None,
    mask: str | None = None,
    gone: Trace | None = None,
    lures: Sequence[Lure] = (),
    convention: str = "",
    key: str = "",
) -> Retext:
    """Return the edit that shows `after` at `spot`.

    Args:
        spot: The place.
        after: What it will show.
        readings: What a careful reader can take it for; what the spot says now by default.
        mask: What is left of the value, where it is masked.
        gone: What is seen in the value's stead, where nothing of it is left.
        lures: Wrong answers that this tempts into.
        convention: Spec of the convention that `after` is written in, where it is another.
        key: Name of the decision; the spot's id by default.
    """
    claim: Claim | None = None
    if mask is not None:
        claim = Claim(mask=mask)
    elif gone is not None:
        claim = GONE
    elif readings is not None:
        claim = says(*readings)
    return Retext(
        key=key,
        spot=spot.id,
        before=spot.text,
        after=after,
        claim=claim,
        lures=tuple(lures),
        trace=gone or ("mask" if mask is not None else None),
        convention=convention,
    )
