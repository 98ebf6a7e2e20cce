"""`chaosdocs operators`: the list."""

from __future__ import annotations

from fnmatch import fnmatchcase

import click

from chaosdocs.cli.streams import emit_json, table
from chaosdocs.foundation.errors import UserError


@click.command(short_help="List the operators.")
@click.option("--stage", help="Only those of a stage: facts, values, table, tree, flow ...")
@click.option("--family", help="Only those of a family: dates, scan ...")
@click.option("--medium", help="Only those that make sense on a medium: pdf, csv ...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(stage: str | None, family: str | None, medium: str | None, as_json: bool) -> None:
    """List the operators: what can be wrong with a document."""
    from chaosdocs.authoring.registry import REGISTRY

    every = tuple(REGISTRY.values())
    for name, given, allowed in (
        ("--stage", stage, {op.stage.name for op in every}),
        ("--family", family, {op.family for op in every}),
        ("--medium", medium, {m for op in every for m in op.media}),
    ):
        if given is not None and not any(fnmatchcase(each, given) for each in allowed):
            raise UserError(
                f"no operator has {given!r}", where=name, given=given, allowed=sorted(allowed)
            )
    chosen = [
        op
        for op in every
        if (stage is None or fnmatchcase(op.stage.name, stage))
        and (family is None or fnmatchcase(op.family, family))
        and (medium is None or any(fnmatchcase(m, medium) for m in op.media))
    ]
    if as_json:
        emit_json(
            [
                {
                    "id": op.id,
                    "version": op.version,
                    "stage": op.stage.name,
                    "media": list(op.media),
                    "summary": op.summary,
                    "origin": op.origin,
                    "targeted": op.targeted,
                    "near_miss": op.near_miss,
                    "nested": op.nested,
                    "levels": op.levels(),
                }
                for op in chosen
            ]
        )
        return
    table(
        ("operator", "stage", "media", "a document with ..."),
        [(op.pinned, op.stage.name, " ".join(op.media), op.summary) for op in chosen],
        title=f"{len(chosen)} operators",
    )
