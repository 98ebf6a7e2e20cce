"""`chaosdocs schema`: the JSON Schema of a file format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chaosdocs.cli.streams import emit_json
from chaosdocs.foundation.errors import UserError

if TYPE_CHECKING:
    from pydantic import BaseModel

PLACES = {
    "recipe": "chaosdocs.recipe.model:Recipe",
    "corpus": "chaosdocs.formats.cases:Corpus",
    "cases": "chaosdocs.formats.cases:Case",
    "truth": "chaosdocs.formats.cases:CaseTruth",
    "evidence": "chaosdocs.formats.cases:Evidence",
    "plans": "chaosdocs.formats.cases:CasePlan",
    "answers": "chaosdocs.formats.answers:Answer",
    "fields": "chaosdocs.formats.fields:FieldRow",
    "samples": "chaosdocs.formats.samples:Sample",
    "summary": "chaosdocs.formats.summary:Summary",
}


@click.command(short_help="Print the JSON Schema of a file format.")
@click.argument("name")
def command(name: str) -> None:
    """Print the JSON Schema of NAME: of a whole file, or of one line of a JSONL file.

    \b
    recipe corpus cases truth evidence plans answers fields samples summary
    """  # noqa: D301 - click's mark for text that keeps its lines
    if name not in PLACES:
        raise UserError(f"no format {name!r}", given=name, allowed=tuple(PLACES))
    emit_json(schema(name))


def schema(name: str) -> dict[str, object]:
    """Return the JSON Schema of the format `name`."""
    from importlib import import_module

    from chaosdocs.formats.wire import FORMAT

    module, _, attribute = PLACES[name].partition(":")
    model: type[BaseModel] = getattr(import_module(module), attribute)
    made = model.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"chaosdocs:{name}:{FORMAT}",
        **made,
    }
