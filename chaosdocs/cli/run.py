"""`chaosdocs run`: a reader is asked."""

from __future__ import annotations

import time
from pathlib import Path

import click

from chaosdocs.cli.streams import progress, say


@click.command(short_help="Ask a reader all the questions of a corpus.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--reader", required=True, help="builtin:NAME, module:function or cmd:COMMAND.")
@click.option("--then", help="builtin:fields makes fields of a reader's text or tables.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of answers.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Questions at a time.")
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds for an answer; who takes longer is ended.",
)
@click.option(
    "--max-cost", type=click.FloatRange(min=0), help="Ask no more once it cost so many USD."
)
@click.option(
    "--trials", type=click.IntRange(min=1), default=1, help="How often each question is asked."
)
@click.option("--resume", is_flag=True, help="Go on with a file of answers that is there.")
@click.option("--retry-errors", is_flag=True, help="The same, and ask again where it has errors.")
def command(
    *,
    corpus: Path,
    reader: str,
    then: str | None,
    out: Path,
    jobs: int,
    deadline: float | None,
    max_cost: float | None,
    trials: int,
    resume: bool,
    retry_errors: bool,
) -> int:
    """Ask READER all the questions of CORPUS and write its answers, a line each.

    \b
    builtin:NAME     oracle, blind, all-null, guesser, literal, fields, cells, auto ...
    module:function  called with the case and its files; see `chaosdocs init-reader`
    cmd:COMMAND      {file} is the document; the case comes as JSON on standard input, the answer
                     is read as JSON from standard output

    What goes wrong in a reader becomes an answer with an error; the run goes on.
    """  # noqa: D301 - click's mark for text that keeps its lines
    from chaosdocs.readers.runner import run

    with progress("asking") as on_progress:
        ran = run(
            corpus,
            reader,
            out,
            clock=time.perf_counter,
            jobs=jobs,
            deadline=deadline,
            resume=resume,
            retry_errors=retry_errors,
            trials=trials,
            max_cost=max_cost,
            then=then,
            on_progress=on_progress,
        )
    before = f", {ran.before} were there" if ran.before else ""
    say(f"{ran.asked} asked{before}, {ran.errors} errors, {ran.cost:.4f} USD: {out}")
    if ran.first_error:
        say(f"the first error: {ran.first_error}")
    if ran.stopped == "cost":
        say(f"stopped at {max_cost} USD with {ran.left} questions left; --resume goes on")
        return 1
    return 0
