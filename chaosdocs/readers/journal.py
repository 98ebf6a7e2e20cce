"""The file of answers while it is written: a line at a time, resumed after whatever happened."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import cannot_write, dump_lines, read, write_atomically
from chaosdocs.readers.answered_by import AnsweredBy

Asked = tuple[str, int]
"""Case and trial."""
CHEAP_S: Final = 0.02
"""Seconds. An answer that took less and names no cost is not worth waiting for the disk."""


class Journal:
    """Appends answers to a file; used as a context manager.

    Args:
        path: The file.
        resume: Go on with a file that is there; a last line that was cut short is dropped.
        retry_errors: Forget the answers that are errors, so that they are asked for again.

    Attributes:
        done: Cases and trials that have an answer.
        cost: What the answers cost so far, in US dollars.
        errors: How many answers are errors.
        corpora: Digests of the corpora that the answers there say they are for.

    Raises:
        UserError: The file is there and not to be resumed, or holds something else than answers.
    """

    def __init__(self, path: Path, *, resume: bool = False, retry_errors: bool = False) -> None:
        self.path = path
        self.done: set[Asked] = set()
        self.cost = 0.0
        self.errors = 0
        self.corpora: set[str] = set()
        self._readers: dict[str, tuple[AnsweredBy, int]] = {}
        self._file: FileIO | None = None
        raw = self._there(resume=resume or retry_errors)
        whole = raw[: raw.rfind(b"\n") + 1]
        lines = [
            self._line(number, line)
            for number, line in enumerate(whole.splitlines(), 1)
            if line.strip()
        ]
        kept = [line for line in lines if not (retry_errors and line.get("error"))]
        for line in kept:
            self._count(line)
        if len(kept) < len(lines):
            write_atomically(path, dump_lines(kept))
        elif len(whole) < len(raw):
            write_atomically(path, whole)

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = FileIO(self.path, "ab")  # without a buffer: an error comes at once
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        with file:
            _to_disk(file)
            if error is None:
                self._check_there(file)

    def append(self, line: Mapping[str, Any]) -> None:
        """Write one answer, whole, before anything else is done.

        An answer that has a cost or took time is on the disk when this returns: it survives a power
        cut. The others are on the disk when the file is closed.

        Raises:
            UserError: The disk is full, or the file was removed; what was written before stays.
        """
        assert self._file is not None  # noqa: S101 - used as a context manager
        left = memoryview(dump_lines([line]))
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        if line.get("cost_usd") or line.get("latency_s", 1.0) >= CHEAP_S:
            _to_disk(self._file)
        self._check_there(self._file)
        self._count(line)

    @property
    def answered_by(self) -> list[tuple[AnsweredBy, int]]:
        """The readers that gave the answers there, each with how many."""
        return list(self._readers.values())

    def _check_there(self, file: FileIO) -> None:
        """Raise UserError if `path` names no longer the file that is written."""
        try:
            there = os.path.samestat(os.fstat(file.fileno()), self.path.stat())
        except OSError:
            there = False
        if not there:
            raise UserError(
                "the file of answers was removed or replaced while it was written",
                where=str(self.path),
                hint="the answers of this run are lost; ask again",
            )

    def _there(self, *, resume: bool) -> bytes:
        try:
            raw = read(self.path)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise UserError(f"cannot read: {error.strerror}", where=str(self.path)) from error
        if raw and not resume:
            raise UserError(
                "the file holds answers already",
                where=str(self.path),
                hint="--resume goes on with it, --retry-errors asks again where it has errors; "
                "or name a new file",
            )
        return raw

    def _line(self, number: int, raw: bytes) -> dict[str, Any]:
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise UserError(f"not JSON: {error}", where=f"{self.path}:{number}") from error
        if not isinstance(line, dict) or not isinstance(line.get("case"), str):
            raise UserError("not an answer: it names no case", where=f"{self.path}:{number}")
        return line

    def _count(self, line: Mapping[str, Any]) -> None:
        trial = line.get("trial", 0)
        self.done.add((line["case"], trial if isinstance(trial, int) else 0))
        self.errors += bool(line.get("error"))
        by = AnsweredBy.of_line(line)
        if by.reader or not line.get("error"):  # older versions wrote no step into errors
            _, before = self._readers.get(by.key(), (by, 0))
            self._readers[by.key()] = by, before + 1
        if isinstance(line.get("corpus"), str):
            self.corpora.add(line["corpus"])
        cost = line.get("cost_usd")
        if isinstance(cost, int | float):
            self.cost += cost


def _to_disk(file: FileIO) -> None:
    """Wait until the disk holds what was written; pipes and the like have no disk."""
    with contextlib.suppress(OSError):
        os.fsync(file.fileno())


def _cannot_write(path: Path, error: OSError) -> UserError:
    said = cannot_write(path, error)
    hint = "make room" if said.hint else "mend it"
    return UserError(
        said.problem, where=said.where, hint=f"{hint}, then go on with --resume: all before stays"
    )
