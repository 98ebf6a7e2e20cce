"""The score of a corpus: from files of answers to one object behind text, JSON, JUnit and exit."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any, Final, Literal

from chaosdocs.formats.fields import FieldRow, Outcome
from chaosdocs.formats.folder import outside_corpora
from chaosdocs.formats.samples import Sample
from chaosdocs.formats.summary import ReaderSummary, Summary
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.executing import Executor, handed_over
from chaosdocs.foundation.files import together, write_atomically
from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.foundation.lock import alone_beside
from chaosdocs.score.gates.baseline import (
    Failure,
    Update,
    forgiven,
    held_against,
    read_baseline,
    results_of,
    settled,
    updated,
)
from chaosdocs.score.gates.gates import Gate, exit_code, parse_gate, run_gates, warnings_of
from chaosdocs.score.gates.junit import junit
from chaosdocs.score.judging.answers import Answers, read_answers
from chaosdocs.score.judging.config import Config, Nulls, Utility, read_config
from chaosdocs.score.judging.expectations import ScoredCorpus, load
from chaosdocs.score.judging.fitting import check_fit
from chaosdocs.score.judging.judge import forgiven_lures, judge
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.parsed import judge_parsed
from chaosdocs.score.judging.part_files import read_parts, write_part
from chaosdocs.score.judging.parts import PARTS, judge_part, merged, split
from chaosdocs.score.judging.table import Table
from chaosdocs.score.metrics.conditions import Conditions, records_of
from chaosdocs.score.metrics.samples import samples
from chaosdocs.score.stats import RESAMPLES
from chaosdocs.score.stats.intervals import draw_counts
from chaosdocs.score.summary.brief import brief
from chaosdocs.score.summary.frontiers import frontiers
from chaosdocs.score.summary.reference_scores import score_reference_readers
from chaosdocs.score.summary.summarise import summarise
from chaosdocs.score.summary.words import in_words
from chaosdocs.score.writing.encoding import encoded_rows
from chaosdocs.truth.statements import Channel

FIELDS: Final = "fields.jsonl"
SAMPLES: Final = "samples.jsonl"
SUMMARY: Final = "summary.json"
JUNIT: Final = "junit.xml"
MOST_RESAMPLES: Final = 100_000
"""Resamples of the bootstrap: each takes memory for every record."""
MOST_PARTS: Final = 10_000
"""Parts that a run is judged in, each in a file."""


class Rows(Sequence[FieldRow]):
    """The judged fields of all readers; a row is made when it is asked for."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tuple(tables)

    def __len__(self) -> int:
        return sum(len(table) for table in self._tables)

    def __getitem__(self, index: Any) -> Any:  # noqa: ANN401 - a row, or a list of rows
        """Return the row at `index`, or the rows of a slice."""
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        left = index if index >= 0 else index + len(self)
        for table in self._tables:
            if 0 <= left < len(table):
                return table[left]
            left -= len(table)
        raise IndexError(index)

    def __iter__(self) -> Iterator[FieldRow]:
        for table in self._tables:
            yield from table

    def of(self, *outcomes: Outcome) -> Iterator[FieldRow]:
        """Yield the rows with one of these outcomes; the others are not made."""
        return (table[n] for table, n in self.entries(*outcomes))

    def entries(self, *outcomes: Outcome) -> Iterator[tuple[Table, int]]:
        """Yield table and number of what `of` makes rows of, for those who need few of them."""
        wanted = {n for n, name in enumerate(OUTCOMES) if name in outcomes}
        for table in self._tables:
            yield from ((table, n) for n, code in enumerate(table.outcome) if code in wanted)

    def lines(self) -> Iterator[str]:
        """Yield every row as the line that stands in ``fields.jsonl``, without its end."""
        for table in self._tables:
            yield from encoded_rows(table)

    def samples(self, utility: Utility) -> Iterator[Sample]:
        """Yield the lines of ``samples.jsonl``: one for each reader, case and trial."""
        for table in self._tables:
            yield from samples(table, utility)


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """What came of a score. Text, JSON, JUnit and exit code are views of it.

    Attributes:
        rows: One judged field each.
        summary: Everything else.
        corpus: The truth that was judged by.
        conditions: One entry a reader: its conditions with all resamples, for comparisons.
        exit_code: 1 a gate failed, else 2 one had nothing to read, else 1 one is open, else 0.
        utility: What outcomes are worth.
    """

    rows: Rows
    summary: Summary
    corpus: ScoredCorpus
    conditions: tuple[Conditions, ...] = field(repr=False)
    exit_code: int
    utility: Utility = field(default_factory=Utility, repr=False)

    def samples(self) -> Iterator[Sample]:
        """Yield what each answer to each case is worth: the lines of ``samples.jsonl``."""
        return self.rows.samples(self.utility)

    def text(self, *, details: bool = False) -> str:
        """Return the verdict in words, for a terminal; with `details`, every figure too."""
        short = brief(self.summary)
        return f"{short}\n{in_words(self.summary)}" if details else short

    def junit(self) -> str:
        """Return the gates as JUnit XML."""
        return junit(self.summary)

    def write(
        self,
        out: str | Path,
        *,
        beside: Mapping[str, Callable[[Path], object] | None] | None = None,
    ) -> None:
        """Write the judged fields and cases, the summary and the gates: all files, or none.

        The files are ``fields.jsonl``, ``samples.jsonl``, ``summary.json`` and ``junit.xml``. If
        writing fails, the files of an older score stay. If the process is killed while files are
        moved into place, ``junit.xml`` is missing.

        Args:
            out: Folder.
            beside: Names of further files of the same report, each with the function that writes
                the file into a folder. None removes the file of an older score.

        Raises:
            UserError: The folder cannot be written to.
        """
        folder = outside_corpora(Path(out))
        with alone_beside(folder):
            more = beside or {}
            with together(folder, (FIELDS, SAMPLES, *more, SUMMARY, JUNIT)) as new:
                write_atomically(new / FIELDS, _ended(self.rows.lines()))
                write_atomically(
                    new / SAMPLES, _ended(each.model_dump_json() for each in self.samples())
                )
                for write in more.values():
                    if write is not None:
                        write(new)
                files = {name: _digest_of(new / name) for name in (FIELDS, SAMPLES)}
                summary = self.summary.model_copy(update={"files": files})
                write_atomically(new / SUMMARY, summary.as_json().encode())
                write_atomically(new / JUNIT, self.junit().encode())


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _ended(lines: Iterable[str]) -> Iterator[bytes]:
    """Yield rows one by one, so that a million of them need no memory."""
    return (f"{line}\n".encode() for line in lines)


