"""A reader in a process of its own, which can be ended when it takes too long or dies."""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.processes import (
    ShortageError,
    deaf_children,
    end_with_parent,
    own_needs,
    process_starter,
)
from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.registry import AnyReader

READY = "ready"
STARTING = 120.0
"""Seconds in which a process must have started and imported its reader."""


class WorkerReader:
    """Calls a reader in another process.

    Args:
        reader: Its spec, or the function itself where it can be pickled.
        deadline: Seconds for an answer; None for no limit.

    Raises:
        UserError: The function cannot be sent to another process.
    """

    def __init__(self, reader: str | AnyReader, deadline: float | None) -> None:
        try:
            pickle.dumps(reader)
        except (AttributeError, TypeError, pickle.PicklingError) as error:
            raise UserError(
                f"the reader cannot be sent to another process: {error}",
                hint="make it a function of a module, or run with one job and no deadline",
            ) from error
        self._reader = reader
        self._deadline = deadline
        self._starter = process_starter()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __call__(
        self, case: dict[str, Any], files: Mapping[str, Path], **more: object
    ) -> dict[str, Any]:
        """Return what the reader answers.

        Raises:
            DeadlineError: It took too long. Its process was ended; the next call starts another.
            BrokenAnswerError: It raised, or its process died.
            ShortageError: This machine cannot start its process or talk to it.
        """
        pipe = self._started()
        try:
            with own_needs("talk to the reader's process"):
                pipe.send((case, dict(files), more))
                if not pipe.poll(self._deadline):
                    self.close()
                    raise DeadlineError(f"no answer after {self._deadline:g} s")
                answered, said = pipe.recv()
        except (EOFError, OSError) as error:
            raise BrokenAnswerError(f"the reader's process died{self._last_words()}") from error
        if not answered:
            raise BrokenAnswerError(said)
        result: dict[str, Any] = said
        return result

    def close(self) -> None:
        """End the process. Another thread may be doing the same, or be waiting for it."""
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        with contextlib.suppress(OSError, ValueError):
            if process is not None:
                process.kill()
                process.join()
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()

    def _started(self) -> Connection:
        if self._pipe is not None:
            return self._pipe
        context = self._starter
        with own_needs("start the reader's process"):
            here, there = context.Pipe()
            with there, contextlib.ExitStack() as unless_started:
                unless_started.callback(here.close)
                process = context.Process(target=_serve, args=(there, self._reader), daemon=True)
                with deaf_children():
                    process.start()
                unless_started.pop_all()
        self._process, self._pipe = process, here
        try:
            ready = here.recv() if here.poll(STARTING) else None
        except (EOFError, OSError):
            ready = None
        if ready != READY:
            died = self._last_words()
            raise ShortageError(
                f"the reader's process ended before it was asked anything{died}",
                hint="what it said stands above; what was finished stays, "
                "and --resume goes on with it",
            )
        return here

    def _last_words(self) -> str:
        code = None
        if self._process is not None:
            self._process.join(1)
            code = self._process.exitcode
        self.close()
        return "" if code is None else f" (exit code {code})"


def _serve(pipe: Connection, reader: str | AnyReader) -> None:
    end_with_parent()
    read = load_reader(reader) if isinstance(reader, str) else reader
    pipe.send(READY)
    while True:
        try:
            case, files, more = pipe.recv()
        except EOFError:
            return
        pipe.send(_asked(read, case, files, more))


def _asked(
    read: AnyReader, case: dict[str, Any], files: Mapping[str, Path], more: Mapping[str, Any]
) -> tuple[bool, Any]:
    from chaosdocs.readers.reader import checked

    try:
        return True, checked(read(case, files, **more), case)
    except BrokenAnswerError as error:
        return False, str(error)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a reader may raise anything
        return False, said(error)


def said(error: BaseException) -> str:
    """Return an exception in a line.

    Example:
        >>> said(ValueError("no total"))
        'ValueError: no total'
    """
    return f"{type(error).__name__}: {error}"[:2000]
