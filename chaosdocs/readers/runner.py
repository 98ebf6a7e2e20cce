"""Asking a reader all the questions of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from chaosdocs.formats.cases import Case, CaseTruth
from chaosdocs.formats.folder import TRUTH, CaseHead, CorpusFolder, outside_corpora
from chaosdocs.formats.unchanged import check_listed, check_private
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.executing import Executor, handed_over
from chaosdocs.foundation.lock import alone_beside
from chaosdocs.readers.answered_by import AnsweredBy, answered_by
from chaosdocs.readers.choosing import chosen
from chaosdocs.readers.desk import Clock, Desk, Question
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.journal import Journal
from chaosdocs.readers.loading import load_reader
from chaosdocs.readers.registry import AnyReader
from chaosdocs.readers.settings import ModelSettings
from chaosdocs.readers.then import FIELDS, load_then


@dataclass(slots=True)
class RunReport:
    """What came of a run.

    Attributes:
        asked: Questions asked in this run.
        before: Questions that were answered before it.
        errors: Answers that are errors, of all.
        cost: What all answers cost, in US dollars.
        stopped: ``cost`` where the run ended at its limit with questions left.
        left: Questions that were not asked.
        first_error: The first error of this run.
        told: What the reader found out about its endpoint.
    """

    asked: int = 0
    before: int = 0
    errors: int = 0
    cost: float = 0.0
    stopped: Literal["cost"] | None = None
    left: int = 0
    first_error: str | None = None
    told: list[str] = field(default_factory=list)


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
    mix: bool = False,
    trials: int = 1,
    max_cost: float | None = None,
    trust: bool = True,
    then: str | None = None,
    endpoint: Endpoint | None = None,
    settings: ModelSettings | None = None,
    limit: int | None = None,
    cases: str | None = None,
    executor: Executor | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> RunReport:
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
        retry_errors: Like `resume`, and ask again for answers that are errors.
        mix: Go on even if another reader, or the same one with other settings, gave the answers
            that are there.
        trials: How often each question is asked.
        max_cost: Ask no more once the answers cost this much, in US dollars.
        trust: Whether the reader may be code of others.
        then: The step that makes fields of a parser's output: see `chaosdocs.readers.then`.
        endpoint: Where the models of ``openai:`` readers are asked.
        settings: How they are asked; the defaults where None.
        limit: How many cases are asked at most, spread evenly over all.
        cases: A glob of case ids or files; None asks all.
        executor: Asks in place of `jobs`; its workers must see the folder, and load the reader.
        on_progress: Called with answers there and answers in all.

    Returns:
        What came of it.

    Raises:
        UserError: There is no corpus or reader, another reader gave the answers that are there,
            or the answers cannot be written.
    """
    folder = CorpusFolder(corpus)
    read = (
        load_reader(reader, trust=trust, endpoint=endpoint, settings=settings)
        if isinstance(reader, str)
        else reader
    )
    public = list(folder.heads())
    if not public:
        raise UserError("the corpus has no cases", where=str(corpus))
    check_listed(folder.folder, folder.about, public)
    knows = getattr(read, "needs_truth", False)
    if knows:
        check_private(folder.folder)
    asked = chosen(public, cases, limit)
    digest = folder.about.digest
    others: set[str] = getattr(read, "corpora", set()) - {digest}
    if others:
        raise UserError(
            f"the stored answers are for another corpus: its digest is {min(others)}, "
            f"this one's {digest}",
            where=str(reader),
        )
    step = None if then is None else load_then(then)

    def any_case() -> Mapping[str, Any]:
        found = next(iter(folder.cases({public[0].case})))
        return found.model_dump(mode="json", by_alias=True)

    by = answered_by(reader, read, "" if step is None else FIELDS, any_case)
    with alone_beside(outside_corpora(out)):
        journal = Journal(out, resume=resume, retry_errors=retry_errors)
        foreign = sorted({case for case, _ in journal.done} - {case.case for case in public})
        if foreign:
            raise UserError(
                f"the answers are for another corpus: it has no case {foreign[0]}",
                where=str(out),
                hint="name a new file",
            )
        if journal.corpora - {digest}:
            other = min(journal.corpora - {digest})
            raise UserError(
                f"the answers are for another corpus: its digest is {other}, this one's {digest}",
                where=str(out),
                hint="name a new file",
            )
        unnamed = _check_reader(journal, by, out, mix=mix)
        todo = [
            (head, trial)
            for trial in range(trials)
            for head in asked
            if (head.case, trial) not in journal.done
        ]
        questions = _questions(folder, todo, knows=knows)
        total = len(asked) * trials
        asking = _Asking(folder.folder, reader, clock, deadline, trust, then, endpoint, settings)

        def go_on() -> bool:
            return max_cost is None or journal.cost < max_cost

        ran = RunReport(before=total - len(todo))
        with (
            journal,
            Desk(
                folder.folder,
                reader,
                read,
                clock=clock,
                jobs=jobs,
                deadline=deadline,
                then=step,
            ) as desk,
        ):
            if on_progress is not None:
                on_progress(ran.before, total)
            for line in (
                desk.answers(questions, go_on)
                if executor is None
                else _answers_apart(executor, asking, questions, go_on)
            ):
                journal.append(line | {"corpus": digest} | by.as_line())
                ran.asked += 1
                ran.first_error = ran.first_error or line.get("error")
                if on_progress is not None:
                    on_progress(ran.before + ran.asked, total)
        ran.told = [*unnamed, *getattr(read, "told", ())]
        ran.errors, ran.cost = journal.errors, journal.cost
        ran.left = len(todo) - ran.asked
        if not knows:  # nothing of it was needed to ask
            check_private(folder.folder)
        if ran.left:
            ran.stopped = "cost"
        return ran


