"""`chaosdocs metrics`: what is measured."""

from __future__ import annotations

import click

from chaosdocs.cli.streams import emit_json, table


@click.command(short_help="List the metrics, or explain one.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, name: str | None, as_json: bool) -> None:
    """List all metrics with their meaning, or explain the metric NAME.

    A gate names a metric: `--gate 'accuracy>=0.9'`.
    """
    from chaosdocs.score.metrics import registry

    chosen = [registry.metric(name)] if name else list(registry.metrics().values())
    if as_json:
        emit_json([dict(registry.described(each)) for each in chosen])
    elif name:
        for head, words in registry.described(chosen[0]):
            click.echo(f"{head:<12}  {words}")
    else:
        table(("metric", "better", "meaning"), [(m.name, m.better, m.meaning) for m in chosen])
