"""`chaosdocs demo`: the main job from end to end, small and offline."""

from __future__ import annotations

import time
from pathlib import Path

import click

from chaosdocs.cli.streams import progress, say
from chaosdocs.foundation.errors import UserError

READERS = ("rules", "guesser", "blind")
"""Who is asked: an honest baseline, and the two ends: who always guesses, who never answers."""
NO_OCR = (
    "builtin:rules has no OCR: it reads nothing on the scans, a fifth of the clean documents, "
    "and nearly everything on the others"
)
FOLDER = "chaosdocs-demo"
RECIPE = Path(__file__).parent.parent / "recipe" / "demo.yaml"


@click.command(short_help="Make, verify, read and score a small mixed corpus, offline.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path(FOLDER),
    show_default=True,
    help="A new folder.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Workers.")
def command(*, out: Path, jobs: int) -> int:
    """Make a mixed corpus (PDF, scan, XLSX, CSV, JSON), prove it, ask readers, score them.

    Offline, in about a minute; ends with a report to open and the commands to go on with.
    """
    from chaosdocs.api import generate, verify
    from chaosdocs.readers.runner import run
    from chaosdocs.recipe.load import load
    from chaosdocs.report.html import write_report
    from chaosdocs.score import score

    if out.exists() and any(out.iterdir()):
        raise UserError("the folder is not empty", where=str(out), hint="-o names another one")
    corpus = out / "corpus"
    with progress("making and proving") as on_progress:
        made = generate(load(RECIPE), corpus, jobs=jobs, on_progress=on_progress)
    say(f"{made.counts['cases']} cases, each proved on its finished file")
    with progress("verifying again") as on_progress:
        report = verify(corpus, deep_share=0, on_progress=on_progress)
    say(f"{report.proved} of {report.cases} cases verified from disk")
    answers = []
    for reader in READERS:
        path = out / f"{reader}.jsonl"
        with progress(f"asking {reader}") as on_progress:
            run(
                corpus,
                f"builtin:{reader}",
                path,
                clock=time.perf_counter,
                jobs=jobs,
                on_progress=on_progress,
            )
        answers.append(path)
    result = score(corpus, answers)
    result.write(out / "report")
    page = write_report(result, corpus, out / "report")
    click.echo(result.text())
    say(NO_OCR)
    _next(out, page)
    return 0 if report.sound else 1


def _next(out: Path, page: Path) -> None:
    click.echo("next:")
    for words in (
        f"open {page}",
        f"chaosdocs show {out / 'corpus'} CASE              # truth and edits of one case",
        f"chaosdocs run {out / 'corpus'} --reader my_module:read -o mine.jsonl",
        f"chaosdocs score {out / 'corpus'} mine.jsonl -o report",
        "chaosdocs init my.yaml                     # a recipe of your own",
    ):
        click.echo(f"  {words}")
