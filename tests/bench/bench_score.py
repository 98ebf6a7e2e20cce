"""Scores a million fields with 2,000 resamples and prints its processor time; asserts nothing.

Beside it what other scorers take for documents of the same data, where they are installed: each
judges a share of them, and the ratio is of processor seconds a field. Theirs is the comparison
alone, without intervals; so is what ours is held against. Half of the documents that are held
beside each other have no list, half have a list whose rows must be matched first.

Run: ``python tests/bench/bench_score.py [FIELDS]``; ``OPENBLAS_NUM_THREADS=1`` on a busy machine.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chaosdocs.foundation.gc_paused import gc_paused
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import (
    CLEAN,
    Expected,
    ExpectedList,
    ScoredCase,
    ScoredCorpus,
)
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.published.documents import gold_tree
from chaosdocs.score.run import result_of
from chaosdocs.score.writing.parquet import FIELDS_PARQUET, write_parquet

SCALARS = 12
ROWS, LEAVES = 12, ("number", "text", "date", "amount")
"""Rows of a list, and what each says: an invoice has about as many lines."""
OPERATORS = 20
SEVERITIES = (1, 3, 5)
WORDS = ("Stainless", "hex bolt", "Portland cement", "Gasket", "fine", "Copper pipe", "reel")
"""Texts of the length that descriptions and addresses have, 30 to 50 characters."""


def corpus_of(fields: int) -> ScoredCorpus:
    """A corpus of cases with twelve scalar fields, one in six touched, one in twelve destroyed."""
    cases: dict[str, ScoredCase] = {}
    kinds = ("money", "date", "id", "text")
    per_record = 1 + OPERATORS * len(SEVERITIES)
    for record in range(max(1, fields // (SCALARS * per_record))):
        twin = None
        for n in range(per_record):
            operator = CLEAN if n == 0 else f"family{(n - 1) % 4}.op{(n - 1) // len(SEVERITIES)}"
            severity = 0 if n == 0 else SEVERITIES[(n - 1) % len(SEVERITIES)]
            name = f"c{record:06}{n:05}"
            scalars = tuple(
                expected(f, kinds[f % 4], record, touched=n > 0 and f < 2, gone=n > 0 and f == 1)
                for f in range(SCALARS)
            )
            cases[name] = ScoredCase(
                case=name, label=name, task="extract", record=f"r{record:06}", twin=twin,
                medium="pdf", rendering="pdf.plain", locale="de_DE", operator=operator,
                severity=severity, steps=() if n == 0 else (operator,), issues=(),
                scalars=scalars, lists=(),
            )  # fmt: skip
            twin = twin or name
    return ScoredCorpus("bench", "", cases)


def lists_of(documents: int) -> ScoredCorpus:
    """Documents of a list of twelve rows each and nothing else."""
    kinds = dict(zip(LEAVES, ("id", "text", "date", "money"), strict=True))
    cases = {}
    for n in range(documents):
        name = f"l{n:06}"
        rows = {
            f"k{row}": {
                leaf: Expected(
                    path=f"/lines/k{row}/{leaf}", schema_path=f"/lines/*/{leaf}", kind=kind,  # type: ignore[arg-type]
                    state="answerable", accept=(value_of(row, kind, n),),
                )
                for leaf, kind in kinds.items()
            }
            for row in range(ROWS)
        }  # fmt: skip
        cases[name] = ScoredCase(
            case=name, label=name, task="extract", record=name, twin=None, medium="pdf",
            rendering="pdf.plain", locale="de_DE", operator=CLEAN, severity=0, steps=(), issues=(),
            scalars=(), lists=(ExpectedList("/lines", ordered=True, leaves=LEAVES, rows=rows),),
        )  # fmt: skip
    return ScoredCorpus("bench", "", cases)


def rows_told(corpus: ScoredCorpus) -> list[dict[str, Any]]:
    """Answers that leave one row out and have one field in nine of another document."""
    out = []
    for n, case in enumerate(corpus.cases.values()):
        rows = [
            {
                leaf: truth.accept[0] if (n + at + k) % 9 else value_of(at, truth.kind, n + 1)
                for k, (leaf, truth) in enumerate(row.items())
            }
            for at, row in enumerate(case.lists[0].rows.values())
            if at != n % ROWS
        ]
        out.append({"case": case.case, "answer": {"lines": rows}})
    return out


def expected(field: int, kind: str, record: int, *, touched: bool, gone: bool) -> Expected:
    """One field of the bench."""
    value = value_of(field, kind, record)
    return Expected(
        path=f"/f{field}", schema_path=f"/f{field}", kind=kind,  # type: ignore[arg-type]
        state="unanswerable" if gone else "answerable", accept=() if gone else (value,),
        was=value if gone else None, touched=touched,
    )  # fmt: skip


def value_of(field: int, kind: str, record: int) -> object:
    """A value of its kind."""
    number = record * 31 + field
    return {
        "money": {"amount": f"{number}.{field:02}", "currency": "EUR"},
        "date": f"2024-{1 + number % 12:02}-{1 + number % 28:02}",
        "id": f"ID-{number:08}",
        "text": f"{WORDS[number % 7]} {WORDS[number % 5]} {number}, {WORDS[number % 3]}, 25 kg bag",
    }[kind]


def answers_to(corpus: ScoredCorpus) -> list[dict[str, object]]:
    """Answers that are right in six of seven fields, else of another record; with confidences."""
    rng = SeededRng(5)
    out: list[dict[str, object]] = []
    for n, case in enumerate(corpus.cases.values()):
        answer: dict[str, object] = {}
        for f, truth in enumerate(case.scalars):
            right = (n * 7 + f * 3 + rng.below(7)) % 7
            told = truth.accept[0] if right and truth.accept else value_of(f, truth.kind, n % 97)
            answer[truth.path[1:]] = told
        out.append({"case": case.case, "answer": answer, "confidence": {"*": 0.5 + (n % 5) / 10}})
    return out


Compare = Callable[[dict[str, Any], dict[str, Any]], object]
SHARE = 2_000
"""Documents that the other scorers judge."""


def by_anls_star() -> Compare:
    """ANLS* by its authors."""
    from anls_star import anls_score

    return anls_score


def by_stickler() -> Compare:
    """Stickler with its confusion matrix: exact comparators, the cheapest that it has."""
    from stickler import ComparableField, StructuredModel
    from stickler.comparators.exact import ExactComparator

    def field() -> Any:
        return ComparableField(comparator=ExactComparator(), threshold=1.0, default=None)

    names = [f"f{n}" for n in range(SCALARS)]
    annotations = dict.fromkeys(names, str | None)
    body = {"__annotations__": annotations, **{name: field() for name in names}}
    document = type("Document", (StructuredModel,), body)

    def compare(gold: dict[str, Any], found: dict[str, Any]) -> object:
        one, other = document(**texts(gold)), document(**texts(found))
        return one.compare_with(other, include_confusion_matrix=True)

    return compare


def by_difflib() -> Compare:
    """What many write at home: difflib's ratio of every pair of texts."""
    from difflib import SequenceMatcher

    def compare(gold: dict[str, Any], found: dict[str, Any]) -> object:
        one, other = texts(gold), texts(found)
        return [
            SequenceMatcher(None, one[name] or "", other.get(name) or "").ratio() for name in one
        ]

    return compare


