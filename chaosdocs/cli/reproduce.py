"""`chaosdocs reproduce`: one case made again."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say


@click.command(short_help="Make one case again, alone, byte for byte.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("case")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder for its files."
)
@click.option("--trust", is_flag=True, help="Run code that the corpus names.")
def command(corpus: Path, case: str, out: Path, trust: bool) -> None:
    """Make one case again: CASE of CORPUS, an id or a label. Different bytes are an error."""
    from chaosdocs.corpus.reproduce import reproduce
    from chaosdocs.making.witnesses import Witnesses

    for path in reproduce(corpus, case, out, prover=Witnesses(), trust=trust):
        click.echo(path)
    say(f"the same bytes as in the corpus: {out}")
