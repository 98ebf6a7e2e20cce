"""``python -m chaosdocs.docs``: build the generated pages, or check that they are current."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.docs.build import pages

FOLDER = Path(__file__).parent


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a page is not current.")
def main(*, check: bool) -> None:
    """Build the pages that are made from the code: API, commands, formats, metrics."""
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    verb = "not current" if check else "written"
    click.echo("\n".join(f"{verb}: chaosdocs/docs/{name}" for name in stale) or "all current")
    if check and stale:
        click.echo("Build them with: python -m chaosdocs.docs")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
