"""`chaosdocs generate`: the corpus of a recipe."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaosdocs.cli.streams import emit_json, part_of, progress, say
from chaosdocs.foundation.errors import UserError

if TYPE_CHECKING:
    from chaosdocs.corpus.generate import Generated
    from chaosdocs.corpus.reaching import Reached
    from chaosdocs.recipe.model import Recipe

SHOWN = 10
MOST_OPERATORS = 30
"""Most operators that are named with their skipped slots."""
LONGEST = 300
"""Most characters of a reason that are shown; the file has all."""


@click.command(short_help="Make the corpus of a recipe.")
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A new folder for the corpus.")
@click.option(
    "--count", type=click.IntRange(min=1), help="Make this many records; overrides the recipe."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Use this seed; overrides the recipe."
)
@click.option("--jobs", type=click.IntRange(min=1), default=1, help="Worker processes.")
@click.option("--resume", is_flag=True, help="Continue an interrupted run.")
@click.option("--shard", metavar="K/N", help="Make only the K-th of N parts.")
@click.option("--dry-run", is_flag=True, help="Print how much would be made; make nothing.")
@click.option(
    "--price-in", type=float, default=0.0, help="Price of a million input tokens, in USD."
)
@click.option(
    "--price-out", type=float, default=0.0, help="Price of a million output tokens, in USD."
)
@click.option("--strict", is_flag=True, help="Exit 1 if a proof fails.")
@click.option(
    "--allow-defects",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Exit 1 if more than this many cases raise an error.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--trust", is_flag=True, help="Run code that the recipe names.")
def command(
    *,
    recipe: Path,
    out: Path | None,
    count: int | None,
    seed: int | None,
    jobs: int,
    resume: bool,
    shard: str | None,
    dry_run: bool,
    price_in: float,
    price_out: float,
    strict: bool,
    allow_defects: int,
    as_json: bool,
    trust: bool,
) -> int:
    """Make the corpus of RECIPE in the folder OUT. Every case is proved on its files.

    A slot is one planned case. It is skipped if its operator finds nothing to act on, and it is a
    defect if its proof fails. Both kinds give no case and are listed in private/skipped.jsonl.
    """
    from chaosdocs.recipe.load import placed

    part = None if shard is None else part_of(shard, "--shard")
    loaded = changed(recipe, count=count, seed=seed, trust=trust)
    if dry_run:
        from chaosdocs.cli.dry_run import estimate, show

        with placed(recipe):
            estimated = estimate(loaded, part, price_in=price_in, price_out=price_out)
        if as_json:
            emit_json(estimated)
        else:
            show(estimated)
            warn(estimated["left_out"])
        return 0
    if out is None:
        raise UserError("-o is missing: the folder for the corpus", hint="-o corpus")
    from chaosdocs.api import generate

    with placed(recipe), progress("making cases") as on_progress:
        made = generate(
            loaded, out, jobs=jobs, resume=resume, shard=part, trust=trust, on_progress=on_progress
        )
    report(made, as_json=as_json)
    if not made.counts.get("cases"):
        raise UserError("no case was made", where=str(out), hint="see private/skipped.jsonl")
    if len(made.broken) > allow_defects:
        say(
            f"{len(made.broken)} slots raised an error and --allow-defects allows {allow_defects}; "
            "the other cases are proved"
        )
        return 1
    return 1 if strict and made.defects else 0


def changed(path: Path, *, count: int | None, seed: int | None, trust: bool) -> Recipe:
    """Return the recipe in `path` with another count or seed, where they are given."""
    from chaosdocs.recipe.load import load
    from chaosdocs.recipe.part import MOST_MANY

    recipe = load(path, trust=trust)
    if count is not None:
        if count > MOST_MANY:
            raise UserError(f"at most {MOST_MANY:,} records can be named", where="--count")
        source = recipe.source.model_copy(update={"count": count})
        recipe = recipe.model_copy(update={"source": source})
    if seed is not None:
        recipe = recipe.model_copy(update={"seed": seed})
    return recipe


def report(made: Generated, *, as_json: bool) -> None:
    """Write the result of a run."""
    if as_json:
        emit_json(
            {
                "folder": str(made.folder),
                "counts": made.counts,
                "operators": [operator_row(each) for each in made.operators],
            }
        )
    else:
        for name, number in made.counts.items():
            click.echo(f"{name}\t{number}")
    warn(made.left_out)
    if made.before:
        say(f"{made.before} slots had been made before")
    short = [each for each in made.operators if each.made < each.slots]
    if short:
        say(f"{len(made.skipped)} slots gave no case, of these operators:")
        for each in short[:MOST_OPERATORS]:
            say(f"  {each.words()}")
        if len(short) > MOST_OPERATORS:
            say(f"  and {len(short) - MOST_OPERATORS} more operators: see --json")
    for row in made.defects[:SHOWN]:
        say(f"defect: {row['label']}: {_short(row['reason'])}")
    if len(made.defects) > SHOWN:
        say(f"... and {len(made.defects) - SHOWN} more: see private/skipped.jsonl")
    say(f"{made.counts.get('cases', 0)} cases in {made.folder}")


def operator_row(each: Reached) -> dict[str, Any]:
    """Return what an operator reaches, for JSON."""
    return {
        "operator": each.operator,
        "slots": each.slots,
        "made": each.made,
        "reasons": [{"why": why, "slots": slots} for why, slots in each.reasons],
    }


def warn(left_out: Sequence[str]) -> None:
    """Write which parts of the user's own file are in no document."""
    for words in left_out[:SHOWN]:
        say(f"left out: {words}")
    if len(left_out) > SHOWN:
        say(f"left out: {len(left_out) - SHOWN} more")


def _short(reason: str) -> str:
    return reason if len(reason) <= LONGEST else f"{reason[:LONGEST]} ..."
