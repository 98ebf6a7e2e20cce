"""`chaosdocs explain`: one operator."""

from __future__ import annotations

import click


@click.command(short_help="Explain one operator.")
@click.argument("operator")
def command(operator: str) -> None:
    """Explain OPERATOR: what it does, where it was seen, its five severities, an example."""
    from chaosdocs.authoring.catalogue import page
    from chaosdocs.authoring.registry import REGISTRY

    click.echo(page(REGISTRY[operator]))
