"""The registry of parsers. A parser is a module of `chaosdocs.readers.parsers` with a `PARSER`."""

from __future__ import annotations

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.readers.parser import Parser


def _facts(parser: Parser) -> Facts:
    return {
        "returns": parser.returns,
        "of": list(parser.suffixes),
        "engine": parser.engine.name,
        "options": list(parser.options()),
        "there": parser.engine.version() or "no",
    }


PARSERS: Registry[Parser] = Registry(
    "parser", "chaosdocs.readers.parsers", Parser, dashes=True, facts=_facts
)
