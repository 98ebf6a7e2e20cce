"""`chaosdocs show`: one case in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chaosdocs.cli.streams import emit_json, table
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import encode_line

if TYPE_CHECKING:
    from chaosdocs.formats.cases import CasePlan, CaseTruth, FieldExpectation
    from chaosdocs.formats.folder import CorpusFolder

_LONGEST = 60


@click.command(short_help="Show the truth and the edits of one case.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("case", required=False)
@click.option("--json", "as_json", is_flag=True, help="Case, truth, plan and evidence as JSON.")
@click.option("--all", "every", is_flag=True, help="Every case, as JSON, one line each.")
@click.option("--touched", is_flag=True, help="Only the fields that an operator touched.")
def command(corpus: Path, case: str | None, as_json: bool, every: bool, touched: bool) -> None:
    """Show the files, the edits and the truth of CASE of CORPUS (an id or a label).

    With --all, name no CASE: every case is printed as one line of JSON. The files in private/ are
    gzip; zcat prints them too.
    """
    from chaosdocs.formats.folder import CorpusFolder

    folder = CorpusFolder(corpus)
    if every:
        if case is not None:
            raise UserError(f"--all shows every case, so name no case ({case!r})", where="--all")
        for each in folder.cases():
            click.echo(encode_line(_whole(folder, each.case)), nl=False)
        return
    if case is None:
        raise UserError(
            "no case is named", where=str(corpus), hint="name one by id or label, or give --all"
        )
    name = folder.find(case)
    if as_json:
        emit_json(_whole(folder, name))
        return
    public, truth = folder.case(name), folder.truth(name)
    plan = next(folder.plans((name,)), None)
    click.echo(f"{truth.label}\n")
    click.echo(f"case      {truth.case}")
    click.echo(f"record    {', '.join(truth.records)} ({truth.locale})")
    click.echo(f"rendering {truth.rendering}")
    click.echo(f"channel   {public.channel}, derive: {public.derive}")
    click.echo(f"twin      {truth.twin or 'none: this case is clean'}")
    for file in public.files:
        click.echo(f"file      {corpus / file.path} ({file.bytes} bytes)")
    for issue in truth.issues:
        click.echo(f"issue     {issue.path}: {issue.code}")
    click.echo()
    edits = list(_edits(plan, truth)) if plan is not None else []
    if edits:
        table(("step", "operator", "edit"), edits, title="Edits")
    fields = [
        row for leaf in truth.leaves() for row in _field(leaf.path, leaf.truth, touched=touched)
    ]
    table(
        ("field", "state", "right answer", "because", "touched by", "lures"), fields, title="Truth"
    )


def _whole(folder: CorpusFolder, name: str) -> dict[str, Any]:
    """Return all that the corpus holds of a case."""
    plan = next(folder.plans((name,)), None)
    return {
        "case": folder.case(name).model_dump(mode="json", by_alias=True),
        "truth": folder.truth(name).model_dump(mode="json", exclude_defaults=True),
        "plan": plan.model_dump(mode="json") if plan is not None else None,
        "evidence": [each.row() for each in folder.evidence((name,))],
    }


def _edits(plan: CasePlan, truth: CaseTruth) -> Iterator[tuple[str, ...]]:
    from chaosdocs.corpus.words import edits_of

    of_truth = {step.step for step in truth.steps}
    for step in plan.steps:
        operator = f"{step.operator} severity {step.severity}"
        if step.step not in of_truth:
            operator += " (clean too)"
        for words in edits_of(step):
            yield step.step, operator, words


def _field(path: str, field: FieldExpectation, *, touched: bool) -> Iterator[tuple[str, ...]]:
    if touched and not field.touched:
        return
    right = " or ".join(_short(value) for value in field.accept or field.readings)
    known = field.why or field.reason or ""
    if field.partial is not None:
        right = f"a gap, or {field.partial}"
    if field.was is not None:
        known = f"{known} (was {_short(field.was)})".strip()
    lures = "; ".join(f"{_short(lure.value)} ({lure.name})" for lure in field.lures)
    yield path, field.state, right, known, " ".join(field.touched), lures


def _short(value: Any) -> str:  # noqa: ANN401 - a JSON value
    match value:
        case {"amount": amount, "currency": currency, **rest} if not rest:
            text = f"{amount} {currency}"
        case {"value": number, "unit": unit, **rest} if not rest:
            text = f"{number} {unit}".strip()
        case str():
            text = value
        case _:
            text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
