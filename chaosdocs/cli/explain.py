"""`chaosdocs explain`: all about one operator, template, system, source, reader ..."""

from __future__ import annotations

import click


@click.command(short_help="Explain one operator, template, system, source, reader ...")
@click.argument("name")
def command(name: str) -> None:
    """Explain NAME, whatever it is: an operator, a template, a system, a source, a reader ...

    Where several kinds have the name, the kind goes before it: template:statement.
    """
    from chaosdocs.cli.kinds import named

    registry, own = named(name)
    click.echo(registry.page(own))
