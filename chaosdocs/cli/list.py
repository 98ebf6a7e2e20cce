"""`chaosdocs list`: what there is of a kind."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import click

from chaosdocs.cli.kinds import registry
from chaosdocs.cli.streams import emit_json, table
from chaosdocs.foundation.errors import UserError

if TYPE_CHECKING:
    from chaosdocs.authoring.registry import AnyOperator


@click.command(short_help="List operators, sources, templates, systems or readers.")
@click.argument("kind", default="operators", metavar="KIND")
@click.option("--stage", help="Operators of a stage: facts, values, table, tree, flow ...")
@click.option("--family", help="Operators of a family: dates, scan ...")
@click.option("--medium", help="Operators that make sense on a medium: pdf, csv ...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *, kind: str, stage: str | None, family: str | None, medium: str | None, as_json: bool
) -> None:
    """List all things of KIND: operators, sources, templates, systems or readers.

    `chaosdocs explain NAME` says all about one of them.
    """
    found = registry(kind)
    filters = {"--stage": stage, "--family": family, "--medium": medium}
    if kind == "operators":
        _operators(tuple(found.values()), filters, as_json=as_json)
        return
    for option, given in filters.items():
        if given is not None:
            raise UserError(f"{kind} have no {option[2:]}", where=option, hint="list operators")
    rows = [(name, found.summary(name)) for name in found]
    if as_json:
        emit_json([{"name": name, "summary": summary} for name, summary in rows])
    else:
        table((found.kind, "in one line"), rows)


def _operators(
    every: Iterable[AnyOperator], filters: dict[str, str | None], *, as_json: bool
) -> None:
    chosen = list(every)
    for option, given in filters.items():
        if given is None:
            continue
        allowed = {value for op in chosen for value in _values(op, option)}
        if not any(fnmatchcase(each, given) for each in allowed):
            raise UserError(
                f"no operator has {given!r}", where=option, given=given, allowed=sorted(allowed)
            )
        chosen = [op for op in chosen if any(fnmatchcase(v, given) for v in _values(op, option))]
    if as_json:
        emit_json([_row(op) for op in chosen])
        return
    table(
        ("operator", "stage", "media", "a document with ..."),
        [(op.pinned, op.stage.name, " ".join(op.media), op.summary) for op in chosen],
        title=f"{len(chosen)} operators",
    )


def _values(op: AnyOperator, option: str) -> tuple[str, ...]:
    return {"--stage": (op.stage.name,), "--family": (op.family,), "--medium": op.media}[option]


def _row(op: AnyOperator) -> dict[str, Any]:
    return {
        "name": op.id,
        "version": op.version,
        "stage": op.stage.name,
        "media": list(op.media),
        "summary": op.summary,
        "evidence": op.evidence,
        "targeted": op.targeted,
        "near_miss": op.near_miss,
        "nested": op.nested,
        "levels": op.levels(),
    }
