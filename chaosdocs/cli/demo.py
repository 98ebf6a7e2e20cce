"""`chaosdocs demo`: the main job from end to end, small and offline."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import click

from chaosdocs.cli.streams import progress, say, today, typed
from chaosdocs.foundation.errors import UserError

READERS = {"extract": ("rules", "guesser"), "reconcile": ("rules", "match_amount")}
"""Task to the readers asked: an honest baseline, and a careless one that always answers."""
FOLDER = "chaosdocs-demo"
RECIPES = Path(__file__).parent.parent / "recipe"
DEMO = "demo"


@click.command(short_help="Make a small corpus, ask two readers and score them, offline.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=Path(FOLDER),
    show_default=True,
    help="A new folder.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Worker processes."
)
@click.option("--resume", is_flag=True, help="Continue an interrupted demo.")
@click.option(
    "--recipe",
    "name",
    default=DEMO,
    show_default=True,
    metavar="NAME",
    help="demo, bank-reconciliation, client-feeds or vendor-packets.",
)
def command(*, out: Path, jobs: int, resume: bool, name: str) -> int:
    """Make a corpus of PDF, XLSX and JSON, ask two readers, score them, write a report.

    \b
    --recipe bank-reconciliation  ledgers and bank accounts to be matched
    --recipe client-feeds         clients whose schemas change
    --recipe vendor-packets       several documents about one order

    It takes about a minute on two cores, offline. Each case is proved on its finished file. At the
    end the demo prints the path of the report and the next commands.
    """  # noqa: D301 - click's mark for text that keeps its lines
    from chaosdocs.api import generate
    from chaosdocs.readers.runner import run
    from chaosdocs.recipe.load import load
    from chaosdocs.report.html import REPORT, write_report
    from chaosdocs.score import score

    recipe = load(_recipe(name))
    if not resume and out.exists() and any(out.iterdir()):
        raise UserError(
            "the folder is not empty",
            where=str(out),
            hint="--resume goes on with an interrupted demo; -o names another folder",
        )
    date = today()
    corpus = out / "corpus"
    with progress("making and proving cases") as on_progress:
        made = generate(
            recipe,
            corpus,
            jobs=jobs,
            resume=resume and corpus.exists(),
            on_progress=on_progress,
        )
    say(f"{made.counts['cases']} cases made, each proved on its finished file")
    answers = []
    for reader in READERS[recipe.ask.task]:
        path = out / f"{reader}.jsonl"
        with progress(f"asking {reader}") as on_progress:
            run(
                corpus,
                f"builtin:{reader}",
                path,
                clock=time.perf_counter,
                jobs=jobs,
                resume=resume and path.exists(),
                on_progress=on_progress,
            )
        answers.append(path)
    with progress("judging") as on_progress:
        result = score(corpus, answers, reference_readers=False, on_progress=on_progress)
    page = partial(write_report, result, corpus, command=typed(), date=date)
    result.write(out / "report", beside={REPORT: page})
    click.echo(result.text())
    _next(out, out / "report" / REPORT)
    return 0


def _recipe(name: str) -> Path:
    """The recipe of this name that comes with the package."""
    known = {path.stem: path for path in sorted(RECIPES.glob("*.yaml"))}
    if name not in known:
        raise UserError(f"no demo {name!r}", where="--recipe", given=name, allowed=tuple(known))
    return known[name]


def _next(out: Path, page: Path) -> None:
    click.echo("Next:")
    for words in (
        f"open {page}",
        f"chaosdocs verify {out / 'corpus'} --jobs 2           # prove every case again",
        f"chaosdocs cases {out / 'corpus'}                     # an index of the cases",
        f"chaosdocs run {out / 'corpus'} --reader my_module:read -o mine.jsonl",
        f"chaosdocs score {out / 'corpus'} mine.jsonl -o report",
        "chaosdocs init my.yaml                     # a recipe of your own",
    ):
        click.echo(f"  {words}")