def _check_reader(journal: Journal, now: AnsweredBy, out: Path, *, mix: bool) -> list[str]:
    """Return what is to be said of answers that name no reader.

    Raises:
        UserError: Another reader gave answers that are there, and they are not to be mixed.
    """
    for before, _ in () if mix else journal.answered_by:
        differing = list(before.differences(now))
        if differing:
            what = "other settings" if before.reader == now.reader else "another reader"
            raise UserError(
                f"{what} gave the answers that are there: "
                + "; ".join(f"{name} was {was}, now {is_}" for name, was, is_ in differing),
                where=str(out),
                hint="name a new file, or add --mix to continue this one all the same",
            )
    unnamed = sum(count for before, count in journal.answered_by if not before.reader)
    if not unnamed:
        return []
    words = (
        f"{unnamed} answers in {out} do not say which reader gave them; chaosdocs cannot tell "
        f"whether it was {now.reader}"
    )
    return [words]


@dataclass(frozen=True, slots=True)
class _Asking:
    """What a worker of somebody else's executor needs to ask; see `run`."""

    folder: Path
    reader: str | AnyReader
    clock: Clock
    deadline: float | None
    trust: bool
    then: str | None
    endpoint: Endpoint | None
    settings: ModelSettings | None


_AT_ONCE = 8
"""Questions of one piece of work."""
_READ_AT_ONCE = 16
"""Questions that are read from the corpus together."""


def _answers_apart(
    executor: Executor,
    asking: _Asking,
    questions: Iterator[Question],
    go_on: Callable[[], bool],
) -> Iterator[dict[str, Any]]:
    pieces = iter(lambda: list(islice(questions, _AT_ONCE)) if go_on() else [], [])
    jobs = ((asking, piece) for piece in pieces)
    for lines in handed_over(executor, _asked, jobs, ahead=32):
        yield from lines


def _asked(asking: _Asking, questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Ask some questions in a process that is not ours."""
    reader = asking.reader
    read = (
        load_reader(reader, trust=asking.trust, endpoint=asking.endpoint, settings=asking.settings)
        if isinstance(reader, str)
        else reader
    )
    with Desk(
        asking.folder,
        reader,
        read,
        clock=asking.clock,
        jobs=1,
        deadline=asking.deadline,
        then=None if asking.then is None else load_then(asking.then),
    ) as desk:
        return list(desk.answers(questions, lambda: True))


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
    folder: CorpusFolder, todo: Sequence[tuple[CaseHead, int]], *, knows: bool
) -> Iterator[Question]:
    """Yield the questions, each read from the corpus shortly before it is asked.

    Args:
        folder: The corpus.
        todo: The cases that are asked, each with its trial.
        knows: Whether the truth comes along.
    """
    for at in range(0, len(todo), _READ_AT_ONCE):
        some = todo[at : at + _READ_AT_ONCE]
        ids = {head.case for head, _ in some}
        cases = {case.case: case for case in folder.cases(ids)}
        truths = {row["case"]: row for row in folder.rows(TRUTH, ids)} if knows else {}
        for head, trial in some:
            more = {"truth": truths[head.case]} if knows else {}
            yield Question(cases[head.case].model_dump(mode="json", by_alias=True), trial, more)
