"""A case that is on disk, in a corpus or in a folder of its own: read, checked, told, kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from chaosdocs.corpus.words import edits_in_words
from chaosdocs.formats.cases import Case, CasePlan, CaseTruth
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside
from chaosdocs.testing.failing import Miss, message, misses

ASK: Final = "ask.json"
TRUTH: Final = "truth.json"
PLAN: Final = "plan.json"
ANSWER: Final = "answer.json"


class StoredFailure(AssertionError):  # noqa: N818 - it is what a failing assertion is
    """A reader fails a stored case.

    Attributes:
        misses: The fields that are wrong.
    """

    def __init__(self, text: str, failed: tuple[Miss, ...]) -> None:
        super().__init__(text)
        self.misses = failed


@dataclass(frozen=True, repr=False)
class StoredCase:
    """A case on disk.

    Attributes:
        public: What a reader may know.
        truth: What a careful reader answers, and why.
        plan: What was done to the document.
        root: The folder that the paths of its files start from.
        twin: The clean twin, or None for one that is clean.
        on_failure: Called with the case and the answer where it fails; returns where the files
            are kept and one line that asks again.
    """

    public: Case
    truth: CaseTruth
    plan: CasePlan | None
    root: Path
    twin: StoredCase | None = None
    on_failure: Callable[[StoredCase, object], tuple[Path | None, str]] | None = None

    def __repr__(self) -> str:
        return f"<StoredCase {self.label}>"

    @staticmethod
    def saved(folder: Path) -> StoredCase:
        """Return the case that a folder holds.

        Raises:
            UserError: It holds none.
        """
        try:
            public = Case.model_validate_json((folder / ASK).read_bytes())
            truth = CaseTruth.model_validate_json((folder / TRUTH).read_bytes())
            plan = folder / PLAN
            done = CasePlan.model_validate_json(plan.read_bytes()) if plan.is_file() else None
        except (OSError, ValueError) as error:
            raise UserError(f"no saved case: {error}", where=str(folder)) from error
        return StoredCase(public, truth, done, folder)

    @property
    def id(self) -> str:
        """The opaque id."""
        return self.public.case

    @property
    def label(self) -> str:
        """The readable name."""
        return self.truth.label

    @property
    def medium(self) -> str:
        """``pdf``, ``scan``, ``xlsx``, ``csv`` or ``json``."""
        return self.truth.medium

    @property
    def ask(self) -> dict[str, Any]:
        """The JSON Schema of an answer."""
        return self.public.ask

    @property
    def instructions(self) -> str:
        """The rules of the task, in words."""
        return self.public.instructions

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Every file, by its path in the corpus."""
        return {file.path: inside(self.root, file.path, ".") for file in self.public.files}

    @property
    def roles(self) -> Mapping[str, Path]:
        """Every file of a set, by its role."""
        return {file.role: self.files[file.path] for file in self.public.files if file.role}

    @property
    def path(self) -> Path:
        """The document; of a set the first file."""
        return next(iter(self.files.values()))

    @property
    def bytes(self) -> bytes:
        """The document's bytes.

        Raises:
            UserError: The file is gone.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise UserError(f"cannot read: {error.strerror}", where=str(self.path)) from error

    @cached_property
    def edits(self) -> tuple[str, ...]:
        """Every change that was made, in words."""
        return () if self.plan is None else edits_in_words(self.plan.steps)

    def missed(
        self,
        answer: object,
        *,
        only: Collection[str] = (),
        allow_flagged: bool = False,
        gaps_fail: bool = False,
    ) -> tuple[Miss, ...]:
        """Return the fields that `answer` fails on; see `check`."""
        failed = misses(
            self.public, self.truth, answer, allow_flagged=allow_flagged, gaps_fail=gaps_fail
        )
        return tuple(miss for miss in failed if not only or miss.path in only)

    def check(
        self,
        answer: object,
        *,
        only: Collection[str] = (),
        allow_flagged: bool = False,
        gaps_fail: bool = False,
    ) -> None:
        """Hold an answer against the truth.

        Args:
            answer: The fields (``{"total": ...}``), a whole answer line, or a pydantic model of
                either. Junk fails every field as invalid.
            only: Paths of the fields to look at, such as ``/total`` or ``/lines/k1/amount``; all
                where empty.
            allow_flagged: Whether an error that the reader flagged is let pass.
            gaps_fail: Whether a needless gap fails too.

        Raises:
            StoredFailure: An AssertionError with the field, truth, answer, named wrong answer,
                edits, the place of the files, and one line that asks again.
        """
        __tracebackhide__ = True
        failed = self.missed(answer, only=only, allow_flagged=allow_flagged, gaps_fail=gaps_fail)
        if not failed:
            return
        kept, replay = (None, "") if self.on_failure is None else self.on_failure(self, answer)
        raise StoredFailure(
            message(self.label, failed, edits=self.edits, saved=kept or self.path, replay=replay),
            failed,
        )


def contents(case: StoredCase, answer: object) -> dict[str, bytes]:
    """Return the files of a folder that holds a case alone, which `StoredCase.saved` reads.

    Args:
        case: The case.
        answer: What a reader said, junk included.
    """
    names = {file.path: Path(file.path).name for file in case.public.files}
    files = tuple(file.model_copy(update={"path": names[file.path]}) for file in case.public.files)
    public = case.public.model_copy(update={"files": files})
    found = {names[path]: where.read_bytes() for path, where in case.files.items()}
    if case.twin is not None:
        for where in case.twin.files.values():
            found[f"clean-{where.name}"] = where.read_bytes()
    found[ASK] = _lines(public.model_dump(mode="json", by_alias=True))
    found[TRUTH] = _lines(case.truth.model_dump(mode="json", exclude_defaults=True))
    if case.plan is not None:
        found[PLAN] = _lines(case.plan.model_dump(mode="json"))
    found[ANSWER] = json.dumps(answer, indent=1, ensure_ascii=False, default=repr).encode()
    return found


def _lines(data: Any) -> bytes:  # noqa: ANN401 - JSON
    return json.dumps(data, indent=1, ensure_ascii=False).encode()
