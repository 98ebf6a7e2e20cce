"""A file of answers, whatever is in it: read line by line, nothing dropped in silence."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError, nearest
from chaosdocs.foundation.files import read
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.score.judging.answer_warnings import Oddities
from chaosdocs.score.judging.asked import empty_rows, foreign_keys, unasked
from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.judging.lines import Line, no_twice, parse_line, without_halves
from chaosdocs.score.judging.own_form import bare_amounts, canonical

Policy = Literal["merged", "split"]

_NAMED = 5


@dataclass(slots=True)
class Answers:
    """A run of one reader.

    Attributes:
        reader: Its name, from the file's.
        lines: Case and trial to what was said; a case that is missing has an invalid line.
        nulls: What a null says in this run.
        digest: SHA-256 of the file.
        corpus: Digest of the corpus that it must be for; empty where any will do.
        warnings: What was wrong with the file, with line numbers.
        counts: How often what was wrong.
    """

    reader: str
    lines: dict[tuple[str, int], Line]
    nulls: Policy
    digest: str = ""
    corpus: str = ""
    warnings: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    odd: Oddities = field(default_factory=Oddities)
    _trials: tuple[int, ...] = ()
    _counted: int = 0

    @property
    def trials(self) -> tuple[int, ...]:
        """The trials of the run, in order."""
        if len(self.lines) != self._counted:
            self._trials = tuple(sorted({trial for _, trial in self.lines}))
            self._counted = len(self.lines)
        return self._trials

    @property
    def mixed(self) -> bool:
        """Whether confidences come of several sources, which are never pooled."""
        return len({line.source for line in self.lines.values()} - {""}) > 1

    @property
    def then(self) -> str:
        """The step that made fields of a parser's output, empty where there was none."""
        return min((line.then for line in self.lines.values() if line.then), default="")


@gc_paused()
def read_answers(
    path: Path,
    cases: Collection[str],
    *,
    nulls: Literal["auto", "merged", "split"] = "auto",
    reader: str | None = None,
    corpus: str = "",
) -> Answers:
    """Read a file of answers.

    Args:
        path: The file.
        cases: Ids of the cases that were asked, or the cases by id: then what is said of paths
            that they do not ask for becomes a warning.
        nulls: What a null says; ``auto`` is what the lines tell under `nulls`, else ``split``
            where any line has `abstain` or `absent` of a field that is asked for.
        reader: The reader's name; the file's by default.
        corpus: Digest of the corpus; lines that were made for another one are refused.

    Raises:
        UserError: The file cannot be read, was made for another corpus, or no line of it answers
            any case of this one.
    """
    try:
        data = read(path)
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    answers = Answers(reader or path.stem, {}, "merged", sha256(data), corpus)
    for number, raw in enumerate(data.splitlines(keepends=True), 1):
        if raw.strip():
            _take(answers, path, number, raw, cases)
    if not answers.lines:
        raise UserError(
            "no line answers a case of this corpus",
            where=str(path),
            hint="; ".join(answers.warnings[:2]) or "the file is empty",
        )
    answers.nulls = _policy(answers, nulls)
    _tell_counts(answers, str(path))
    complete(answers, cases)
    return answers


@gc_paused()
def answers_of(
    reader: str,
    rows: Iterable[Json],
    cases: Collection[str],
    *,
    nulls: Literal["auto", "merged", "split"] = "auto",
) -> Answers:
    """Return the run of `reader` from answer objects instead of a file."""
    answers = Answers(reader, {}, "merged")
    for number, row in enumerate(rows, 1):
        _put(answers, Path(reader), number, without_halves(row), cases)
    complete(answers, cases)
    answers.nulls = _policy(answers, nulls)
    _tell_counts(answers, reader)
    return answers


def complete(answers: Answers, cases: Collection[str]) -> None:
    """Add an invalid line for every case that the run does not answer, and say so."""
    missing = 0
    for trial in answers.trials or (0,):
        lacking = [case for case in cases if (case, trial) not in answers.lines]
        for case in lacking:
            answers.lines[case, trial] = Line(case=case, trial=trial, invalid="missing")
        missing += len(lacking)
    if missing:
        answers.warnings.append(
            f"{answers.reader}: {missing} of {len(answers.lines)} cases are missing; "
            "each of their fields counts as invalid"
        )
        answers.counts["missing"] += missing


def _take(answers: Answers, path: Path, number: int, raw: bytes, cases: Collection[str]) -> None:
    try:
        row = json.loads(raw, object_pairs_hook=no_twice)
    except (ValueError, RecursionError) as error:
        cut = "" if raw.endswith(b"\n") else "the last line is cut short: "
        kind = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]
        answers.warnings.append(f"{path}:{number}: {cut}not JSON ({kind})")
        answers.counts["unparsable"] += 1
        return
    if b"\\ud" in raw.lower():
        row = without_halves(row)
    _put(answers, path, number, row, cases)


