"""`chaosdocs explain`: all about one named thing."""

from __future__ import annotations

import click

from chaosdocs.cli.kinds import named


@click.command(short_help="Explain an operator, source, template, system or reader.")
@click.argument("name")
def command(*, name: str) -> None:
    """Say all about NAME: an operator, a source, a template, a system or a reader.

    If several kinds have the name, say which: `templates:statement`.
    """
    registry, rest = named(name)
    click.echo(registry.page(rest))
