"""`chaosdocs run`: ask a reader the questions of a corpus."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaosdocs.cli.model_options import endpoint_of, sending, service_of, settings_of, wording
from chaosdocs.cli.streams import progress, say

if TYPE_CHECKING:
    from chaosdocs.readers.endpoint import Endpoint
    from chaosdocs.readers.settings import ModelSettings


@click.command(short_help="Ask a reader all the questions of a corpus.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option(
    "--reader",
    required=True,
    help="builtin:NAME, parser:NAME, answers:FILE, module:function, cmd:COMMAND, openai:MODEL or "
    "http:URL.",
)
@click.option(
    "--map",
    "map_",
    type=click.Path(path_type=Path, dir_okay=False),
    help="YAML file with the request and the answer paths of the service at http:URL.",
)
@click.option("--then", help="builtin:fields turns a reader's text or tables into fields.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="File for the answers.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    help="Number of questions asked at the same time.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop the reader if an answer takes more than this many seconds.",
)
@click.option(
    "--max-cost",
    type=click.FloatRange(min=0),
    help="Stop when the answers have cost this many USD.",
)
@click.option(
    "--trials", type=click.IntRange(min=1), default=1, help="How often each question is asked."
)
@click.option("--resume", is_flag=True, help="Continue an existing file of answers.")
@click.option(
    "--retry-errors",
    is_flag=True,
    help="Like --resume, and ask again where the answer is an error.",
)
@click.option(
    "--mix",
    is_flag=True,
    help="With --resume, continue although another reader or other settings gave the answers.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    help="Ask this many cases, spread evenly over the corpus.",
)
@click.option("--cases", "pattern", help="Ask only cases whose id or file matches this glob.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Ask nothing. Print the tokens and the price of all cases, estimated from --out.",
)
@wording
@sending
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
    mix: bool,
    map_: Path | None,
    limit: int | None,
    pattern: str | None,
    dry_run: bool,
    **how: Any,  # noqa: ANN401 - options of `wording` and `sending`
) -> int:
    """Ask READER all questions of CORPUS and write its answers, one line each.

    \b
    builtin:NAME     rules, oracle, blind, guesser ...; see `chaosdocs list readers`
    parser:NAME      a third-party parser, with options as in parser:tesseract,dpi=100;
                     see `chaosdocs list parsers`
    answers:FILE     stored answers, for --then
    module:function  a Python function of the case and its files; see `chaosdocs init-reader`
    cmd:COMMAND      {file} is the document; the case comes as JSON on standard input, the answer
                     is read as JSON from standard output
    openai:MODEL     a model behind any endpoint with the OpenAI chat protocol. It gets what
                     `chaosdocs ask --as openai` prints. The key is read from OPENAI_API_KEY.
                     If the endpoint refuses a parameter, the run prints its name and goes on
                     without it.
    http:URL         a service of your own; --map describes its requests and answers

    An exception in a reader becomes an answer with an error, and the run goes on.
    """  # noqa: D301 - click's mark for text that keeps its lines
    from chaosdocs.readers.runner import run

    endpoint = endpoint_of(how) if reader.startswith("openai:") else None
    settings = settings_of(how)
    service = reader.startswith(("http:", "https:"))
    asked_reader = service_of(reader, map_, how) if service else reader
    _priced(max_cost, endpoint if endpoint is not None else asked_reader)
    asked: dict[str, Any] = {
        "reader": reader,
        "pattern": pattern,
        "trials": trials,
        "endpoint": endpoint,
        "settings": settings,
    }
    if dry_run:
        click.echo(_forecast(corpus, out, **asked))
        return 0
    with progress("asking") as on_progress:
        ran = run(
            corpus,
            asked_reader,
            out,
            clock=time.perf_counter,
            jobs=jobs,
            deadline=deadline,
            resume=resume,
            retry_errors=retry_errors,
            mix=mix,
            trials=trials,
            max_cost=max_cost,
            then=then,
            endpoint=endpoint,
            settings=settings,
            limit=limit,
            cases=pattern,
            on_progress=on_progress,
        )
    before = f", {ran.before} answered before" if ran.before else ""
    say(f"{ran.asked} asked{before}, {ran.errors} errors, {ran.cost:.4f} USD: {out}")
    for words in ran.told:
        say(words)
    if limit is not None and endpoint is not None and ran.errors < ran.before + ran.asked:
        say(_forecast(corpus, out, **asked))
    if ran.first_error:
        say(f"the first error: {ran.first_error}")
    if ran.stopped == "cost":
        say(f"stopped at {max_cost} USD with {ran.left} questions left; --resume goes on")
        return 1
    if ran.errors == ran.before + ran.asked:
        say("nothing tested: every answer is an error")
        return 2
    return 0


def _priced(max_cost: float | None, asked: object) -> None:
    from chaosdocs.foundation.errors import UserError

    if max_cost is not None and not getattr(asked, "priced", True):
        raise UserError(
            "what an answer costs is not known",
            where="--max-cost",
            hint="give --price-in and --price-out, in USD for a million tokens; of a service, "
            "cost_usd in its map",
        )


def _forecast(
    corpus: Path,
    out: Path,
    *,
    reader: str,
    pattern: str | None,
    trials: int,
    endpoint: Endpoint | None,
    settings: ModelSettings,
) -> str:
    from chaosdocs.formats.folder import CorpusFolder
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.readers.choosing import chosen
    from chaosdocs.readers.forecast import answers_in, from_answers, from_sizes

    if endpoint is None:
        raise UserError("only models have a price", where="--dry-run", hint="--reader openai:MODEL")
    cases = chosen(list(CorpusFolder(corpus).cases()), pattern, None)
    found = from_answers(cases, answers_in(out, reader), trials, endpoint)
    return (found or from_sizes(cases, corpus, trials, endpoint, settings)).words()
