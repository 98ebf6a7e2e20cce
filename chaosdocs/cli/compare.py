"""`chaosdocs compare`: two readers on the same corpus."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say
from chaosdocs.foundation.files import write_atomically


@click.command(short_help="Compare two readers on the same corpus, case by case.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="File for the comparison.")
@click.option("--resamples", type=click.IntRange(min=1), default=2000, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=0, help="Seed of the resamples.")
def command(
    *, corpus: Path, first: Path, second: Path, out: Path | None, resamples: int, seed: int
) -> int:
    """Compare the answers FIRST with SECOND: paired differences, intervals, flips."""
    from chaosdocs.score import score
    from chaosdocs.score.comparing.paired import compare

    result = score(
        corpus, [first, second], resamples=resamples, seed=seed, check=True, reference_readers=False
    )
    text = compare(result).text()
    if out is not None:
        write_atomically(out, text.encode())
        say(f"written: {out}")
    click.echo(text)
    return 0
