"""One answer judged at a time, as tests, trackers and harnesses want it.

It is the judge of ``chaosdocs score``: the same outcomes, the same shares. It imports nothing but
numpy, pydantic and rapidfuzz, and reads no more of a corpus than the case that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, Protocol

from chaosdocs.formats.cases import Case, CaseTruth, Evidence
from chaosdocs.formats.fields import FieldRow
from chaosdocs.formats.folder import EVIDENCE, TRUTH, CorpusFolder
from chaosdocs.formats.samples import Sample
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers import said as saying
from chaosdocs.score.judging.asked import unknown_keys
from chaosdocs.score.judging.config import Config, Nulls, read_config
from chaosdocs.score.judging.expectations import ScoredCorpus, printed_by, scored_case
from chaosdocs.score.judging.single import (
    READER,
    Printed,
    as_json,
    is_whole,
    judge_line,
    line_of,
    says_nothing,
)
from chaosdocs.score.judging.table import Table
from chaosdocs.score.metrics.samples import PER_CASE, RIGHT, SHARES, samples

__all__ = ["PER_CASE", "SHARES", "CaseJudge", "CaseScore", "Form", "judge"]

Form = Literal["auto", "plain", "envelope"]
_NULLS: Final[Mapping[Form, Nulls]] = {"auto": "auto", "plain": "merged", "envelope": "split"}
_NAMED: Final = 5
_WHERE: Final = (f"{READER}: line 1: ", f"{READER}:1: ")


class InMemory(Protocol):
    """A case that is not on disk: one of `chaosdocs.cases`, or one that a strategy draws."""

    @property
    def truth(self) -> CaseTruth:
        """Its truth; the question stands under ``case`` or ``public``."""


@dataclass(frozen=True, slots=True)
class CaseScore:
    """What one answer to one case is worth.

    Attributes:
        sample: The line of ``samples.jsonl``: case, operator, severity, shares, utility.
        fields: The lines of ``fields.jsonl``: each asked field with its outcome, and surplus rows.
        passed: Whether the answer says something, asks for no unknown key, and every scored field
            is right or rightly left open.
        warnings: What is wrong with the form of the answer, in words.
    """

    sample: Sample
    fields: tuple[FieldRow, ...]
    passed: bool
    warnings: tuple[str, ...] = ()

    @property
    def case(self) -> str:
        """Id of the case."""
        return self.sample.case

    @property
    def scored(self) -> bool:
        """Whether any field of the case is scored."""
        return self.sample.correct_rate is not None

    @property
    def shares(self) -> dict[str, float]:
        """The seven figures of the case by the names of their metrics; empty if nothing is scored.

        The six rates are shares of the weight of the scored fields and add up to 1; ``utility_50``
        goes from -1 to 1.
        """
        rates = {name: getattr(self.sample, name) for name in PER_CASE}
        return rates if self.scored else {}

    @property
    def outcomes(self) -> dict[str, str]:
        """Path of each field to its outcome."""
        return {row.path: row.outcome for row in self.fields}

    @property
    def errors(self) -> tuple[FieldRow, ...]:
        """The fields that are neither right nor rightly left open."""
        return tuple(row for row in self.fields if row.outcome not in RIGHT)

    def words(self, most: int = 20) -> str:
        """Return what is wrong, in words; ``all right`` if nothing is.

        The words name wrong answers by their lures: keep them where the truth may be.

        Args:
            most: Fields that are named; the others are counted.
        """
        told = [*self.warnings, *(_sentence(row) for row in self.errors[:most])]
        more = len(self.errors) - most
        return "; ".join([*told, *([f"and {more} more"] if more > 0 else [])]) or "all right"


@dataclass(frozen=True, slots=True)
class _Question:
    """One case and all that its answers are judged by."""

    public: Case
    truth: ScoredCorpus
    printed: Printed
    form: Form
    config: Config


class CaseJudge:
    """Judges answers to the cases of a corpus, one by one.

    Args:
        corpus: The corpus, or the private half of an export: what holds the truth.
        form: In which form the answers were asked for; it fixes what a null says.
        config: Weights, comparisons, utilities: a model, a mapping, or a file.

    Raises:
        UserError: There is no corpus, its truth is not here, or the configuration is wrong.
    """

    def __init__(
        self,
        corpus: str | Path,
        form: Form = "plain",
        config: Config | Mapping[str, Any] | str | Path | None = None,
    ) -> None:
        self._folder = CorpusFolder(Path(corpus))
        self._config = read_config(config)
        self._asked = lru_cache(maxsize=256)(self._read)
        self.form = form
        self.digest = self._folder.about.digest
        if not self._folder.holds(TRUTH):
            raise UserError(
                "the truth is not here",
                where=str(corpus),
                hint="name the whole corpus, or the private half of an export",
            )

    def __call__(self, case: str, said: object, error: str | None = None) -> CaseScore:
        """Return the score of an answer. Never raises for anything that is in the answer.

        Args:
            case: Id or label of the case.
            said: What was said: a text, or an object; see `judge`.
            error: Why there is no answer; every field then counts as invalid.

        Raises:
            UserError: The corpus has no such case.
        """
        return _judged(self._asked(case), said, error)

    def _read(self, name: str) -> _Question:
        folder = self._folder
        public = next(folder.cases((name,)), None) or folder.case(folder.find(name))
        alone = ScoredCorpus("", self.digest, {})
        alone.cases[public.case] = scored_case(public, folder.truth(public.case))
        lines = folder.evidence((public.case,)) if _needs_evidence(public, folder) else ()
        printed = printed_by(lines, {public.case: public})
        return _Question(public, alone, printed, self.form, self._config)


def judge(
    case: str | InMemory,
    answer: object,
    *,
    corpus: str | Path | None = None,
    form: Form = "auto",
    config: Config | Mapping[str, Any] | str | Path | None = None,
) -> CaseScore:
    """Judge one answer to one case, as ``chaosdocs score`` judges it.

    Args:
        case: Id or label of a case of `corpus`, or a case made in memory: one of `cases`, one that
            a strategy draws, or the pytest fixture's.
        answer: The fields alone (``{"total": ...}``), a whole answer line (``{"answer": {...},
            "abstain": {...}}``), a pydantic model of either, or JSON as text. For the tasks
            ``text`` and ``tables``, the text or the tables.
        corpus: Folder of the corpus that `case` names a case of.
        form: ``plain`` or ``envelope`` judges nulls as a run in this form is judged. ``auto`` goes
            by the keys of this answer alone.
        config: Weights, comparisons, utilities: a model, a mapping, or a file.

    Returns:
        Outcome of each field, the shares of the case, whether it passed, and warnings. An empty
        answer and an answer with unknown keys never pass.

    Raises:
        UserError: There is no such corpus or case, or the configuration is wrong.

    Example:
        >>> judge("no-such-case", {})
        Traceback (most recent call last):
        ...
        chaosdocs.foundation.errors.UserError: no-such-case: a case id needs its corpus
          add corpus=FOLDER
    """
    if isinstance(case, str):
        if corpus is None:
            raise UserError(
                "a case id needs its corpus",
                where=case,
                hint="add corpus=FOLDER",
            )
        return _judge_of(Path(corpus).resolve(), form, config)(case, answer)
    question = getattr(case, "public", None) or getattr(case, "case", None)
    truth = getattr(case, "truth", None)
    if not isinstance(question, Case) or not isinstance(truth, CaseTruth):
        raise UserError(
            f"a {type(case).__name__} is no case",
            hint="a skipped slot holds no case"
            if hasattr(case, "reason")
            else "give the id of a case, or a case of `chaosdocs.cases`",
        )
    evidence: tuple[Evidence, ...] = getattr(case, "evidence", ())
    alone = ScoredCorpus("", "", {question.case: scored_case(question, truth)})
    printed = printed_by(evidence, {question.case: question})
    return _judged(_Question(question, alone, printed, form, read_config(config)), answer)


def _judge_of(
    folder: Path, form: Form, config: Config | Mapping[str, Any] | str | Path | None
) -> CaseJudge:
    """Return the judge of a folder; the same one again if the folder has not changed."""
    if config is not None:
        return CaseJudge(folder, form, config)
    try:
        changed = (folder / "corpus.json").stat().st_mtime_ns
    except OSError:
        changed = 0
    return _kept(folder, form, changed)


@lru_cache(maxsize=8)
def _kept(folder: Path, form: Form, changed: int) -> CaseJudge:
    del changed  # part of the key: a corpus that was made again is read again
    return CaseJudge(folder, form)


def _needs_evidence(public: Case, folder: CorpusFolder) -> bool:
    return public.task in {"text", "tables"} and folder.holds(EVIDENCE)


def _judged(asked: _Question, said: object, error: str | None = None) -> CaseScore:
    public = asked.public
    told = {"answer": None, "error": error} if error else _line(public, said, asked.form)
    table = judge_line(
        asked.truth,
        {**told, "case": public.case, "trial": 0},
        nulls=_NULLS[asked.form],
        config=asked.config,
        printed=asked.printed,
    )
    (sample,) = samples(table, asked.config.utility)
    wrong = [*_ill_formed(table), *_unknown(table, asked)]
    if says_nothing(table.answers.lines[public.case, 0]):
        wrong.append("the answer is empty")
    return CaseScore(sample, tuple(table), sample.passed and not wrong, tuple(wrong))


def _line(public: Case, said: object, form: Form) -> dict[str, Any]:
    """Return what was said as a line of answers, by the one function that the runner asks too."""
    plain, error = as_json(said)
    if error:
        return {"answer": None, "error": error}
    if form != "auto":
        return saying.line_of(public.task, plain, form)
    if isinstance(plain, dict) and (is_whole(public, plain) or public.task == "extract"):
        return line_of(public, plain)
    if public.task == "tables" and isinstance(plain, list):
        return {"tables": plain}
    line = saying.line_of(public.task, plain, "plain")
    line.pop("nulls", None)
    found = line.get("answer")
    return line_of(public, found) if isinstance(found, dict) else line


def _ill_formed(table: Table) -> list[str]:
    """Return the warnings of the judge, without the name of a file that there is not."""
    out = []
    for warning in table.answers.warnings:
        for prefix in _WHERE:
            warning = warning.removeprefix(prefix)  # noqa: PLW2901 - one of them is there
        out.append(warning)
    return out


def _unknown(table: Table, asked: _Question) -> list[str]:
    name = asked.public.case
    line = table.answers.lines[name, 0]
    if line.invalid or asked.public.task in {"text", "tables"}:
        return []
    found = unknown_keys(line, asked.truth.cases[name])
    if not found:
        return []
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return [f"keys that are not asked for: {', '.join(found[:_NAMED])}{more}"]


def _sentence(row: FieldRow) -> str:
    kind = f" ({row.error_type})" if row.error_type else ""
    lure = f', the known wrong answer "{row.lure}"' if row.lure else ""
    return f"{row.path}: {row.outcome.replace('_', ' ')}{kind}{lure}"
