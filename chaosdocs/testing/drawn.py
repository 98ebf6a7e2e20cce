"""What drawn cases of several documents share: question, proved truth, and how answers are held."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypeVar

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.packets import RenderedPacket
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.corpus.slots import Slot
from chaosdocs.corpus.words import edits_in_words
from chaosdocs.formats.cases import Case as Question
from chaosdocs.formats.cases import CaseTruth
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically
from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.world.world import Book
from chaosdocs.testing.case import FAILURES
from chaosdocs.testing.failing import CaseFailure, Miss, misses
from chaosdocs.testing.staged import DrawnStep, FavouringSteps

if TYPE_CHECKING:
    from chaosdocs.corpus.proving import Finding

B = TypeVar("B", RenderedSet, RenderedPacket)


class BookSample(Protocol):
    """A book of a world, or some of its matters or documents."""

    @property
    def book(self) -> Book:
        """The book."""
        ...


class Making(Generic[B]):
    """Everything of one drawn case that costs time: its files, its truth, its proof.

    Args:
        sample: What it is made from.
        rendering: How it is rendered.
        steps: What is done to it.
        build: Makes the documents under the steps and a stream of chance, or says why not.
        maker: Returns the maker of such cases, with witnesses or without.
    """

    def __init__(
        self,
        sample: BookSample,
        rendering: str,
        steps: tuple[DrawnStep, ...],
        *,
        build: Callable[[Sequence[Step], Rng], B | Skip],
        maker: Callable[[bool], Maker],
    ) -> None:
        exact = sha256(repr((sample, steps)).encode())[:8]  # tells cut books and decisions apart
        self.name = f"{sample.book.id}.{exact}"
        self.rendering = rendering
        self._sample = sample
        self._dirt = steps
        self._build: Callable[[Sequence[Step], Rng], B | Skip] = build
        self._maker = maker

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, each with its decisions."""
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
        steps = tuple(_without_keys(step) for step in self.steps)
        return Slot(number=0, record=0, rendering=self.rendering, steps=steps)

    @property
    def label(self) -> str:
        """Readable name: source, rendering, operators and severities."""
        return self.slot.label(self.name)

    @cached_property
    def built(self) -> B:
        """The finished documents.

        Raises:
            UserError: An operator has nothing to act on: the case was written for another one.
        """
        rng = FavouringSteps({step.name: step.keep or frozenset() for step in self.steps})
        made = self._build(self.steps, rng)
        if isinstance(made, Skip):
            raise UserError(f"the case cannot be made: {made.reason}", where=repr(self._sample))
        return made

    @cached_property
    def claimed(self) -> MadeCase:
        """The case with the truth that its documents leave, not proved yet."""
        made = self._case(proved=False)
        if isinstance(made, SkippedSlot):
            raise UserError(f"the case cannot be made: {made.reason}", where=made.label)
        return made

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the proof finds wrong."""
        from chaosdocs.corpus.proving import Finding

        made = self._case(proved=True)
        if isinstance(made, MadeCase):
            return ()
        return made.findings or (Finding("", made.outcome, made.reason),)

    def _case(self, *, proved: bool) -> MadeCase | SkippedSlot:
        maker = self._maker(proved)
        return maker._case(self.slot, self.label, self.built, None)  # noqa: SLF001 - no recipe


@cache
def maker_of(form: Literal["set", "packet"], proved: bool) -> Maker:
    """Return the maker of drawn sets or packets.

    Args:
        form: What they are.
        proved: Whether the witnesses prove what it makes.
    """
    from chaosdocs.making.witnesses import Witnesses
    from chaosdocs.recipe.model import Recipe

    render, task = {
        "set": ({"as": "set", "pairing": "books-bank"}, "reconcile"),
        "packet": ({"as": "packet", "templates": ["letterhead"]}, "extract"),
    }[form]
    recipe = Recipe.model_validate(
        {
            "name": "drawn",
            "source": {"world": "trade", "books": 1},
            "render": [render],
            "ask": {"task": task},
        }
    )
    return Maker(recipe, Witnesses() if proved else None)


def _without_keys(step: Step) -> Step:
    return replace(step, keep=None)


class DrawnCase:
    """A drawn case: its question, its proved truth, and how an answer is compared with it."""

    __slots__ = ()

    @property
    def making(self) -> Making[Any]:
        """What the case is made of."""
        raise NotImplementedError

    @property
    def drawn_steps(self) -> tuple[DrawnStep, ...]:
        """What is done to it."""
        raise NotImplementedError

    @property
    def label(self) -> str:
        """Readable name: source, rendering, operators and severities."""
        return self.making.label

    @property
    def public(self) -> Question:
        """What a reader may know: the question, as a line of ``cases.jsonl``."""
        return self.making.claimed.case

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
        return self.making.claimed.truth

    @property
    def defects(self) -> tuple[Finding, ...]:
        """What the proof found wrong with the set; empty for a sound one."""
        return self.making.findings

    @property
    def edits(self) -> tuple[str, ...]:
        """Every change that was made, in words."""
        return edits_in_words(self.making.built.steps)

    @property
    def decisions(self) -> int:
        """How many decisions the operators took."""
        return sum(len(step.keys) for step in self.drawn_steps)

    @property
    def expected(self) -> dict[str, Any]:
        """What a perfect reader answers: a whole answer line, gaps flagged with their reasons."""
        from chaosdocs.testing.right import perfect

        return perfect(self.truth)

    def missed(
        self, answer: object, *, allow_flagged: bool = False, gaps_fail: bool = False
    ) -> tuple[Miss, ...]:
        """Return what `answer` fails on; see `check`."""
        claimed = self.making.claimed
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
        for file in self.making.built.files:
            write_atomically(where / file.name, file.data)
        write_atomically(where / "truth.json", self.truth.model_dump_json(indent=1).encode())
        shown = json.dumps(answer, indent=1, ensure_ascii=False, default=repr)
        write_atomically(where / "answer.json", shown.encode())
        write_atomically(where / "case.txt", f"{self!r}\n".encode())
        return where