def by_difflib_matched() -> Compare:
    """The same with lists: each row goes with the row of the answer that is most like it."""
    compare = by_difflib()

    def matched(gold: dict[str, Any], found: dict[str, Any]) -> object:
        left, out = list(found["lines"]), []
        for row in gold["lines"]:
            scores = [compare(row, other) for other in left]
            best = max(range(len(left)), key=lambda at: sum(scores[at]), default=None)  # type: ignore[arg-type]
            if best is not None:
                out.append(scores[best])
                del left[best]
        return out

    return matched


def texts(answer: dict[str, Any]) -> dict[str, str | None]:
    """An answer whose values are texts."""
    return {
        name: value if value is None or isinstance(value, str) else " ".join(value.values())
        for name, value in answer.items()
    }


OTHERS = {
    "stickler-eval": ("stickler", by_stickler),
    "anls-star": ("anls_star", by_anls_star),
    "difflib's ratio": ("difflib", by_difflib),
}


WITH_LISTS = {
    "anls-star, lists": ("anls_star", by_anls_star),
    "difflib's ratio, lists": ("difflib", by_difflib_matched),
}
DOCUMENTS = 400
"""Documents with lists."""
ROUNDS = 9
"""How often they are judged; the median counts."""


def beside_lists() -> dict[str, float]:
    """Print how much longer others take a field of a list, and return the ratios."""
    corpus = lists_of(DOCUMENTS)
    rows = rows_told(corpus)
    took = []
    for _ in range(ROUNDS):
        started = time.process_time()
        table = judge(corpus, answers_of("bench", rows, corpus.cases), Config())
        took.append((time.process_time() - started) / len(table))
    ours = statistics.median(took)
    span = f"{min(took) * 1e6:.1f} to {max(took) * 1e6:.1f}"
    print(f"{'a field of a list, read and judged':<34} {ours * 1e6:8.1f} us ({span})")
    return beside(corpus, rows, ours, WITH_LISTS, ROWS * len(LEAVES))


