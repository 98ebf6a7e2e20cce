"""Answers that were stored, given again: ``answers:FILE``, so that `--then` works on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read
from chaosdocs.readers.answered_by import AnsweredBy, AnyCase
from chaosdocs.readers.reader import KEYS, BrokenAnswerError

Json = Any


class StoredAnswers:
    """A reader that gives the answers of a file, trial by trial.

    Args:
        path: A file of answers.

    Attributes:
        corpora: Digests of the corpora that the answers say they are for.

    Raises:
        UserError: The file cannot be read, or holds no answers.
    """

    wants_trial = True
    keeps_deadline = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.deadline: float | None = None
        self.corpora: set[str] = set()
        self._readers: dict[str, AnsweredBy] = {}
        self._lines: dict[tuple[str, int], dict[str, Json]] = {}
        try:
            raw = read(path)
        except OSError as error:
            raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
        for number, row in enumerate(raw.splitlines(), 1):
            if row.strip():
                self._keep(row, number)
        if not self._lines:
            raise UserError("there are no answers", where=str(path))

    def __call__(
        self, case: Mapping[str, Json], files: Mapping[str, Path], *, trial: int = 0
    ) -> dict[str, Json]:
        """Return the answer to a case.

        Args:
            case: The public case.
            files: Not used.
            trial: Which of its answers.

        Raises:
            BrokenAnswerError: The file has none.
        """
        del files
        found = self._lines.get((case["case"], trial))
        if found is None:
            raise BrokenAnswerError(f"{self.path.name} has no answer to this case")
        return found

    def answered_by(self, _case: AnyCase) -> tuple[str, Mapping[str, Json]]:
        """Return the reader that gave the answers, and its settings; else the name of the file."""
        found = [each for each in self._readers.values() if each.reader]
        if len(found) == len(self._readers) == 1:
            return found[0].reader, found[0].settings
        return f"answers:{self.path.name}", {}

    def close(self) -> None:
        """Nothing is under way."""

    def _keep(self, row: bytes, number: int) -> None:
        try:
            line = json.loads(row)
        except (ValueError, RecursionError):
            line = None
        if not isinstance(line, dict) or not isinstance(line.get("case"), str):
            raise UserError("not an answer", where=f"{self.path}:{number}")
        if isinstance(line.get("corpus"), str):
            self.corpora.add(line["corpus"])
        by = AnsweredBy.of_line(line)
        self._readers.setdefault(by.key(), by)
        trial = line.get("trial")
        asked = line["case"], trial if isinstance(trial, int) else 0
        kept = {key: line[key] for key in KEYS if key in line and key not in {"case", "trial"}}
        self._lines[asked] = kept
