"""Drawn sets: several files of one book, with a truth that is proved when it is first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.expect_sets import printed_rows
from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.sets import RenderedSet, build_set, clean_set, kept
from chaosdocs.corpus.slots import Slot
from chaosdocs.corpus.words import edits_in_words
from chaosdocs.documents.matter import BookingSet
from chaosdocs.formats.cases import Case as Question
from chaosdocs.formats.cases import CaseTruth
from chaosdocs.formats.sets import PLACES, SetRendering
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically
from chaosdocs.foundation.scratch import scratch
from chaosdocs.sources.world.registry import PAIRINGS, WORLDS
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.case import FAILURES
from chaosdocs.testing.failing import CaseFailure, Miss, misses
from chaosdocs.testing.staged import DrawnStep, FavouringSteps

if TYPE_CHECKING:
    from chaosdocs.corpus.proving import Finding

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
class SetCase:
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
    def _making(self) -> _SetMaking:
        return _making(self.sample, self.rendering, self.steps)

    @property
    def label(self) -> str:
        """Readable name: book, rendering, operators and severities."""
        return self._making.slot.label(self._making.name)

    @property
    def twin(self) -> SetCase:
        """The same set, clean."""
        return SetCase(self.sample, self.rendering)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The finished files by role: ``books``, ``bank``."""
        built = self._making.built
        return dict(zip(built.roles, (file.data for file in built.files), strict=True))

    def parsed(self) -> tuple[list[Row], ...]:
        """Return the rows of each file as plain values, one list a file.

        A matcher that takes rows can be tested without a parser: ``left, right = case.parsed()``.
        A row has ``key``, ``date``, ``party``, ``amount`` (a Decimal), ``currency``, ``references``
        and ``texts`` (lists of text).
        """
        rows: dict[str, list[Row]] = {role: [] for role in self._making.built.members}
        for printed in printed_rows(self._making.built):
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
            for role, file in zip(self._making.built.roles, self._making.built.files, strict=True):
                found[role] = folder / file.name
                found[role].write_bytes(file.data)
            yield found

    @property
    def public(self) -> Question:
        """What a reader may know: the question, as a line of ``cases.jsonl``."""
        return self._making.claimed.case

    @property
    def ask(self) -> dict[str, Any]:
        """The JSON Schema of an answer."""
        return self.public.ask

    @property
    def instructions(self) -> str:
        """The rules of the task, in words."""
        return self.public.instructions

    @property
    def truth(self) -> CaseTruth:
        """The truth, as the rows and the policy leave it."""
        return self._making.claimed.truth

    @property
    def defects(self) -> tuple[Finding, ...]:
        """What the proof found wrong with the set; empty for a sound one."""
        return self._making.findings

    @property
    def edits(self) -> tuple[str, ...]:
        """Every change that was made, in words."""
        return edits_in_words(self._making.built.steps)

    @property
    def decisions(self) -> int:
        """How many decisions the operators took."""
        return sum(len(step.keys) for step in self.steps)

    @property
    def expected(self) -> dict[str, Any]:
        """What a perfect reader answers: a whole answer line, gaps flagged with their reasons."""
        from chaosdocs.testing.right import perfect

        return perfect(self.truth)

    def missed(
        self, answer: object, *, allow_flagged: bool = False, gaps_fail: bool = False
    ) -> tuple[Miss, ...]:
        """Return what `answer` fails on; see `check`."""
        claimed = self._making.claimed
        found = misses(
            claimed.case, claimed.truth, answer, allow_flagged=allow_flagged, gaps_fail=gaps_fail
        )
        return () if not found or self.defects else found

    def check(
        self, answer: object, *, allow_flagged: bool = False, gaps_fail: bool = False
    ) -> None:
        """Hold an answer against the truth, which is proved before anything is said to fail.

        Args:
            answer: ``{"matches": [{"books": [...], "bank": [...]}], "differences": [...],
                "orphans": [...]}``, or a whole answer line. What is left out is a gap.
            allow_flagged: Whether an error that the matcher flagged is let pass.
            gaps_fail: Whether leaving out what can be known fails too.

        Raises:
            CaseFailure: An AssertionError that says what is wrong, the edits, where the files are,
                and one line that makes the case again.
        """
        __tracebackhide__ = True
        found = self.missed(answer, allow_flagged=allow_flagged, gaps_fail=gaps_fail)
        if found:
            raise CaseFailure(self, found, answer)

    def save(self, folder: Path | None = None, *, answer: object = None) -> Path:
        """Write the files, the truth, the answer and the repr to a folder, and return it.

        Args:
            folder: Where; below the folder of failures, under the case's id, where it is None.
            answer: What the matcher said.
        """
        where = FAILURES / self.public.case if folder is None else folder
        for file in self._making.built.files:
            write_atomically(where / file.name, file.data)
        write_atomically(where / "truth.json", self.truth.model_dump_json(indent=1).encode())
        shown = json.dumps(answer, indent=1, ensure_ascii=False, default=repr)
        write_atomically(where / "answer.json", shown.encode())
        write_atomically(where / "case.txt", f"{self!r}\n".encode())
        return where


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


class _SetMaking:
    """Everything of one drawn set that costs time."""

    def __init__(self, sample: SetSample, rendering: str, steps: tuple[DrawnStep, ...]) -> None:
        self._sample = sample
        self._rendering = rendering
        self._dirt = steps

    @property
    def name(self) -> str:
        """The book's id, with a digest that tells cut books and decisions apart."""
        exact = sha256(repr((self._sample, self._dirt)).encode())[:8]
        return f"{self._sample.book.id}.{exact}"

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(
                id=f"s{number}",
                operator=OPERATORS[dirt.operator],
                severity=dirt.severity,
                name=f"s{number}",
                keep=frozenset(dirt.keys),
            )
            for number, dirt in enumerate(self._dirt, 1)
        )

    @property
    def slot(self) -> Slot:
        """The case as a recipe would name it."""
        return Slot(
            number=0,
            record=0,
            rendering=self._rendering,
            steps=tuple(replace(step, keep=None) for step in self._steps),
        )

    @cached_property
    def built(self) -> RenderedSet:
        """The finished set.

        Raises:
            UserError: An operator has nothing to act on: the case was written for another one.
        """
        rng = FavouringSteps({step.name: step.keep or frozenset() for step in self._steps})
        sample = self._sample
        made = build_set(sample.book, self._rendering, self._steps, rng, events=sample.kept)
        if isinstance(made, Skip):
            raise UserError(f"the case cannot be made: {made.reason}", where=repr(sample))
        return made

    @cached_property
    def claimed(self) -> MadeCase:
        """The set with the truth that its rows and its policy leave, not proved yet."""
        made = _maker(proved=False)._case(  # noqa: SLF001 - a case without a recipe
            self.slot, self.slot.label(self.name), self.built, None
        )
        if isinstance(made, SkippedSlot):
            raise UserError(f"the case cannot be made: {made.reason}", where=made.label)
        return made

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the proof finds wrong."""
        from chaosdocs.corpus.proving import Finding

        made = _maker(proved=True)._case(  # noqa: SLF001 - as above
            self.slot, self.slot.label(self.name), self.built, None
        )
        if isinstance(made, MadeCase):
            return ()
        return made.findings or (Finding("", made.outcome, made.reason),)


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
