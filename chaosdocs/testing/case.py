"""A drawn case: cheap until its bytes or its truth are asked for, then made once and proved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from chaosdocs.corpus.words import edits_in_words
from chaosdocs.formats.cases import Case as Question
from chaosdocs.formats.cases import CaseTruth
from chaosdocs.formats.media import MEDIA, PAPER
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically
from chaosdocs.foundation.scratch import scratch
from chaosdocs.testing.failing import CaseFailure, Miss, misses
from chaosdocs.testing.sample import Recorded, by_path
from chaosdocs.testing.staged import DrawnStep, document_at
from chaosdocs.truth.values import Kind

if TYPE_CHECKING:
    from chaosdocs.corpus.proving import Finding
    from chaosdocs.documents.table import Table
    from chaosdocs.documents.tree import Tree
    from chaosdocs.testing.making import Making

Data: TypeAlias = bytes
FAILURES: Final = Path(".chaosdocs") / "failures"
"""Where the files of failing cases are kept, below the folder that the tests run in."""


@dataclass(frozen=True, slots=True)
class Case:
    """One document, clean or damaged, with its truth.

    It is equal to any other that is written the same way, and its repr makes it again.

    Attributes:
        record: The facts: a `Sample`, or an `OwnSample`.
        rendering: Medium and template or system: ``pdf.letterhead``, ``csv.sap``.
        steps: What is done to it; empty for a clean document.
    """

    record: Recorded
    rendering: str
    steps: tuple[DrawnStep, ...] = ()

    def __repr__(self) -> str:
        steps = f", {self.steps!r}" if self.steps else ""
        return f"Case({self.record!r}, {self.rendering!r}{steps})"

    @property
    def _making(self) -> Making:
        from chaosdocs.testing.making import making

        return making(self.record, self.rendering, self.steps)

    @property
    def medium(self) -> str:
        """``pdf``, ``scan``, ``xlsx``, ``csv`` or ``json``."""
        return self.rendering.partition(".")[0]

    @property
    def label(self) -> str:
        """Readable name: record, rendering, operators and severities."""
        return self._making.label

    @property
    def twin(self) -> Case:
        """The same document, clean."""
        return Case(self.record, self.rendering)

    @property
    def bytes(self) -> Data:
        """The finished file."""
        return self._making.built.files[0].data

    @property
    def pdf(self) -> Data:
        """The finished PDF.

        Raises:
            UserError: The case is of another medium.
        """
        if self.medium not in PAPER:
            raise UserError(f"{self.rendering} is no PDF", hint="case.bytes has the file")
        return self.bytes

    @property
    def name(self) -> str:
        """Name of the file: ``document.pdf``."""
        return self._making.built.files[0].name

    @contextmanager
    def path(self) -> Iterator[Path]:
        """Give the finished file as a path, for as long as the block lasts."""
        with scratch() as folder:
            path = folder / self.name
            path.write_bytes(self.bytes)
            yield path

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
        """The truth, proved on the finished file.

        Where the proof fails, the operators are at fault and not the reader: every field is then
        ``unscored``, so that nothing can fail on it, and `defects` says what is wrong.
        """
        return self._making.proved.truth

    @property
    def defects(self) -> tuple[Finding, ...]:
        """What the proof found wrong with the case; empty for a sound one."""
        return self._making.proved.findings

    @property
    def table(self) -> Table:
        """The table that the file will hold, before any byte is made.

        Raises:
            UserError: The case is of another medium than xlsx or csv.
        """
        if not MEDIA[self.medium].table:
            raise UserError(f"{self.rendering} has no table", hint="draw CSV with tables()")
        table: Table = document_at(self.record, self.rendering, self.steps, "table")
        return table

    @property
    def tree(self) -> Tree:
        """The tree that the file will hold, before any byte is made.

        Raises:
            UserError: The case is of another medium than json.
        """
        if not MEDIA[self.medium].tree:
            raise UserError(
                f"{self.rendering} has no tree of keys and values", hint="draw JSON with trees()"
            )
        tree: Tree = document_at(self.record, self.rendering, self.steps, "tree")
        return tree

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

    @property
    def written(self) -> dict[str, tuple[Kind, str]]:
        """Every value as it is written, before any byte is made: field to kind and text.

        A field that is stated twice has its first text; one that is blank or gone has none.
        """
        stage = MEDIA[self.medium].route[-1]
        document = document_at(self.record, self.rendering, self.steps, stage)
        found: dict[str, tuple[Kind, str]] = {}
        for statement in document.statements.values():
            if statement.ref is not None and statement.text:
                found.setdefault(statement.ref, (statement.kind, statement.text))
        return found

    def parsed(self, parse: Callable[[str, Kind], object]) -> dict[str, Any]:
        """Return the answer of a reader that finds every value and leaves each to a parser.

        Args:
            parse: Text and kind to a value in the canonical form of answers, or None.
        """
        record = self.record.record
        read = {ref: parse(text, kind) for ref, (kind, text) in self.written.items()}
        return by_path(read, record.rows, record.domain.list_path)

    def missed(
        self, answer: object, *, allow_flagged: bool = False, gaps_fail: bool = False
    ) -> tuple[Miss, ...]:
        """Return the fields that `answer` fails on; see `check`."""
        claimed = self._making.claimed
        found = misses(
            claimed.case,
            claimed.truth,
            answer,
            allow_flagged=allow_flagged,
            gaps_fail=gaps_fail,
        )
        if not found:
            return ()
        return () if self.defects else found

    def check(
        self, answer: object, *, allow_flagged: bool = False, gaps_fail: bool = False
    ) -> None:
        """Hold an answer against the truth.

        The truth is proved before anything is said to fail on it. A case whose proof fails is
        never offered as a failure: it passes, and is counted as an event of Hypothesis.

        Args:
            answer: The fields (``{"total": ...}``), a whole answer line, or a pydantic model of
                either. Junk fails every field as invalid.
            allow_flagged: Whether an error that the reader flagged is let pass.
            gaps_fail: Whether a needless gap fails too.

        Raises:
            CaseFailure: An AssertionError with the field, truth, answer, named wrong answer, edits,
                the place of the file, and one line that makes the case again.
        """
        __tracebackhide__ = True
        found = self.missed(answer, allow_flagged=allow_flagged, gaps_fail=gaps_fail)
        if found:
            raise CaseFailure(self, found, answer)

    def save(self, folder: Path | None = None, *, answer: object = None) -> Path:
        """Write file, clean twin, truth, answer and repr to a folder.

        Args:
            folder: Where; below `FAILURES` under the case's own id where it is None.
            answer: What the reader said.

        Returns:
            The document.
        """
        where = FAILURES / self._making.claimed.case.case if folder is None else folder
        document = where / self.name
        write_atomically(document, self.bytes)
        if self.steps:
            write_atomically(where / f"clean-{self.name}", self.twin.bytes)
        write_atomically(where / "truth.json", self.truth.model_dump_json(indent=1).encode())
        shown = json.dumps(answer, indent=1, ensure_ascii=False, default=repr)
        write_atomically(where / "answer.json", shown.encode())
        write_atomically(where / "case.txt", f"{self!r}\n".encode())
        return document
