"""`chaosdocs ask`: exactly what a model gets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from chaosdocs.cli.model_options import settings_of, wording

FORMS = ("text", "schema", "openai", "pydantic")


@click.command(short_help="Print the question of a case as a model gets it.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.argument("case", required=False)
@click.option(
    "--as",
    "shown",
    type=click.Choice(FORMS),
    default="text",
    show_default=True,
    help="What to print; see above.",
)
@wording
def command(corpus: Path, case: str | None, shown: str, **how: Any) -> None:  # noqa: ANN401
    """Print what a model gets for CASE of CORPUS. Without CASE, take the first one.

    \b
    --as text      the prompt as text, and the names of the files
    --as schema    the JSON Schema that constrains the answer
    --as openai    the body of the chat request that the reader openai:MODEL sends: pages as
                   images, sheets and texts as text
    --as pydantic  the schema as a Python class
    """  # noqa: D301 - click's mark for text that keeps its lines
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
