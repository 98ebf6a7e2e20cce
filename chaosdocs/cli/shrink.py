"""`chaosdocs shrink`: the smallest case that a reader still fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaosdocs.cli.streams import emit_json, progress, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chaosdocs.corpus.make import MadeCase, Maker
    from chaosdocs.formats.cases import StepTruth
    from chaosdocs.testing.shrinking import Shrunk
    from chaosdocs.testing.stored import StoredCase


@click.command(short_help="Shrink a case to the smallest one that a reader still fails.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("case")
@click.option("--reader", required=True, help="builtin:NAME, module:function or cmd:COMMAND.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="New folder for the shrunk case."
)
@click.option("--path", help="Only failures on this field count, such as /total.")
@click.option(
    "--gaps",
    is_flag=True,
    help="Also count a needlessly open field as a failure.",
)
@click.option(
    "--max-calls",
    type=click.IntRange(min=3),
    default=200,
    show_default=True,
    help="Most questions to the reader.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop the reader if an answer takes more than this many seconds.",
)
@click.option("--trust", is_flag=True, help="Run code that the corpus names.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    *,
    corpus: Path,
    case: str,
    reader: str,
    out: Path | None,
    path: str | None,
    gaps: bool,
    max_calls: int,
    deadline: float | None,
    trust: bool,
    as_json: bool,
) -> None:
    """Shrink CASE of CORPUS (an id or a label) to the smallest case that READER still fails.

    Removes operators, lowers severities and removes single edits as long as the reader fails in
    the same way: with the same named wrong answer, or with the same outcome on the same field. The
    shrunk case is proved and written to a new folder, with a test that asks the reader again.
    """
    from chaosdocs.corpus.make import Maker
    from chaosdocs.corpus.reproduce import slot_of
    from chaosdocs.formats.folder import CorpusFolder
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.making.witnesses import Witnesses
    from chaosdocs.recipe.load import load
    from chaosdocs.testing.keeping import keep_for_reader
    from chaosdocs.testing.shrinking import shrink

    folder = CorpusFolder(corpus)
    name = folder.find(case)
    maker = Maker(load(folder.recipe, trust=trust), Witnesses())
    number = slot_of(folder, name, maker)
    where = out if out is not None else Path(f"shrunk-{name}")
    if where.exists():
        raise UserError("the folder exists already", where=str(where), hint="name a new folder")
    with _asking(reader, deadline) as (ask, root), progress("asking") as on_progress:
        found = shrink(
            maker,
            number,
            ask,
            path=path,
            gaps_fail=gaps,
            most_calls=max_calls,
            on_progress=on_progress,
        )
        left = _stored(maker, found, root)
        title = f"{left.label}: {found.misses[0].sentence()}"
        keep_for_reader(
            where,
            left,
            found.answer,
            reader,
            title=title,
            fields={miss.path for miss in found.misses},
            gaps_fail=gaps,
            deadline=deadline,
        )
    if as_json:
        emit_json(_told(found, left, where))
        return
    _print(found, left, where)


def _print(found: Shrunk, left: StoredCase, where: Path) -> None:
    before = " + ".join(f"{step.operator.id}@{step.severity}" for step in found.steps) or "clean"
    after = " + ".join(_named(step) for step in left.truth.steps) or "clean"
    decisions = sum(len(step.keys) for step in left.truth.steps)
    click.echo(f"before    {before}: {_count(found.decisions)}")
    click.echo(f"after     {after}: {_count(decisions)}")
    for miss in found.misses:
        click.echo(f"fails     {miss.sentence()}")
    for edit in left.edits:
        click.echo(f"edit      {edit}")
    click.echo(f"folder    {where}")
    click.echo(f"replay    sh {where}/replay.sh")
    if not left.truth.steps:
        say("the reader also fails the clean document, so the damage is not the cause")
    if found.flaky:
        say("the reader is flaky: it did not fail on the same file every time")
    if found.exhausted:
        say(f"stopped after {found.calls} questions; --max-calls allows more")


def _count(decisions: int) -> str:
    return f"{decisions} decision{'s' * (decisions != 1)}"


def _named(step: StepTruth) -> str:
    """The operator without its version, and the severity."""
    return f"{step.operator.partition('@')[0]}@{step.severity}"


def _told(found: Shrunk, left: StoredCase, where: Path) -> dict[str, Any]:
    return {
        "label": left.label,
        "steps": [step.model_dump(mode="json") for step in left.truth.steps],
        "misses": [miss.sentence() for miss in found.misses],
        "edits": list(left.edits),
        "folder": str(where),
        "calls": found.calls,
        "flaky": found.flaky,
        "exhausted": found.exhausted,
    }


@contextmanager
def _asking(
    reader: str, deadline: float | None
) -> Iterator[tuple[Callable[[MadeCase], object], Path]]:
    """Give a function that asks the reader about a case, and the folder where files are put."""
    from chaosdocs.foundation.scratch import scratch
    from chaosdocs.readers.desk import Desk
    from chaosdocs.readers.loading import load_reader
    from chaosdocs.readers.runner import question

    read = load_reader(reader)
    with (
        scratch() as root,
        Desk(root, reader, read, clock=time.perf_counter, jobs=1, deadline=deadline) as desk,
    ):

        def ask(made: MadeCase) -> object:
            _put(made, root)
            return desk.answer(question(read, made.case, made.truth))

        yield ask, root


def _put(made: MadeCase, root: Path) -> None:
    for path, data in made.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _stored(maker: Maker, found: Shrunk, root: Path) -> StoredCase:
    """Return the shrunk case and its clean twin, with their files in `root`."""
    from chaosdocs.corpus.make import MadeCase
    from chaosdocs.testing.stored import StoredCase

    made = found.made
    _put(made, root)
    twin = None
    if made.truth.steps:
        clean = maker.variant(made.slot.number, (), made.slot.events)
        assert isinstance(clean, MadeCase)  # noqa: S101 - the damaged one is not made without it
        _put(clean, root)
        twin = StoredCase(clean.case, clean.truth, clean.plan, root)
    return StoredCase(made.case, made.truth, made.plan, root, twin)
