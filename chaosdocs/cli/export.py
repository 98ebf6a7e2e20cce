"""`chaosdocs export`: a corpus for another harness."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from chaosdocs.cli.streams import say
from chaosdocs.foundation.files import read
from chaosdocs.readers.settings import FORMS, PDFS, Confidence, Form, Pdf


@click.command(
    short_help="Write a corpus for another harness: Inspect, promptfoo, datasets, lm-eval ..."
)
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option("--to", required=True, metavar="FORMAT", help="See `chaosdocs list exporters`.")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A new folder. The command makes public/ and private/ in it.",
)
@click.option(
    "--form",
    type=click.Choice(FORMS),
    default="plain",
    show_default=True,
    help="plain: the answer alone. envelope: the model can leave fields open with a reason.",
)
@click.option(
    "--confidence",
    type=click.Choice(("verbal", "none")),
    default="none",
    show_default=True,
    help="verbal: the model states its confidence; needs --form envelope.",
)
@click.option(
    "--pdf", type=click.Choice(PDFS), help="How a PDF is sent. Default: as the format does."
)
@click.option(
    "--cases",
    help="Only these cases: a glob for ids and labels, or a file with an id or label per line.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), help="Export this many cases, drawn at random."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the draw.")
def command(
    *,
    corpus: Path,
    to: str,
    out: Path,
    form: Form,
    confidence: Confidence,
    pdf: Pdf | None,
    cases: str | None,
    sample: int | None,
    seed: int,
) -> None:
    """Write CORPUS for another harness. The answers come back with `chaosdocs import`.

    OUT/public is complete and holds no truth: it may be given away. OUT/private is what answers
    are judged by: `chaosdocs score --no-check OUT/private ANSWERS.jsonl`.
    """
    from chaosdocs.harness.exporting import export

    made = export(
        corpus,
        to,
        out,
        form=form,
        confidence=confidence,
        pdf=pdf,
        cases=_globs(cases),
        sample=sample,
        seed=seed,
    )
    left_out = made.manifest["left_out"]
    for why, count in Counter(each["why"] for each in left_out).items():
        say(f"left out: {count} of {len(left_out) + made.manifest['written']} cases: {why}")
    if not made.private:
        say("the truth is not in this corpus: only the public half was written")
    say(f"{made.manifest['written']} cases: {out}. To run them, in {out / 'public'}:")
    click.echo(made.manifest["command"])


def _globs(given: str | None) -> list[str]:
    if given is None:
        return []
    path = Path(given)
    if path.is_file():
        return [line.strip() for line in read(path).decode("utf-8").splitlines() if line.strip()]
    return [given]
