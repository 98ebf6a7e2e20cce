"""The instructions of a case: what its task asks, and what is told of the sender's schema."""

from __future__ import annotations

from chaosdocs.corpus.asking import instructions
from chaosdocs.corpus.asking_parsers import parser_instructions
from chaosdocs.recipe.model import AskSpec
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Channel


def question(ask: AskSpec, channel: Channel, record: Record, rendering: str) -> str:
    """Return the instructions of a case.

    Args:
        ask: What the recipe asks.
        channel: What counts as said.
        record: The facts behind the document.
        rendering: Medium and template, system or client's version.
    """
    if ask.task != "extract":
        return parser_instructions(ask.task, channel)
    told = instructions(channel, ask.derive)
    dialect = rendering.partition(".")[2]
    if "@" not in dialect:
        return told
    from chaosdocs.render.clients.schema import schema_in_words

    return f"{told} {schema_in_words(record, dialect)}"
