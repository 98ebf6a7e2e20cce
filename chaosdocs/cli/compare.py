"""`chaosdocs compare`: two readers on the same corpus."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.resampling import resampling_options
from chaosdocs.cli.streams import say, today, typed
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically

PAGE, TEXT = ".html", ".txt"


@click.command(short_help="Compare two readers on the same corpus, case by case.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write an HTML page (FILE.html) or text (FILE.txt).",
)
@resampling_options
def command(
    *, corpus: Path, first: Path, second: Path, out: Path | None, resamples: int, seed: int
) -> int:
    """Compare two files of answers: differences with intervals, and the fields that changed.

    With -o FILE.html, writes an HTML page: both readers side by side, the significant changes, and
    the operators and the fields on which the readers differ.
    """
    from chaosdocs.score import score
    from chaosdocs.score.comparing.paired import compare

    date = today()
    if out is not None:
        _check(out)
    result = score(
        corpus, [first, second], resamples=resamples, seed=seed, check=True, reference_readers=False
    )
    comparison = compare(result)
    text = comparison.text()
    if out is not None and out.suffix == PAGE:
        from chaosdocs.report.compared import write_comparison

        write_comparison(comparison, result, corpus, out, command=typed(), date=date)
        say(f"The page: {out}")
    elif out is not None:
        write_atomically(out, text.encode())
        say(f"written: {out}")
    click.echo(text)
    return 0


def _check(out: Path) -> None:
    """Refuse a target that cannot be written, before anything is scored.

    Raises:
        UserError: `out` is a folder, or its ending is not known.
    """
    if out.is_dir():
        raise UserError("this is a folder", where=str(out), hint="name a file: -o page.html")
    if out.suffix not in {PAGE, TEXT}:
        raise UserError(
            f"unknown file type {out.suffix!r}" if out.suffix else "the file name has no ending",
            where=str(out),
            allowed=(PAGE, TEXT),
        )
