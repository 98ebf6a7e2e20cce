"""`chaosdocs run`: a reader is asked."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import click

from chaosdocs.cli.model_options import settings_of, wording
from chaosdocs.cli.streams import progress, say


@click.command(short_help="Ask a reader all the questions of a corpus.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option(
    "--reader", required=True, help="builtin:NAME, module:function, cmd:COMMAND or openai:MODEL."
)
@click.option("--then", help="builtin:fields makes fields of a reader's text or tables.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File of answers.",
)
@click.option(
    "--base-url", envvar="OPENAI_BASE_URL", help="Where openai: models are asked, up to /v1."
)
@click.option("--price-in", type=click.FloatRange(min=0), help="USD for a million tokens in.")
@click.option("--price-out", type=click.FloatRange(min=0), help="USD for a million tokens out.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Questions at a time.")
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    help="Seconds for an answer; who takes longer is ended.",
)
@click.option(
    "--max-cost", type=click.FloatRange(min=0), help="Ask no more once it cost so many USD."
)
@wording
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
    base_url: str | None,
    price_in: float | None,
    price_out: float | None,
    jobs: int,
    deadline: float | None,
    max_cost: float | None,
    trials: int,
    resume: bool,
    retry_errors: bool,
    **how: Any,  # noqa: ANN401 - options of `wording`
) -> int:
    """Ask READER all the questions of CORPUS and write its answers, a line each.

    \b
    builtin:NAME     rules, oracle, blind, guesser ...; see `chaosdocs list readers`
    module:function  called with the case and its files; see `chaosdocs init-reader`
    cmd:COMMAND      {file} is the document; the case comes as JSON on standard input, the answer
                     is read as JSON from standard output
    openai:MODEL     any endpoint that speaks the OpenAI chat protocol; it gets what
                     `chaosdocs ask --as openai` shows; the key is taken from OPENAI_API_KEY

    What goes wrong in a reader becomes an answer with an error; the run goes on.
    """  # noqa: D301 - click's mark for text that keeps its lines
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.readers.endpoint import Endpoint
    from chaosdocs.readers.runner import run

    endpoint = None
    if reader.startswith("openai:"):
        endpoint = Endpoint.of(
            base_url, os.environ.get("OPENAI_API_KEY"), price_in=price_in, price_out=price_out
        )
        if max_cost is not None and not endpoint.priced:
            raise UserError(
                "what an answer costs is not known",
                where="--max-cost",
                hint="give --price-in and --price-out, in USD for a million tokens",
            )
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
            endpoint=endpoint,
            settings=settings_of(how),
            on_progress=on_progress,
        )
    before = f", {ran.before} were there" if ran.before else ""
    say(f"{ran.asked} asked{before}, {ran.errors} errors, {ran.cost:.4f} USD: {out}")
    if ran.first_error:
        say(f"the first error: {ran.first_error}")
    if ran.stopped == "cost":
        say(f"stopped at {max_cost} USD with {ran.left} questions left; --resume goes on")
        return 1
    if ran.errors == ran.before + ran.asked:
        say("nothing tested: every answer is an error")
        return 2
    return 0