def _put(answers: Answers, path: Path, number: int, row: Json, cases: Collection[str]) -> None:
    where = f"{path}:{number}"
    case = row.get("case") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(case, str):
        answers.warnings.append(f"{where}: not an answer: an object with a `case` is needed")
        answers.counts["unparsable"] += 1
        return
    made_for = row.get("corpus")
    if answers.corpus and isinstance(made_for, str) and made_for != answers.corpus:
        raise UserError(
            f"made for another corpus: its digest is {made_for[:64]}, this one's {answers.corpus}",
            where=where,
            hint="score it with the corpus that was asked, or ask again with `chaosdocs run`",
        )
    if case not in cases:
        near = nearest(case[:40], list(cases)[:5000])
        also = f"; did you mean {near}?" if near else ""
        answers.warnings.append(f"{where}: no case {case[:40]!r} in this corpus{also}")
        answers.counts["unknown"] += 1
        return
    line = parse_line(row, number, answers.odd)
    if isinstance(cases, Mapping):
        if line.answer:
            line.answer = canonical(line.answer, cases[case].units)
            for bare in bare_amounts(line.answer, cases[case].units):
                answers.odd.note("no_currency", number, bare)
        explained = answers.odd.count("unasked") < _NAMED
        for words in foreign_keys(line, cases[case], explained=explained):
            answers.odd.note("unasked", number, words)
        for words in unasked(line, cases[case]):
            answers.odd.note("path", number, words)
        for words in empty_rows(line, cases[case]):
            answers.odd.note("empty_row", number, words)
        if line.parsed and cases[case].task not in {"text", "tables"}:
            answers.odd.note("parsed", number)
    before = answers.lines.get((case, line.trial))
    if before is not None:
        retried = before.invalid in {"error", "timeout"} and not line.invalid
        counted = line.number if retried else before.number
        answers.warnings.append(
            f"{where}: case {case} stands in line {before.number} already; line {counted} counts"
        )
        answers.counts["twice"] += 1
        if not retried:
            return
    answers.lines[case, line.trial] = line


def _policy(answers: Answers, nulls: Literal["auto", "merged", "split"]) -> Policy:
    if nulls != "auto":
        return nulls
    told = {line.nulls for line in answers.lines.values()} - {""}
    if len(told) == 1:
        return "split" if "split" in told else "merged"
    if told:
        answers.warnings.append(
            f"{answers.reader}: some lines say `nulls: merged` and others `nulls: split`; nulls "
            "are read as if no line said so"
        )
    declares = any(line.declares for line in answers.lines.values())
    return "split" if declares else "merged"


def _tell_counts(answers: Answers, where: str) -> None:
    answers.counts["confidence"] = answers.odd.count("confidence")
    answers.warnings += answers.odd.told(where)
    answers.warnings += _several(answers)
    sources = {line.source for line in answers.lines.values() if line.source}
    if len(sources) > 1:
        answers.warnings.append(
            f"{answers.reader}: confidences of different sources "
            f"({', '.join(sorted(sources)[:_NAMED])}); calibration is not pooled over them"
        )


def _several(answers: Answers) -> Iterator[str]:
    """Yield a warning for whatever shows that more than one reader gave the answers."""
    lines = [line for line in answers.lines.values() if line.invalid != "missing"]
    mixed = "the figures are of several readers together"
    readers = Counter(line.reader for line in lines)
    unnamed = readers.pop("", 0)
    if len(readers) > 1:
        yield f"{answers.reader}: several readers answered ({_counted(readers)}); {mixed}"
    elif readers and unnamed:
        yield (
            f"{answers.reader}: {unnamed} of {len(lines)} lines do not say which reader answered; "
            f"the others name {min(readers)}"
        )
    for reader in sorted(readers):
        settings = {line.settings for line in lines if line.reader == reader}
        if len(settings) > 1:
            yield (
                f"{answers.reader}: {reader} answered with {len(settings)} different settings "
                f"(`settings` in the lines); {mixed}"
            )
    valid = [line for line in lines if not line.invalid]
    steps = Counter(line.then or "none" for line in valid)
    if len(steps) > 1:
        yield f"{answers.reader}: several steps made the fields ({_counted(steps)}); {mixed}"
    models = Counter(line.model for line in valid if line.model)
    if len(models) > 1 and len(readers) < 2:  # noqa: PLR2004 - one reader
        yield f"{answers.reader}: several models answered ({_counted(models)}); {mixed}"


def _counted(names: Counter[str]) -> str:
    """Return names, each with its number of lines."""
    shown = ", ".join(
        f"{name} {n:,} line{'s' * (n > 1)}" for name, n in sorted(names.items())[:_NAMED]
    )
    return shown + (f", {len(names) - _NAMED} more" if len(names) > _NAMED else "")
