"""A reader that is a command: the case as JSON on its input, the answer as JSON on its output."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.processes import own_needs
from chaosdocs.readers.answered_by import AnyCase, digest_of
from chaosdocs.readers.piped import FloodError, exchanged
from chaosdocs.readers.reader import BrokenAnswerError

MOST_WORDS = 2000
"""Characters of a command's complaints that are kept, from the end."""
MOST_BYTES = 20_000_000
"""Bytes that a command may write on its output."""
_BYTES_A_CHARACTER = 4


class DeadlineError(Exception):
    """The reader took too long."""


class CommandReader:
    """Runs a command for every case, without a shell.

    Args:
        command: Words, quoted as in a shell. ``{file}`` stands for the first file of the case,
            ``{files}`` as a word of its own for all of them.

    Raises:
        UserError: There is no such program.
    """

    needs_truth = False
    keeps_deadline = True

    def __init__(self, command: str) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise UserError(f"not a command: {error}", where=f"cmd:{command}") from error
        if not self._words:
            raise UserError("there is no command behind cmd:", hint="cmd:./read.sh {file}")
        if shutil.which(self._words[0]) is None:
            raise UserError(f"there is no program {self._words[0]!r}", where=f"cmd:{command}")
        self.deadline: float | None = None
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def answered_by(self, _case: AnyCase) -> tuple[str, Mapping[str, Any]]:
        """Return the program, and the digest of all words of the command: one may be a key."""
        return f"cmd:{Path(self._words[0]).name}", {"command": digest_of(self._words)}

    def __call__(self, case: dict[str, Any], files: Mapping[str, Path]) -> dict[str, Any]:
        """Return what the command answers.

        Args:
            case: The public case.
            files: Path in the corpus to path on disk.

        Raises:
            DeadlineError: It took longer than `deadline` seconds, and was ended.
            BrokenAnswerError: It failed, or its output is no JSON object or is too long.
            ShortageError: This machine cannot start it.
        """
        with self._started([str(path) for path in files.values()]) as process:
            self._running.add(process)
            if self._closed:
                _end(process)
            try:
                out, complaints = exchanged(
                    process,
                    json.dumps(case).encode(),
                    deadline=self.deadline,
                    most=MOST_BYTES,
                    most_complaints=_BYTES_A_CHARACTER * MOST_WORDS,
                )
            except TimeoutError as error:
                raise DeadlineError(f"no answer after {self.deadline:g} s") from error
            except FloodError as error:
                raise BrokenAnswerError(
                    f"the output is longer than {MOST_BYTES:,} bytes; the command was ended"
                ) from error
            finally:
                _end(process)
                self._running.discard(process)
        words = complaints.decode(errors="replace").strip()[-MOST_WORDS:]
        if process.returncode != 0:
            raise BrokenAnswerError(
                f"exit code {process.returncode}: {words}"
                if words
                else f"exit code {process.returncode}"
            )
        try:
            said = json.loads(out)
        except (ValueError, RecursionError) as error:
            start = out[:200].decode(errors="replace")
            raise BrokenAnswerError(
                f"the output is not JSON: {error}; it starts {start!r}; {words}".rstrip("; ")
            ) from error
        if not isinstance(said, dict):
            raise BrokenAnswerError(f"the output is a {type(said).__name__}, not an object")
        return said

    def close(self) -> None:
        """End what is still running, and whatever is started from now on."""
        self._closed = True
        for process in tuple(self._running):
            _end(process)

    def _started(self, files: list[str]) -> subprocess.Popen[bytes]:
        with own_needs("start the reader's command"):
            return subprocess.Popen(  # noqa: S603 - the user named the command; no shell
                self._argv(files),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )

    def _argv(self, files: list[str]) -> list[str]:
        argv: list[str] = []
        for word in self._words:
            if word == "{files}":
                argv += files
            else:
                argv.append(word.replace("{file}", files[0] if files else ""))
        return argv


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that has not been waited for, and all that it started."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
