"""What drawn cases of several documents share: question, proved truth, and how answers are held."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.make import Built, MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.slots import Slot
from chaosdocs.corpus.words import edits_in_words
from chaosdocs.formats.cases import Case as Question
from chaosdocs.formats.cases import CaseTruth
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically
from chaosdocs.testing.case import FAILURES
from chaosdocs.testing.failing import CaseFailure, Miss, misses
from chaosdocs.testing.staged import DrawnStep

if TYPE_CHECKING:
    from chaosdocs.corpus.proving import Finding


class Making:
    """Everything of one drawn case that costs time: its files, its truth, its proof.

    A kind of case says how it is built and by which recipe it is asked.
    """

    def __init__(self, name: str, rendering: str, steps: tuple[DrawnStep, ...]) -> None:
        self.name = name
        self.rendering = rendering
        self._dirt = steps

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

    @property
    def built(self) -> Built:
        """The finished documents."""
        raise NotImplementedError

    def maker(self, *, proved: bool) -> Maker:
        """Return the maker of such cases."""
        raise NotImplementedError

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
        maker = self.maker(proved=proved)
        return maker._case(self.slot, self.label, self.built, None)  # noqa: SLF001 - no recipe


def _without_keys(step: Step) -> Step:
    return replace(step, keep=None)


class DrawnCase:
    """A drawn case: its question, its proved truth, and how an answer is held against it."""

    __slots__ = ()

    @property
    def making(self) -> Making:
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
