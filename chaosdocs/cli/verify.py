"""`chaosdocs verify`: every expectation proved again from the files."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import emit_json, progress, say
from chaosdocs.foundation.errors import shortened

SHOWN = 30


@click.command(short_help="Prove every expectation of a corpus again from its files.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option(
    "--deep",
    type=click.FloatRange(0, 1),
    default=0.02,
    show_default=True,
    help="Share of the cases to check also with pdfplumber and tesseract, and scans with the "
    "slow legibility witnesses.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Worker processes.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--trust", is_flag=True, help="Run code that the recipe names.")
def command(*, corpus: Path, deep: float, jobs: int, as_json: bool, trust: bool) -> int:
    """Open every file of CORPUS with witnesses that share no code with the writers.

    Checks digests, formats, leaks and the truth of every field. Exit 1 if a check fails.
    """
    from chaosdocs.api import verify

    with progress("verifying") as on_progress:
        report = verify(corpus, deep_share=deep, trust=trust, jobs=jobs, on_progress=on_progress)
    if as_json:
        emit_json(
            {
                "cases": report.cases,
                "proved": report.proved,
                "deep": report.deep,
                "witnesses": dict(report.witnesses),
                "failures": [
                    {"case": f.case, "path": f.path, "code": f.code, "detail": f.detail}
                    for f in report.failures
                ],
            }
        )
    else:
        for failure in report.failures[:SHOWN]:
            words = f"{failure.case}\t{failure.path}\t{failure.code}\t{failure.detail}"
            click.echo(shortened(words))
        if len(report.failures) > SHOWN:
            say(f"... and {len(report.failures) - SHOWN} more: --json lists them all")
        if report.witnesses:
            say("fields confirmed by each witness or check:")
        for witness, fields in report.witnesses.items():
            say(f"  {witness:<16} {fields:>7,}")
    say(
        f"{report.proved} of {report.cases} cases proved, {report.deep} of them also with the "
        "slow witnesses (--deep)"
    )
    return 0 if report.sound else 1
