"""`chaosdocs catalogue`: the page of all operators."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically

PAGE = Path(__file__).parent.parent / "operators" / "CATALOGUE.md"
"""The page as it is installed, wherever one calls from."""


@click.command(short_help="Write or check the catalogue of operators.")
@click.option("--check", is_flag=True, help=f"Exit 1 if {PAGE.name} is out of date.")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write to this file instead of standard output.",
)
def command(check: bool, out: Path | None) -> int:
    """Print the catalogue of all operators, built from their declarations."""
    from chaosdocs.authoring.catalogue import catalogue
    from chaosdocs.authoring.registry import OPERATORS

    text = catalogue([OPERATORS[name] for name in OPERATORS.own]).rstrip("\n") + "\n"
    if check:
        page = out or PAGE
        try:
            there = page.read_text(encoding="utf-8")
        except OSError as error:
            raise UserError(
                f"cannot read: {error.strerror}",
                where=str(page),
                hint=f"chaosdocs catalogue -o {page}",
            ) from error
        if there != text:
            say(f"{page} is not current; write it with: chaosdocs catalogue -o {page}")
            return 1
        say(f"{page} is current")
    elif out is not None:
        write_atomically(out, text.encode())
        say(f"{out} is written")
    else:
        click.echo(text, nl=False)
    return 0
