"""`chaosdocs ask`: exactly what a model gets."""

from __future__ import annotations

from pathlib import Path

import click

FORMS = ("text", "openai", "pydantic")


@click.command(short_help="Show exactly what a model gets.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("case", required=False)
@click.option("--as", "form", type=click.Choice(FORMS), default="text", show_default=True)
def command(corpus: Path, case: str | None, form: str) -> None:
    """Print what a model gets to read for CASE of CORPUS (the first case where none is named).

    text: instructions, schema and files. openai: the body of a chat request, pages as images,
    sheets and texts as text, as the reader openai:MODEL sends it. pydantic: the schema as
    a Python class.
    """
    from chaosdocs.formats.folder import CorpusFolder
    from chaosdocs.readers import asking

    folder = CorpusFolder(corpus)
    found = next(folder.cases(), None) if case is None else folder.case(folder.find(case))
    if found is None:
        from chaosdocs.foundation.errors import UserError

        raise UserError("the corpus has no cases", where=str(corpus))
    write = {"text": asking.as_text, "openai": asking.as_openai, "pydantic": asking.as_pydantic}
    click.echo(write[form](found, corpus))
