"""Drawn sets: several files of one book, with a truth that is proved when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.expect_sets import printed_rows
from chaosdocs.corpus.make import Maker
from chaosdocs.corpus.sets import RenderedSet, build_set, clean_set, kept
from chaosdocs.documents.matter import BookingSet
from chaosdocs.formats.sets import PLACES, SetRendering
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.scratch import scratch
from chaosdocs.sources.world.registry import PAIRINGS, WORLDS
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.drawn import DrawnCase, Making
from chaosdocs.testing.staged import DrawnStep, FavouringSteps

if TYPE_CHECKING:
    pass

SIZE: Final = 24
"""Matters of a drawn book; most of them are left out when a failure shrinks."""
Row = dict[str, Any]
"""A row of a file as it is printed: ``key``, ``date``, ``party``, ``amount``, ``texts`` ..."""


@dataclass(frozen=True, slots=True)
class SetSample:
    """A book of a world, cut to some of its matters.

    Attributes:
        world: ``trade``.
        index: Place of the book.
        locale: Such as ``de_DE``.
        events: The matters whose rows are kept; None keeps all.
    """

    world: str
    index: int = 0
    locale: str = "en_US"
    events: tuple[str, ...] | None = None

    @property
    def book(self) -> Book:
        """The book, as the world makes it under seed 0."""
        return _book(self.world, self.index, self.locale)

    @property
    def kept(self) -> frozenset[str] | None:
        """The events whose rows are kept, or None."""
        return None if self.events is None else frozenset(self.events)

    def clean(self, pairing: str) -> BookingSet:
        """Return the clean rows of all members."""
        matter = clean_set(self.book, pairing)
        return matter if self.events is None else kept(matter, frozenset(self.events))

    def __repr__(self) -> str:
        events = "" if self.events is None else f", events={self.events!r}"
        return f"SetSample({self.world!r}, {self.index!r}, {self.locale!r}{events})"


@lru_cache(maxsize=64)
def _book(world: str, index: int, locale: str) -> Book:
    return WORLDS[world].book(0, index, locale, SIZE)


@dataclass(frozen=True, slots=True)
class SetCase(DrawnCase):
    """Several files of one book, clean or dirty, with their truth.

    Attributes:
        sample: The book.
        rendering: The rendering of the set: pairing, members, place of the policy.
        steps: What is done to it; empty for a clean set.
    """

    sample: SetSample
    rendering: str
    steps: tuple[DrawnStep, ...] = ()

    def __repr__(self) -> str:
        steps = f", {self.steps!r}" if self.steps else ""
        return f"SetCase({self.sample!r}, {self.rendering!r}{steps})"

    @property
    def making(self) -> _SetMaking:
        """What the set is made of."""
        return _making(self.sample, self.rendering, self.steps)

    @property
    def drawn_steps(self) -> tuple[DrawnStep, ...]:
        """What is done to it."""
        return self.steps

    @property
    def twin(self) -> SetCase:
        """The same set, clean."""
        return SetCase(self.sample, self.rendering)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The finished files by role: ``books``, ``bank``."""
        built = self.making.built
        return dict(zip(built.roles, (file.data for file in built.files), strict=True))

    def parsed(self) -> tuple[list[Row], ...]:
        """Return the rows of each file as plain values, one list a file.

        A matcher that takes rows can be tested without a parser: ``left, right = case.parsed()``.
        A row has ``key``, ``date``, ``party``, ``amount`` (a Decimal), ``currency``, ``references``
        and ``texts`` (lists of text).
        """
        rows: dict[str, list[Row]] = {role: [] for role in self.making.built.members}
        for printed in printed_rows(self.making.built):
            entry = printed.entry
            rows[entry.member].append(
                {
                    "key": entry.key,
                    "date": entry.date,
                    "party": entry.party,
                    "amount": None if entry.amount is None else entry.amount.amount,
                    "currency": None if entry.amount is None else entry.amount.currency,
                    "references": list(entry.references),
                    "texts": list(entry.texts),
                }
            )
        return tuple(rows.values())

    @contextmanager
    def paths(self) -> Iterator[dict[str, Path]]:
        """Give the files as paths by role, for as long as the block lasts."""
        with scratch() as folder:
            found = {}
            for role, file in zip(self.making.built.roles, self.making.built.files, strict=True):
                found[role] = folder / file.name
                found[role].write_bytes(file.data)
            yield found


def usual_rendering(pairing: str, policy: str = "instructions") -> str:
    """Return the rendering of a pairing with every member as usual.

    Raises:
        UserError: There is no such pairing, or no such place of the policy.
    """
    for place in PLACES:
        if place == policy:
            members = tuple(member.rendering for member in PAIRINGS[pairing].members)
            return str(SetRendering(pairing, members, place))
    raise UserError(f"no policy stands {policy!r}", given=policy, allowed=PLACES)


class _SetMaking(Making):
    """Everything of one drawn set that costs time."""

    def __init__(self, sample: SetSample, rendering: str, steps: tuple[DrawnStep, ...]) -> None:
        exact = sha256(repr((sample, steps)).encode())[:8]  # tells cut books and decisions apart
        super().__init__(f"{sample.book.id}.{exact}", rendering, steps)
        self._sample = sample

    @cached_property
    def built(self) -> RenderedSet:
        """The finished set.

        Raises:
            UserError: An operator has nothing to act on: the case was written for another one.
        """
        rng = FavouringSteps({step.name: step.keep or frozenset() for step in self.steps})
        sample = self._sample
        made = build_set(sample.book, self.rendering, self.steps, rng, events=sample.kept)
        if isinstance(made, Skip):
            raise UserError(f"the case cannot be made: {made.reason}", where=repr(sample))
        return made

    def maker(self, *, proved: bool) -> Maker:
        """Return the maker of sets."""
        return _maker(proved=proved)


@lru_cache(maxsize=64)
def _making(sample: SetSample, rendering: str, steps: tuple[DrawnStep, ...]) -> _SetMaking:
    return _SetMaking(sample, rendering, steps)


@cache
def _maker(*, proved: bool) -> Maker:
    from chaosdocs.making.witnesses import Witnesses
    from chaosdocs.recipe.model import Recipe

    recipe = Recipe.model_validate(
        {
            "name": "drawn",
            "source": {"world": "trade", "books": 1},
            "render": [{"as": "set", "pairing": "books-bank"}],
        }
    )
    return Maker(recipe, Witnesses() if proved else None)


def makeable(case: SetCase) -> bool:
    """Return whether the rows of a drawn set tell of the payments that were made."""
    try:
        return bool(case.public.case)
    except UserError:
        return False
