"""The desk at which questions are handed out to readers, several at a time."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol, Self, cast

from chaosdocs.formats.unchanged import check_file
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import cannot_write, inside, read
from chaosdocs.foundation.processes import ShortageError, is_short, own_needs
from chaosdocs.foundation.scratch import scratch
from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError, checked
from chaosdocs.readers.registry import AnyReader
from chaosdocs.readers.then import Then
from chaosdocs.readers.worker import WorkerReader, said

Clock = Callable[[], float]


class Closable(Protocol):
    """A reader that holds something that ends with the run."""

    def close(self) -> None:
        """End what is under way."""


class KeepsDeadline(Closable, Protocol):
    """A reader of ours that keeps the deadline itself, in the threads that call it.

    Attributes:
        deadline: Seconds for an answer; None for no limit.
    """

    deadline: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """A case to be asked.

    Attributes:
        case: The public case.
        trial: Which time it is asked.
        more: The truth, for readers that need it.
    """

    case: dict[str, Any]
    trial: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


class Desk:
    """Where questions are handed out to readers, several at a time."""

    def __init__(
        self,
        folder: Path,
        reader: str | AnyReader,
        read: AnyReader,
        *,
        clock: Clock,
        jobs: int,
        deadline: float | None,
        below: str = "files",
        then: Then | None = None,
    ) -> None:
        self._folder, self._below = folder, below
        self._then = then
        self._clock = clock
        self._jobs = max(1, jobs)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[Closable] = []
        self._one: AnyReader | None = None
        self._make: Callable[[], WorkerReader] | None = None
        if getattr(read, "keeps_deadline", False):
            keeper = cast("KeepsDeadline", read)
            keeper.deadline = deadline
            self._readers.append(keeper)
            self._one = read
        elif self._jobs == 1 and deadline is None:
            self._one = read
        else:
            self._make = partial(WorkerReader, reader, deadline)
            self._make()
        self._pool = ThreadPoolExecutor(self._jobs)
        self._table = ExitStack()
        self._scratch = Path()

    def __enter__(self) -> Self:
        self._scratch = self._table.enter_context(scratch())
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for reader in self._readers:
            reader.close()
        self._pool.shutdown(wait=True)
        for reader in self._readers:
            reader.close()
        self._table.close()

    def answers(
        self, questions: Iterable[Question], go_on: Callable[[], bool]
    ) -> Iterator[dict[str, Any]]:
        """Yield answers as they come, asking no more once `go_on` says no.

        Raises:
            ShortageError: This machine cannot go on; the answers under way are yielded first.
        """
        left = iter(questions)
        waiting: set[Future[dict[str, Any]]] = set()
        if self._one is not None and self._jobs == 1:
            for question in left:
                if not go_on():
                    return
                yield self.answer(question)
            return
        if getattr(self._one, "first_alone", False):  # it finds out what an endpoint takes
            for question in left:
                if not go_on():
                    return
                yield self.answer(question)
                break
        while True:
            while len(waiting) < self._jobs and go_on():
                following = next(left, None)
                if following is None:
                    break
                with own_needs("start a thread"):
                    waiting.add(self._pool.submit(self.answer, following))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            short = next(filter(_is_short, done), None)
            for future in done | waiting if short is not None else done:
                if not (short is not None and _is_short(future)):
                    yield future.result()
            if short is not None:
                short.result()

    def _reader(self) -> AnyReader:
        """The reader of this thread."""
        if self._one is not None:
            return self._one
        if not hasattr(self._local, "reader"):
            assert self._make is not None  # noqa: S101 - one of the two is set
            self._local.reader = self._make()
            with self._lock:
                self._readers.append(self._local.reader)
        reader: AnyReader = self._local.reader
        return reader

    def answer(self, question: Question) -> dict[str, Any]:
        """Return what the reader says to one question; whatever it raises becomes an error.

        Raises:
            HopelessError: No question can be asked.
            ShortageError: This machine lacks open files, processes or memory to ask.
            UserError: The files of the case cannot be copied.
        """
        case = question.case
        line: dict[str, Any] = {"case": case["case"]}
        with _copies(self._scratch, self._folder, self._below, case) as files:
            start = self._clock()
            try:
                reader, more = self._reader(), dict(question.more)
                if getattr(reader, "wants_trial", False):
                    more["trial"] = question.trial
                told = checked(reader(case, files, **more), case)
                line |= told if self._then is None else self._then(case, told)
            except (HopelessError, ShortageError):
                raise
            except DeadlineError as error:
                line |= {"answer": None, "error": f"timeout: {error}"}
            except BrokenAnswerError as error:
                line |= {"answer": None, "error": str(error)}
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a reader may raise anything
                line |= {"answer": None, "error": said(error)}
            line.setdefault("latency_s", round(self._clock() - start, 6))
        return line | {"trial": question.trial}


def _is_short(future: Future[dict[str, Any]]) -> bool:
    """Whether a question could not be asked because this machine lacks something."""
    return isinstance(future.exception(), ShortageError)


@contextmanager
def _copies(
    scratched: Path, folder: Path, below: str, case: Mapping[str, Any]
) -> Iterator[dict[str, Path]]:
    """The files of a case in a folder where nothing else is, for as long as it is read."""
    with own_needs("copy the documents for the reader"):
        desk = tempfile.mkdtemp(dir=scratched)
        files = {
            file["path"]: _copy(
                inside(folder, file["path"], below),
                Path(desk, str(number) if number else "", Path(file["path"]).name),
                file["sha256"],
            )
            for number, file in enumerate(case["files"])
        }
    try:
        yield files
    finally:
        shutil.rmtree(desk, ignore_errors=True)


def _copy(source: Path, target: Path, expected: str) -> Path:
    """Copy a document of the corpus if it is the one that its case lists."""
    try:
        data = read(source)
    except OSError as error:
        if is_short(error):
            raise
        raise UserError(
            f"cannot read: {error.strerror}",
            where=str(source),
            hint="the corpus is damaged: `chaosdocs verify` lists how",
        ) from error
    check_file(source, data, expected)
    try:
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        if is_short(error):
            raise
        raise cannot_write(target, error) from error
    return target
