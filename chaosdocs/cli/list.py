"""`chaosdocs list`: what there is of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

import click

from chaosdocs.cli.streams import emit_json, table
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Facts


@click.command(short_help="List the operators, templates, systems, sources, readers ...")
@click.argument("kind", required=False)
@click.option("--stage", help="Only those of a stage: facts, values, table, tree, flow ...")
@click.option("--family", help="Only those of a family: dates, scan ...")
@click.option("--medium", help="Only those that make sense on a medium: pdf, csv ...")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(
    kind: str | None, stage: str | None, family: str | None, medium: str | None, as_json: bool
) -> None:
    """List what there is of KIND; without KIND, list the kinds.

    --stage, --family and --medium take globs and are for operators.
    """
    from chaosdocs.cli.kinds import registries, registry_of

    if kind is None:
        _kinds([(each.plural, len(each)) for each in registries().values()], as_json)
        return
    registry = registry_of(kind)
    known = {name: registry.facts(name) for name in registry}
    filters = {"stage": stage, "family": family, "media": medium}
    chosen = _chosen(known, {key: glob for key, glob in filters.items() if glob}, registry.plural)
    if as_json:
        emit_json([registry.record(name) for name in chosen])
        return
    columns = list(dict.fromkeys(key for facts in known.values() for key in facts))
    table(
        (registry.kind, *columns, "summary"),
        [
            (name, *(_words(known[name].get(c, "")) for c in columns), registry.summary(name))
            for name in chosen
        ],
        title=f"{len(chosen)} {registry.plural}",
    )


def _kinds(counts: Iterable[tuple[str, int]], as_json: bool) -> None:
    if as_json:
        emit_json([{"kind": kind, "count": count} for kind, count in counts])
        return
    table(
        ("kind", "how many", "list them"),
        [(kind, str(count), f"chaosdocs list {kind}") for kind, count in counts],
    )


def _chosen(known: dict[str, Facts], globs: dict[str, str], plural: str) -> list[str]:
    """Return the names whose facts match every glob."""
    left = list(known)
    for key, glob in globs.items():
        option = {"media": "--medium"}.get(key, f"--{key}")
        allowed = sorted({word for facts in known.values() for word in _list(facts.get(key, []))})
        if not allowed:
            raise UserError(f"{plural} have no {option.strip('-')}", where=option)
        if not any(fnmatchcase(word, glob) for word in allowed):
            what = option.strip("-")
            raise UserError(
                f"no {plural} with {what} {glob!r}", where=option, given=glob, allowed=allowed
            )
        left = [name for name in left if any(fnmatchcase(w, glob) for w in _list(known[name][key]))]
    return left


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _words(value: str | list[str]) -> str:
    return " ".join(_list(value))
