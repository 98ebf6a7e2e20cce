"""Asking a reader all the questions of a corpus."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self

from chaosdocs.corpus import layout
from chaosdocs.corpus.read import CorpusFolder
from chaosdocs.readers.command import CommandReader, DeadlineError
from chaosdocs.readers.journal import Journal
from chaosdocs.readers.loading import AnyReader, load_reader
from chaosdocs.readers.reader import BrokenAnswerError, checked
from chaosdocs.readers.worker import WorkerReader, said
from chaosdocs.truth.errors import UserError
from chaosdocs.truth.wire.cases import Case, CaseTruth
from chaosdocs.truth.wire.files import cannot_write, inside, json_lines

Clock = Callable[[], float]


@dataclass(slots=True)
class Ran:
    """What came of a run.

    Attributes:
        asked: Questions asked in this run.
        before: Questions that were answered before it.
        errors: Answers that are errors, of all.
        cost: What all answers cost, in US dollars.
        stopped: ``cost`` where the run ended at its limit with questions left.
        left: Questions that were not asked.
        first_error: The first error of this run.
    """

    asked: int = 0
    before: int = 0
    errors: int = 0
    cost: float = 0.0
    stopped: Literal["cost"] | None = None
    left: int = 0
    first_error: str | None = None


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


def run(
    corpus: Path,
    reader: str | AnyReader,
    out: Path,
    *,
    clock: Clock,
    jobs: int = 1,
    deadline: float | None = None,
    resume: bool = False,
    retry_errors: bool = False,
    trials: int = 1,
    max_cost: float | None = None,
    trust: bool = True,
    on_progress: Callable[[int, int], None] | None = None,
) -> Ran:
    """Ask `reader` every question of a corpus and write down what it says.

    A reader gets the public case and copies of its files in a folder that holds nothing else, so
    that it cannot stumble over the truth. Whatever goes wrong inside it becomes an answer with an
    ``error``; the run goes on.

    Args:
        corpus: Folder of the corpus.
        reader: A reader, or what names one: see `chaosdocs.readers.loading`.
        out: File of answers, appended to line by line.
        clock: Seconds from some start, for the latency; it never runs backwards.
        jobs: Questions asked at a time; Python readers run in processes of their own.
        deadline: Seconds for an answer; a reader that takes longer is ended.
        resume: Go on with a file of answers that is there.
        retry_errors: The same, and ask again where it has errors.
        trials: How often each question is asked.
        max_cost: Ask no more once the answers cost this much, in US dollars.
        trust: Whether the reader may be code of others.
        on_progress: Called with answers there and answers in all.

    Returns:
        What came of it.

    Raises:
        UserError: There is no corpus or reader, or the answers cannot be written.
    """
    folder = CorpusFolder(corpus)
    read = load_reader(reader, trust=trust) if isinstance(reader, str) else reader
    cases = [case.model_dump(mode="json", by_alias=True) for case in folder.cases()]
    if not cases:
        raise UserError("the corpus has no cases", where=str(corpus))
    journal = Journal(out, resume=resume, retry_errors=retry_errors)
    foreign = sorted({case for case, _ in journal.done} - {case["case"] for case in cases})
    if foreign:
        raise UserError(
            f"the answers are for another corpus: it has no case {foreign[0]}",
            where=str(out),
            hint="name a new file",
        )
    todo = list(_questions(folder, cases, read, journal, trials))
    total = len(cases) * trials
    ran = Ran(before=total - len(todo))
    with (
        journal,
        Desk(folder.folder, reader, read, clock=clock, jobs=jobs, deadline=deadline) as desk,
    ):
        if on_progress is not None:
            on_progress(ran.before, total)
        for line in desk.answers(todo, lambda: max_cost is None or journal.cost < max_cost):
            journal.append(line)
            ran.asked += 1
            ran.first_error = ran.first_error or line.get("error")
            if on_progress is not None:
                on_progress(ran.before + ran.asked, total)
    ran.errors, ran.cost = journal.errors, journal.cost
    ran.left = len(todo) - ran.asked
    if ran.left:
        ran.stopped = "cost"
    return ran


def ask_one(
    folder: Path,
    case: Case,
    reader: str,
    *,
    truth: CaseTruth | None = None,
    deadline: float | None = None,
) -> object:
    """Ask a reader about one case, as a run does.

    Args:
        folder: Where the paths of the case's files start from.
        case: The public case.
        reader: What names the reader.
        truth: The truth, for the built-in readers that cheat; no other reader is given it.
        deadline: Seconds for an answer.

    Returns:
        The answer line; whatever the reader raised is its ``error``.
    """
    read = load_reader(reader)
    with Desk(
        folder, reader, read, clock=lambda: 0.0, jobs=1, deadline=deadline, below="."
    ) as desk:
        return desk.answer(question(read, case, truth))


def question(read: AnyReader, case: Case, truth: CaseTruth | None) -> Question:
    """Return the question that a reader is asked about a case.

    Args:
        read: The reader; only one of the built-in readers that cheat gets the truth.
        case: The public case.
        truth: Its truth.
    """
    more: dict[str, Any] = {}
    if truth is not None and getattr(read, "needs_truth", False):
        more["truth"] = truth.model_dump(mode="json", exclude_defaults=True)
    return Question(case.model_dump(mode="json", by_alias=True), 0, more)


def _questions(
    folder: CorpusFolder,
    cases: Sequence[dict[str, Any]],
    read: AnyReader,
    journal: Journal,
    trials: int,
) -> Iterator[Question]:
    truths: dict[str, Any] = {}
    if getattr(read, "needs_truth", False):
        truths = {row["case"]: row for _, row in json_lines(folder.folder / layout.TRUTH)}
    for trial in range(trials):
        for case in cases:
            if (case["case"], trial) not in journal.done:
                more = {"truth": truths[case["case"]]} if truths else {}
                yield Question(case, trial, more)


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
    ) -> None:
        self._folder, self._below = folder, below
        self._clock = clock
        self._jobs = max(1, jobs)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[CommandReader | WorkerReader] = []
        self._one: AnyReader | None = None
        self._make: Callable[[], WorkerReader] | None = None
        if isinstance(read, CommandReader):
            read.deadline = deadline
            self._readers.append(read)
            self._one = read
        elif self._jobs == 1 and deadline is None:
            self._one = read
        else:
            self._make = partial(WorkerReader, reader, deadline)
            self._make()
        self._pool = ThreadPoolExecutor(self._jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for reader in self._readers:
            reader.close()
        self._pool.shutdown(wait=True)
        for reader in self._readers:
            reader.close()

    def answers(
        self, questions: Sequence[Question], go_on: Callable[[], bool]
    ) -> Iterator[dict[str, Any]]:
        """Yield answers as they come, asking no more once `go_on` says no."""
        left = iter(questions)
        waiting: set[Future[dict[str, Any]]] = set()
        if self._one is not None and self._jobs == 1:
            for question in left:
                if not go_on():
                    return
                yield self.answer(question)
            return
        while True:
            while len(waiting) < self._jobs and go_on():
                following = next(left, None)
                if following is None:
                    break
                waiting.add(self._pool.submit(self.answer, following))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()

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
        """Return what the reader says to one question; whatever it raises becomes an error."""
        case = question.case
        line: dict[str, Any] = {"case": case["case"]}
        with _copies(self._folder, self._below, case) as files:
            start = self._clock()
            try:
                line |= checked(self._reader()(case, files, **question.more), case["case"])
            except DeadlineError as error:
                line |= {"answer": None, "error": f"timeout: {error}"}
            except BrokenAnswerError as error:
                line |= {"answer": None, "error": str(error)}
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a reader may raise anything
                line |= {"answer": None, "error": said(error)}
            line.setdefault("latency_s", round(self._clock() - start, 6))
        return line | {"trial": question.trial}


@contextmanager
def _copies(folder: Path, below: str, case: Mapping[str, Any]) -> Iterator[dict[str, Path]]:
    """The files of a case where nothing else is, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="chaosdocs-", ignore_cleanup_errors=True) as desk:
        files: dict[str, Path] = {}
        for number, file in enumerate(case["files"]):
            source = inside(folder, file["path"], below)
            target = Path(desk, str(number) if number else "", Path(file["path"]).name)
            try:
                data = source.read_bytes()
            except OSError as error:
                raise UserError(
                    f"cannot read: {error.strerror}",
                    where=str(source),
                    hint="the corpus is damaged: `chaosdocs verify` lists how",
                ) from error
            try:
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(data)
            except OSError as error:
                raise cannot_write(target, error) from error
            files[file["path"]] = target
        yield files
