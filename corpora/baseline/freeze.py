"""Measures the built-in rule reader and writes the frozen baseline that comes with the package.

Run: ``python corpora/baseline/freeze.py [FOLDER]``. FOLDER keeps the corpus and the answers; what
is there already is used again. A new measurement gets a new number, the old table stays.
"""

# ruff: noqa: INP001 - a script
from __future__ import annotations

import sys
import tempfile
import time
from importlib.metadata import version as installed
from pathlib import Path

from chaosdocs.api import generate
from chaosdocs.readers.runner import run
from chaosdocs.recipe.load import load as load_recipe
from chaosdocs.score.judging.answers import read_answers
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import CHAIN, CLEAN, load
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.metrics.conditions import cells, records_of
from chaosdocs.score.metrics.frozen import CURRENT, FOLDER, FrozenBaseline, FrozenCell
from chaosdocs.score.stats.intervals import draw_counts

RECIPE = Path(__file__).with_name("rules.yaml")
READER = "builtin:rules"
VERSION = 2
PLACES = 4


def frozen(folder: Path) -> FrozenBaseline:
    """Return the table of `folder`, which is filled first where it is empty."""
    corpus, answers = folder / "corpus", folder / "answers.jsonl"
    if not corpus.exists():
        generate(load_recipe(RECIPE), corpus, jobs=2)
    if not answers.exists():
        run(corpus, READER, answers, clock=time.perf_counter, jobs=2)
    truth = load(corpus)
    table = judge(truth, read_answers(answers, truth.cases), Config())
    made = cells(table, draw_counts(len(records_of(table)), 1, 0), Config().utility)
    version = {
        operator: number
        for case in truth.cases.values()
        for operator, number in zip(case.steps, case.versions, strict=True)
    }
    lines = []
    for key in made.keys:
        level = made.levels.get((key, "touched"))
        if key.operator in {CLEAN, CHAIN} or key.family == "null" or level is None:
            continue
        names = "failure_rate", "silent_error_rate", "clean_failure_rate", "clean_silent_error_rate"
        if not all(level.n(name) for name in names):
            continue
        failure, silent, clean_failure, clean_silent = (
            round(level.value[name], PLACES) for name in names
        )
        lines.append(
            FrozenCell(
                operator=f"{key.operator}@{version[key.operator]}",
                severity=key.severity,
                medium=key.medium,  # type: ignore[arg-type]
                failure=failure,
                silent=silent,
                clean_failure=clean_failure,
                clean_silent=clean_silent,
                records=level.n("failure_rate"),
            )
        )
    return FrozenBaseline(
        reader=f"{READER} {installed('chaosdocs')}",
        version=VERSION,
        corpus=truth.digest,
        command="python corpora/baseline/freeze.py",
        cells=tuple(lines),
    )


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as empty:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else empty)
        table = frozen(folder)
    FOLDER.mkdir(exist_ok=True)
    head = table.model_dump_json(exclude={"cells"})
    body = ",\n".join(cell.model_dump_json() for cell in table.cells)
    (FOLDER / CURRENT).write_text(f'{head[:-1]},"cells":[\n{body}\n]}}\n', encoding="utf-8")
    sys.stdout.write(f"{len(table.cells)} cells in {FOLDER / CURRENT}\n")


if __name__ == "__main__":
    main()
