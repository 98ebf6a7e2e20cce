"""`chaosdocs import`: the answers in another harness' log."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say


@click.command(short_help="Read the answers from another harness's log.")
@click.argument("kind", metavar="FORMAT")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A new file of answers.",
)
@click.option("--model", help="Take only the answers of this model.")
@click.option(
    "--case", metavar="KEY", help="For jsonl: the key that holds the case id, such as meta.case."
)
@click.option(
    "--said", metavar="KEY", help="For jsonl: the key that holds the answer, such as output.text."
)
def command(
    *,
    kind: str,
    logs: tuple[Path, ...],
    out: Path,
    model: str | None,
    case: str | None,
    said: str | None,
) -> int:
    """Write the answers in LOG, a file or a folder of FORMAT, as lines for `chaosdocs score`.

    Repetitions become trials. A sample that failed becomes an error, which counts as invalid
    though the harness may leave it out of its means. Exit 2 if every answer is an error.
    """
    from chaosdocs.harness.importing import convert

    made = convert(kind, logs, out, model=model, case=case, said=said)
    missing = "" if made.exported is None else _missing(made.exported - len(made.cases))
    say(f"{made.answers} answers, {made.errors} errors{missing}: {out}")
    if made.again:
        say(f"{made.again} answers repeat a case and trial: they became further trials")
    say("The harness' means are over cases; `chaosdocs score` has the headline.")
    if made.errors == made.answers:
        say("nothing tested: every answer is an error")
        return 2
    return 0


def _missing(count: int) -> str:
    return f", {max(count, 0)} cases of the export missing"