def beside(
    corpus: ScoredCorpus,
    rows: list[dict[str, Any]],
    ours: float,
    others: dict[str, tuple[str, Callable[[], Compare]]],
    fields: int,
) -> dict[str, float]:
    """Print how much longer others take a field, and return the ratios.

    Args:
        corpus: The truth.
        rows: The answers.
        ours: Processor seconds that reading and judging a field takes us.
        others: Name of a scorer to its module and what makes it.
        fields: How many fields a document has.
    """
    share = rows[:SHARE]
    pairs = [(gold_tree(corpus.cases[row["case"]]), row["answer"]) for row in share]
    ratios = {}
    for name, (module, make) in others.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name:<34} not installed")
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compare = make()
            started = time.process_time()
            for gold, found in pairs:
                compare(gold, found)
            took = (time.process_time() - started) / (fields * len(pairs))
        ratios[name] = round(took / ours, 1)
        print(f"{name:<34} {took * 1e6:8.1f} us a field, {ratios[name]:.1f} x ours")
    return ratios


@gc_paused()
def main() -> None:
    """Print what scoring costs, within what `chaosdocs.score.run.score` does around it."""
    fields = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    corpus = corpus_of(fields)
    rows = answers_to(corpus)
    at = [time.process_time()]
    answers = answers_of("bench", rows, corpus.cases)
    at.append(time.process_time())
    table = judge(corpus, answers, Config())
    at.append(time.process_time())
    result = result_of(corpus, [table], Config(), resamples=2000, reference_readers=False)
    at.append(time.process_time())
    with tempfile.TemporaryDirectory() as folder:
        result.write(folder)
        at.append(time.process_time())
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        columns = "not installed"
        if importlib.util.find_spec("pyarrow") is not None:
            write_parquet(result, folder)
            took = time.process_time() - at[-1]
            columns = (
                f"{took:8.2f} s, {(Path(folder) / FIELDS_PARQUET).stat().st_size / 1e6:.1f} MB"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = [later - earlier for earlier, later in itertools.pairwise(at)]
    names = ("read", "judge", "summarise with 2,000 resamples", "write")
    for name, seconds in zip(names, times, strict=True):
        print(f"{name:<34} {seconds:8.2f} s, {seconds / len(table) * 1e6:4.1f} us a field")
    print(f"{'write as Parquet':<34} {columns}")
    print(f"{len(table):,} fields, {len(corpus.cases):,} cases, peak {peak:,.0f} MB", end=", ")
    print(f"{size / 1e6:,.0f} MB written")
    score = sum(times[:3])
    print(f"{'read, judge and summarise':<34} {score / len(table) * 1e6:8.1f} us a field")
    ratios = beside(corpus, rows, sum(times[:2]) / len(table), OTHERS, SCALARS) | beside_lists()
    print(json.dumps({"fields": len(table), "score_s": round(score, 2), "times_ours": ratios}))


if __name__ == "__main__":
    main()