@gc_paused()
def score(
    corpus_dir: str | Path | ScoredCorpus,
    answers_paths: Sequence[str | Path],
    *,
    config: Config | Mapping[str, Any] | str | Path | None = None,
    nulls: Nulls = "auto",
    gates: Sequence[str] = (),
    baseline: str | Path | None = None,
    update: Update | None = None,
    channel: Channel | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    trust: bool = False,
    check: bool = False,
    reference_readers: bool = True,
    inconclusive: Literal["fail", "pass"] = "fail",
    executor: Executor | None = None,
    parts: str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ScoreResult:
    """Judge runs against the truth of a corpus.

    Args:
        corpus_dir: Folder of the corpus, or a corpus that was loaded already.
        answers_paths: Files of answers, one reader each.
        config: Weights, comparisons, utilities: a model, a mapping, or a YAML or JSON file.
        nulls: What a null says; ``auto`` goes by whether a run ever says ``abstain``.
        gates: Gate expressions.
        baseline: File of known failures: they fail no gate, every new one fails.
        update: Write the baseline anew first: ``all`` failures of the run, or ``prune`` it.
        channel: Judge by what this channel says.
        resamples: Resamples of the bootstrap.
        seed: Its seed; it is in the summary.
        trust: Whether the configuration may name code of others.
        check: Whether to compare the digests of all files first.
        reference_readers: Whether to score the readers of known score beside the given ones.
        inconclusive: What a gate does that the data cannot settle.
        executor: Judges parts of each run; the result is the same to the byte.
        parts: Folder with the parts of each run, judged apart by `judge_apart`; the result is the
            same to the byte.
        on_progress: Called with cases judged and cases in all, over all runs.

    Raises:
        UserError: A file, a gate or the configuration is wrong.
    """
    settings = read_config(config, trust=trust)
    wanted = [parse_gate(gate) for gate in gates]
    if baseline is not None and update != "all":
        read_baseline(Path(baseline))
    if baseline is not None and len(answers_paths) > 1:
        raise UserError("a baseline goes with one file of answers", where=str(baseline))
    if not answers_paths:
        raise UserError("no answers to score", hint="name a file of answers")
    if not 1 <= resamples <= MOST_RESAMPLES:
        raise UserError(f"from 1 to {MOST_RESAMPLES:,} resamples are wanted", where="--resamples")
    corpus = (
        corpus_dir
        if isinstance(corpus_dir, ScoredCorpus)
        else load(Path(corpus_dir), channel=channel, check=check)
    )
    check_fit(settings, corpus, str(config) if isinstance(config, str | Path) else "config")
    policy = nulls if nulls != "auto" else settings.nulls
    parsed = judge_parsed(corpus.printed)
    runs = [
        read_answers(Path(path), corpus.cases, nulls=policy, reader=name, corpus=corpus.digest)
        for path, name in zip(answers_paths, _names(answers_paths), strict=True)
    ]
    on_case = _counted(len(corpus.cases) * sum(len(run.trials) for run in runs), on_progress)
    tables = [
        merged(corpus, run, read_parts(corpus, run, settings, Path(parts)))
        if parts is not None
        else judge(corpus, run, settings, parsed, on_case)
        if executor is None
        else _judged_apart(corpus, run, settings, executor)
        for run in runs
    ]
    known = None if baseline is None or update == "all" else read_baseline(Path(baseline))
    run = _run_digest(
        corpus.digest, corpus.channel, settings.digest(), seed, resamples, inconclusive,
        [(table.reader, table.answers.digest, policy) for table in tables], list(gates), update,
        None if known is None else [asdict(each) for each in sorted(known)],
    )  # fmt: skip
    if baseline is not None and update is not None:
        known = updated(Path(baseline), tables[0], update, run)
    return result_of(
        corpus,
        tables,
        settings,
        run=run,
        gates=wanted,
        known=known,
        resamples=resamples,
        seed=seed,
        reference_readers=reference_readers,
        inconclusive=inconclusive,
    )


def judge_apart(
    corpus_dir: str | Path,
    answers_paths: Sequence[str | Path],
    part: tuple[int, int],
    out: str | Path,
    *,
    config: Config | Mapping[str, Any] | str | Path | None = None,
    nulls: Nulls = "auto",
    channel: Channel | None = None,
    trust: bool = False,
    check: bool = False,
) -> list[Path]:
    """Judge one of several parts of each run and write it to a file; `score` puts them together.

    Args:
        corpus_dir: Folder of the corpus.
        answers_paths: Files of answers, one reader each.
        part: k and n: the k-th of n parts, from 1.
        out: Folder of the parts.
        config: See `score`, as for the rest: the same for all parts and for the score.
        nulls: What a null says.
        channel: Judge by what this channel says.
        trust: Whether the configuration may name code of others.
        check: Whether to compare the digests of all files first.

    Returns:
        The files.

    Raises:
        UserError: A file or the configuration is wrong, or the folder cannot be written to.
    """
    if part[1] > MOST_PARTS:
        raise UserError(f"at most {MOST_PARTS:,} parts are made", where="--part")
    settings = read_config(config, trust=trust)
    corpus = load(Path(corpus_dir), channel=channel, check=check)
    check_fit(settings, corpus, str(config) if isinstance(config, str | Path) else "config")
    policy = nulls if nulls != "auto" else settings.nulls
    folder = outside_corpora(Path(out))
    return [
        write_part(
            corpus,
            read_answers(Path(path), corpus.cases, nulls=policy, reader=name, corpus=corpus.digest),
            settings,
            part,
            folder,
        )
        for path, name in zip(answers_paths, _names(answers_paths), strict=True)
    ]


def _run_digest(*judged: Any) -> str:  # noqa: ANN401 - anything that JSON can hold
    """Return the digest of all that a score is made from."""
    return sha256(canonical([FORMAT, *judged]))


def _judged_apart(
    corpus: ScoredCorpus, answers: Answers, config: Config, executor: Executor
) -> Table:
    jobs = ((*part, config) for part in split(corpus, answers, PARTS))
    return merged(corpus, answers, list(handed_over(executor, judge_part, jobs)))


@gc_paused()
def result_of(
    corpus: ScoredCorpus,
    tables: Sequence[Table],
    settings: Config,
    *,
    run: str = "",
    gates: Sequence[Gate] = (),
    known: frozenset[Failure] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    reference_readers: bool = True,
    inconclusive: Literal["fail", "pass"] = "fail",
) -> ScoreResult:
    """Return the result of tables that were judged already; `run` is the digest of the run."""
    counts = draw_counts(len(records_of(tables[0])), resamples, seed)
    made = [summarise(table, counts, settings, corpus.printed) for table in tables]
    readers = tuple(summary for summary, _ in made)
    results = tuple(r for reader in readers for r in run_gates(gates, reader))
    if known is not None:
        if any(r.status in {"fail", "inconclusive"} for r in results):
            without, _ = summarise(forgiven(tables[0], known), counts, settings, corpus.printed)
            points = [replace(gate, point=True) for gate in gates]
            results = settled(results, run_gates(gates, without), run_gates(points, without))
        results += tuple(results_of(held_against(known, tables[0]), tables[0]))
    summary = Summary(
        run=run,
        corpus=corpus.name,
        digest=corpus.digest,
        config=settings.digest(),
        seed=seed,
        resamples=resamples,
        channel=corpus.channel,
        readers=readers,
        reference_readers=score_reference_readers(corpus, settings) if reference_readers else (),
        gates=results,
        pareto=tuple(frontiers(made)),
        truth=_states(corpus),
        warnings=(
            *corpus.warnings,
            *forgiven_lures(corpus, settings),
            *warnings_of(gates),
            *_unlike(readers),
            *(warning for reader in readers for warning in reader.warnings),
        ),
    )
    code = exit_code(results, inconclusive_passes=inconclusive == "pass")
    return ScoreResult(
        Rows(tables), summary, corpus, tuple(cells for _, cells in made), code, settings.utility
    )


def _counted(
    total: int, on_progress: Callable[[int, int], None] | None
) -> Callable[[], None] | None:
    """Return what counts one case more, or None if nobody wants to know."""
    if on_progress is None:
        return None
    done = count(1)
    return lambda: on_progress(next(done), total)


def _names(paths: Sequence[str | Path]) -> list[str]:
    stems = [Path(path).stem for path in paths]
    seen: Counter[str] = Counter()
    out = []
    for path, stem in zip(paths, stems, strict=True):
        name = stem if stems.count(stem) == 1 else f"{Path(path).parent.name}/{stem}"
        seen[name] += 1
        out.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return out


def _states(corpus: ScoredCorpus) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for case in corpus.cases.values():
        counts.update([truth.state for truth in case.fields()])
    return {str(state): counts[state] for state in sorted(counts)}


def _unlike(readers: Sequence[ReaderSummary]) -> Iterator[str]:
    """Say where readers of different tasks stand side by side."""
    tasks = sorted({reader.task for reader in readers})
    if len(tasks) > 1:
        yield (
            f"readers of different tasks ({', '.join(tasks)}) stand side by side: their numbers "
            "are not to be ranked with each other"
        )
