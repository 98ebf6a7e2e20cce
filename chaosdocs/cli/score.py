"""`chaosdocs score`: judge answers against the truth."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

import click

from chaosdocs.cli.resampling import resampling_options
from chaosdocs.cli.streams import progress, say, today, typed


@click.command(short_help="Judge answers against the truth.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("answers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder for the results.")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="YAML file with weights, comparisons and utilities.",
)
@click.option(
    "--gate",
    "gates",
    multiple=True,
    metavar="EXPR",
    help="A limit that must hold, such as 'silent_error_rate<=0.01'.",
)
@click.option("--baseline", type=click.Path(path_type=Path), help="File of known failures.")
@click.option(
    "--baseline-update", is_flag=True, help="Write the failures of this run into the baseline."
)
@click.option(
    "--baseline-prune",
    is_flag=True,
    help="Remove failures that are fixed or no longer exist from the baseline.",
)
@click.option("--no-check", is_flag=True, help="Do not check the digests of the corpus files.")
@click.option("--channel", help="Judge by this channel: eye, text, ...")
@click.option(
    "--nulls",
    type=click.Choice(["auto", "merged", "split"]),
    default="auto",
    show_default=True,
    help="What a null means. merged: left open. split: not in the document. auto: by the answers.",
)
@resampling_options
@click.option(
    "--inconclusive",
    type=click.Choice(["fail", "pass"]),
    default="fail",
    show_default=True,
    help="Result of a gate that has too few records to decide.",
)
@click.option(
    "--part", metavar="K/N", help="Judge only the K-th of N parts, into a file in the folder OUT."
)
@click.option(
    "--parts",
    type=click.Path(path_type=Path),
    help="Combine the parts in this folder, which --part wrote.",
)
@click.option(
    "--parquet",
    is_flag=True,
    help="Also write fields.parquet; needs pip install 'chaosdocs[parquet]'.",
)
@click.option("--details", is_flag=True, help="Print all figures, not only the verdict.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--trust", is_flag=True, help="Run code that the configuration names.")
def command(
    *,
    corpus: Path,
    answers: tuple[Path, ...],
    out: Path | None,
    config: Path | None,
    gates: tuple[str, ...],
    baseline: Path | None,
    baseline_update: bool,
    baseline_prune: bool,
    no_check: bool,
    channel: str | None,
    nulls: Literal["auto", "merged", "split"],
    resamples: int,
    seed: int,
    inconclusive: Literal["fail", "pass"],
    part: str | None,
    parts: Path | None,
    parquet: bool,
    details: bool,
    as_json: bool,
    trust: bool,
) -> int:
    """Judge ANSWERS against the truth of CORPUS. Give one file for each reader.

    Prints the verdict. With -o, writes fields.jsonl, samples.jsonl (a line for each case),
    summary.json, report.html and junit.xml.
    With --baseline, known failures fail no gate and new failures do. `chaosdocs metrics` lists the
    metrics that a gate can name. Exit 1 if a gate failed or is inconclusive, 2 if it had nothing
    to read.
    """
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.score import score
    from chaosdocs.truth.statements import CHANNELS

    date = today()
    known = {name: name for name in CHANNELS}
    if channel is not None and channel not in known:
        raise UserError(f"no channel {channel!r}", given=channel, allowed=CHANNELS)
    if (baseline_update or baseline_prune) and baseline is None:
        raise UserError("--baseline is missing", hint="add --baseline FILE")
    by_channel = None if channel is None else known[channel]
    if part is not None:
        from chaosdocs.cli.streams import part_of
        from chaosdocs.score.run import judge_apart

        if out is None:
            raise UserError("--part needs a folder for its file", hint="add -o FOLDER")
        for path in judge_apart(
            corpus, answers, part_of(part, "--part"), out, config=config, nulls=nulls,
            channel=by_channel, trust=trust, check=not no_check,
        ):  # fmt: skip
            say(f"The part: {path}")
        return 0
    if parquet:
        from chaosdocs.score.writing.parquet import need_pyarrow

        need_pyarrow()
        if out is None:
            raise UserError("--parquet needs a folder for fields.parquet", hint="add -o FOLDER")
    with progress("judging") as on_progress:
        result = score(
            corpus,
            answers,
            config=config,
            nulls=nulls,
            gates=gates,
            baseline=baseline,
            update="all" if baseline_update else "prune" if baseline_prune else None,
            check=not no_check,
            channel=by_channel,
            parts=parts,
            resamples=resamples,
            seed=seed,
            inconclusive=inconclusive,
            trust=trust,
            on_progress=on_progress,
        )
    if out is not None:
        from chaosdocs.report.html import REPORT, write_report
        from chaosdocs.score.writing.parquet import FIELDS_PARQUET, write_parquet

        page = partial(write_report, result, corpus, command=typed(), date=date)
        columns = partial(write_parquet, result) if parquet else None
        result.write(out, beside={FIELDS_PARQUET: columns, REPORT: page})
        say(f"The report: {out / REPORT}")
    elif not as_json:
        say("-o DIR writes the report with pictures; --details prints every figure.")
    click.echo(result.summary.as_json(indent=1) if as_json else result.text(details=details))
    return result.exit_code
