"""`chaosdocs list`: the entries of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

import click

from chaosdocs.cli.streams import emit_json, table
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.registry import Facts


@click.command(short_help="List the operators, templates, systems, sources, readers ...")
@click.argument("kind", required=False)
@click.option("--stage", help="Only operators of this stage: facts, values, table, tree, flow ...")
@click.option("--family", help="Only operators of this family: dates, scan ...")
@click.option("--medium", help="Only operators for this medium: pdf, csv ...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    kind: str | None, stage: str | None, family: str | None, medium: str | None, as_json: bool
) -> None:
    """List the entries of KIND. Without KIND, list the kinds.

    --stage, --family and --medium select operators. Each takes a glob such as 'd*'.
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
    columns = [
        column
        for column in dict.fromkeys(key for facts in known.values() for key in facts)
        if not all(name.startswith(f"{known[name].get(column)}.") for name in known)
    ]
    start = _common_start([registry.summary(name) for name in known])
    table(
        (registry.kind, *columns, f"{start} ..." if start else "summary"),
        [
            (
                name,
                *(_words(known[name].get(column, "")) for column in columns),
                registry.summary(name).removeprefix(start).replace("``", "`").strip(),
            )
            for name in chosen
        ],
        title=f"{len(chosen)} {registry.plural if len(chosen) != 1 else registry.kind}",
    )


def _common_start(summaries: Sequence[str]) -> str:
    """Return the words with which all summaries begin; empty if there are fewer than two words.

    Example:
        >>> _common_start(["A document with a date", "A document with no date"])
        'A document with'
        >>> _common_start(["Any text", "Any cell"])
        ''
    """
    if len(summaries) < 2:  # noqa: PLR2004 - one text has nothing in common
        return ""
    common = []
    for words in zip(*(each.split() for each in summaries), strict=False):
        if len(set(words)) > 1:
            break
        common.append(words[0])
    return " ".join(common) if len(common) > 1 else ""


def _kinds(counts: Iterable[tuple[str, int]], as_json: bool) -> None:
    if as_json:
        emit_json([{"kind": kind, "count": count} for kind, count in counts])
        return
    table(
        ("kind", "entries", "command"),
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
