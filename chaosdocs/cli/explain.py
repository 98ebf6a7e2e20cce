"""`chaosdocs explain`: all about one operator, template, system, source, reader, or recipe."""

from __future__ import annotations

from pathlib import Path

import click

_RECIPES = {".yaml", ".yml"}


@click.command(short_help="Explain one operator, template, system, source, reader, or a recipe")
@click.argument("name")
@click.option("--trust", is_flag=True, help="Run code that the recipe names.")
def command(name: str, trust: bool) -> None:
    """Explain NAME: an operator, a template, a system, a source, a reader ...

    If several kinds have an entry of this name, put the kind before it: template:statement. If
    NAME is a recipe file, the command prints the fields of its records with their kinds, and the
    rules that give a value from other values.
    """
    if Path(name).suffix in _RECIPES:
        _explain_recipe(Path(name), trust=trust)
        return
    from chaosdocs.cli.kinds import named

    registry, own = named(name)
    click.echo(registry.page(own))


def _explain_recipe(path: Path, *, trust: bool) -> None:
    from chaosdocs.cli.dry_run import show_own
    from chaosdocs.corpus.records import Records
    from chaosdocs.recipe.load import load

    recipe = load(path, trust=trust)
    records = Records.of(recipe)
    click.echo(f"{recipe.name}: {len(records)} records\n")
    if recipe.source.domain is not None:
        from chaosdocs.sources.registry import SOURCES

        click.echo(SOURCES[recipe.source.domain].page())
        return
    show_own(
        [{"field": name, "kind": kind, "because": why} for name, kind, why in records.kinds],
        [{"rule": each.name, "used": each.used, "because": each.because} for each in records.rules],
    )
