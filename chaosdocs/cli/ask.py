"""`chaosdocs ask`: exactly what a model gets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from chaosdocs.cli.model_options import settings_of, wording

FORMS = ("text", "schema", "openai", "pydantic")


@click.command(short_help="Show exactly what a model gets.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("case", required=False)
@click.option("--as", "shown", type=click.Choice(FORMS), default="text", show_default=True)
@wording
def command(corpus: Path, case: str | None, shown: str, **how: Any) -> None:  # noqa: ANN401
    """Print what a model gets to read for CASE of CORPUS (the first case where none is named).

    text: the words of the question, and its files. schema: the JSON Schema that constrains the
    answer. openai: the body of a chat request as the reader openai:MODEL sends it, pages as images,
    sheets and texts as text. pydantic: the schema as a Python class.
    """
    from chaosdocs.formats.folder import CorpusFolder
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.readers import asking
    from chaosdocs.readers.class_source import as_pydantic
    from chaosdocs.readers.reader import BrokenAnswerError

    folder = CorpusFolder(corpus)
    found = next(folder.cases(), None) if case is None else folder.case(folder.find(case))
    if found is None:
        raise UserError("the corpus has no cases", where=str(corpus))
    if shown == "pydantic":
        click.echo(as_pydantic(found))
        return
    write = {"text": asking.as_text, "schema": asking.as_schema, "openai": asking.as_openai}
    try:
        click.echo(write[shown](found, corpus, settings_of(how)))
    except BrokenAnswerError as error:
        raise UserError(str(error), where=found.case) from error
