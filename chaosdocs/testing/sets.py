"""Drawn sets: several files of one book, with a truth that is proved when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.expect_sets import printed_rows
from chaosdocs.corpus.sets import RenderedSet, build_set, clean_set, kept
from chaosdocs.documents.matter import BookingSet
from chaosdocs.formats.sets import PLACES, SetRendering
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import Rng
from chaosdocs.foundation.scratch import scratch
from chaosdocs.recipe.check import check_member
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.books import drawn_book
from chaosdocs.testing.drawn import DrawnCase, Making, maker_of
from chaosdocs.testing.staged import DrawnStep

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
        return drawn_book(self.world, self.index, self.locale)

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


@dataclass(frozen=True, slots=True)
class SetCase(DrawnCase):
    """Several files of one book, clean or damaged, with their truth.

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
    def making(self) -> Making[RenderedSet]:
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


def usual_rendering(
    pairing: str, policy: str = "instructions", members: Mapping[str, str] | None = None
) -> str:
    """Return the rendering of a pairing.

    Args:
        pairing: Its name.
        policy: Where the policy stands.
        members: Role to rendering; members that are not named are rendered as usual.

    Raises:
        UserError: There is no such pairing, member or rendering, or no such place of the policy.
    """
    roles = PAIRINGS[pairing].roles
    how = {member.role: member.rendering for member in PAIRINGS[pairing].members}
    for role, rendering in (members or {}).items():
        if role not in roles:
            raise UserError(f"{pairing} has no member {role!r}", given=role, allowed=roles)
        check_member(rendering, PAIRINGS[pairing].member(role).view.domain.name)
        how[role] = rendering
    for place in PLACES:
        if place == policy:
            return str(SetRendering(pairing, tuple(how[role] for role in roles), place))
    raise UserError(f"no policy stands {policy!r}", given=policy, allowed=PLACES)


@lru_cache(maxsize=64)
def _making(sample: SetSample, rendering: str, steps: tuple[DrawnStep, ...]) -> Making[RenderedSet]:
    def build(its: Sequence[Step], rng: Rng) -> RenderedSet | Skip:
        return build_set(sample.book, rendering, its, rng, events=sample.kept)

    return Making(sample, rendering, steps, build=build, maker=partial(maker_of, "set"))


def makeable(case: SetCase) -> bool:
    """Return whether the rows of a drawn set tell of the payments that were made."""
    try:
        return bool(case.public.case)
    except UserError:
        return False
