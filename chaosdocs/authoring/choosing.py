"""What operators choose among: the statements of a document, by kind, by target, by share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from chaosdocs.documents.edits import Document, Retext
from chaosdocs.foundation.rng import Rng
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import GONE, Claim, Lure, Ref, Residue, Statement, says
from chaosdocs.truth.values import KINDS, Kind, Value

T = TypeVar("T")


class Targeted(Document, Protocol):
    """A document that may carry the field that a recipe aims at."""

    @property
    def focus(self) -> Ref | None:
        """The field, or None."""
        ...


def statements_of(
    document: Targeted, *kinds: Kind, where: Callable[[Statement], bool] = lambda _statement: True
) -> tuple[Statement, ...]:
    """Return the statements that state a fact plainly, of `kinds` (all by default), in their order.

    Where a recipe aims at a field, only the statements of that field are returned.

    Raises:
        ValueError: One of `kinds` is no kind of value.
    """
    if not set(kinds) <= set(KINDS):
        raise ValueError(f"kinds {kinds!r}: the kinds of values are {', '.join(KINDS)}")
    return tuple(
        statement
        for statement in document.statements.values()
        if statement.value is not None
        and statement.ref is not None
        and statement.text
        and (not kinds or statement.kind in kinds)
        and document.focus in {None, statement.ref}
        and where(statement)
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
        >>> from chaosdocs.foundation.rng import SeededRng
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


def take_statements(
    statements: Sequence[Statement], rate: float, rng: Rng
) -> tuple[Statement, ...]:
    """Return a share of `statements`, at least one where there are any; see `take`."""
    return take(statements, rate, rng, lambda statement: statement.id)


def take_few(statements: Sequence[Statement], count: int, rng: Rng) -> tuple[Statement, ...]:
    """Return `count` of `statements`, or all where there are fewer; see `take`."""
    return take_statements(statements, count / len(statements), rng) if statements else ()


def first_in_head(statement: Statement) -> bool:
    """Whether a statement is the first statement of a field that stands once in a document."""
    return statement.row is None and statement.id == f"{statement.ref}#1"


def choose_statement(statements: Sequence[Statement], rng: Rng) -> Statement | None:
    """Return one of `statements`, or None where there are none."""
    chosen = take(statements, 1e-6, rng, lambda statement: statement.id)
    return chosen[0] if chosen else None


def retext(
    statement: Statement,
    after: str,
    *,
    readings: Sequence[Value] | None = None,
    mask: str | None = None,
    gone: Residue | None = None,
    lures: Sequence[Lure] = (),
    convention: Convention | None = None,
    key: str = "",
) -> Retext:
    """Return the edit that shows `after` at `statement`.

    Args:
        statement: The place.
        after: What it will show.
        readings: What a careful reader can take it for; what the statement says now by default.
        mask: What is left of the value, where it is masked.
        gone: What is seen in the value's stead, where nothing of it is left.
        lures: Wrong answers that this tempts into.
        convention: The convention that `after` is written in, where it is another.
        key: Name of the decision; the statement's id by default.
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
        statement=statement.id,
        before=statement.text,
        after=after,
        claim=claim,
        lures=tuple(lures),
        trace=gone or ("mask" if mask is not None else None),
        convention=convention,
    )
