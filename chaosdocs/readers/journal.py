"""The file of answers while it is written: a line at a time, resumed after whatever happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import dump_lines, write_atomically

Asked = tuple[str, int]
"""Case and trial."""


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
        self._file: BinaryIO | None = None
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
            self._file = self.path.open("ab")
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def append(self, line: Mapping[str, Any]) -> None:
        """Write one answer, whole, before anything else is done.

        Raises:
            UserError: The disk is full, or the like; what was written before stays.
        """
        assert self._file is not None  # noqa: S101 - used as a context manager
        try:
            self._file.write(dump_lines([line]))
            self._file.flush()
        except OSError as error:
            raise _cannot_write(self.path, error) from error
        self._count(line)

    def _there(self, *, resume: bool) -> bytes:
        try:
            raw = self.path.read_bytes()
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
        if isinstance(line.get("corpus"), str):
            self.corpora.add(line["corpus"])
        cost = line.get("cost_usd")
        if isinstance(cost, int | float):
            self.cost += cost


def _cannot_write(path: Path, error: OSError) -> UserError:
    return UserError(
        f"cannot write: {error.strerror}", where=str(path), hint="mend it, then go on with --resume"
    )
