"""One long list from its records to the report: ``python tests/bench/bench_long.py [ROWS]``.

A file of one record with ROWS bookings becomes a CSV file, clean and with one kind of damage; both
are made, proved, answered, scored and reported. Prints the processor seconds of each step and the
peak of the memory, and asserts nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from chaosdocs.api import generate, score
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.recipe.model import Recipe
from chaosdocs.report.html import write_report
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.summary.reference_readers import graceful

SCHEMA = {
    "type": "object",
    "properties": {
        "account": {"type": "string", "x-kind": "id"},
        "opened": {"type": "string", "format": "date"},
        "bookings": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": {"type": "string", "x-kind": "id"},
                    "booked": {"type": "string", "format": "date"},
                    "text": {"type": "string"},
                    "amount": {"type": "number", "x-kind": "money", "x-currency": "EUR"},
                },
            },
        },
    },
}
OPERATORS = ("claims.contradiction",)
WORDS = ("Miete", "Gehalt", "Büromaterial", "Reise", "Wartung", "Versicherung", "Steuer")


def record(rows: int) -> dict[str, object]:
    """One account with so many bookings, no two alike."""
    start = dt.date(2021, 1, 1)
    return {
        "account": "DE02120300000000202051",
        "opened": "2020-03-02",
        "bookings": [
            {
                "number": f"B-{n:07}",
                "booked": (start + dt.timedelta(days=n * 1400 // rows)).isoformat(),
                "text": f"{WORDS[n % 7]} {WORDS[n % 5]} {n * 7919 % 1_000_003}",
                "amount": (n * 104_729 % 9_999_991) / 100,
            }
            for n in range(rows)
        ],
    }


def answers(corpus: Path, out: Path) -> None:
    """Write the answers of a reader that errs now and then."""
    scored = load(corpus)
    with out.open("w", encoding="utf-8") as file:
        for case in scored.cases.values():
            line = {"case": case.case, **graceful(case, SeededRng(3))}
            file.write(json.dumps(line) + "\n")


def main(rows: int, system: str) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "records.jsonl").write_text(json.dumps(record(rows)), encoding="utf-8")
        (folder / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
        recipe = Recipe.model_validate(
            {
                "name": "long",
                "seed": 3,
                "source": {
                    "records": str(folder / "records.jsonl"),
                    "schema": str(folder / "schema.json"),
                    "locales": ["de_DE"],
                },
                "render": [{"as": "csv", "system": system}],
                "design": {"each": OPERATORS, "severities": [3]},
            }
        )
        corpus, told, report = folder / "corpus", folder / "answers.jsonl", folder / "report"
        total = 0.0

        def step(words: str, work: Callable[[], object]) -> object:
            nonlocal total
            start = time.process_time()
            done = work()
            took = time.process_time() - start
            total += took
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
            print(f"{words:<24} {took:8.2f} s   peak {peak:7.0f} MB", flush=True)
            return done

        step("generated and proved", lambda: generate(recipe, corpus))
        print(f"{sum(1 for _ in CorpusFolder(corpus).cases())} cases")
        answers(corpus, told)
        result = step("scored", lambda: score(corpus, told))
        page = lambda out: write_report(result, corpus, out, command="", date="")  # noqa: E731
        step("written and reported", lambda: result.write(report, beside={"report.html": page}))
        print(f"{'all':<24} {total:8.2f} s")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 21_000,
        sys.argv[2] if len(sys.argv) > 2 else "netsuite",
    )
