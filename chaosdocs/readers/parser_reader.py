"""A parser of other people, asked as a reader: ``parser:NAME`` or ``parser:NAME,option=value``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.answered_by import AnyCase
from chaosdocs.readers.contained import laid_open
from chaosdocs.readers.parser import Json, Parser
from chaosdocs.readers.parsers.registry import PARSERS
from chaosdocs.readers.reader import BrokenAnswerError


@dataclass(frozen=True, slots=True)
class ParserReader:
    """A parser as a reader: it is given every document of a case.

    Attributes:
        name: The parser's name.
        parser: The parser.
        options: What it is called with.
    """

    name: str
    parser: Parser
    options: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, case: Json, files: Mapping[str, Path]) -> dict[str, Json]:
        """Return what the parser makes of the documents of a case, one after the other.

        Those in a ZIP or a mail are opened.

        Args:
            case: The public case.
            files: Path in the corpus to path on disk.

        Raises:
            BrokenAnswerError: It cannot open one of them, or a ZIP or a mail cannot be opened.
        """
        with laid_open(files) as laid:
            said = [self._read(path) for path in laid.values()]
        if self.parser.returns == "fields":
            from chaosdocs.readers.parsed_fields import of_case

            return of_case(case, said[0])
        if self.parser.returns == "tables":
            return {"tables": [table for each in said for table in each["tables"]]}
        line: dict[str, Json] = {"text": "\f".join(each["text"] for each in said)}
        if any("word_confidence" in each for each in said):
            line["word_confidence"] = [p for each in said for p in each["word_confidence"]]
        return line

    def answered_by(self, _case: AnyCase) -> tuple[str, Mapping[str, Json]]:
        """Return the parser, and its options with the version of its engine."""
        engine = self.parser.engine
        return f"parser:{self.name}", {**self.options, engine.name: engine.version()}

    def _read(self, path: Path) -> dict[str, Json]:
        parser = self.parser
        suffix = path.suffix.removeprefix(".")
        if suffix not in parser.suffixes:
            raise BrokenAnswerError(
                f"parser:{self.name} reads {', '.join(parser.suffixes)}, not {suffix}; "
                f"--cases '*.{parser.suffixes[0]}' asks such cases alone"
            )
        return parser.read(path, **self.options)


def load_parser(spec: str) -> ParserReader:
    """Return the reader that ``NAME`` or ``NAME,option=value`` names.

    Raises:
        UserError: There is no such parser or option, or its engine is not installed.
    """
    name, *given = spec.split(",")
    parser = PARSERS[name]
    where = f"parser:{spec}"
    if parser.engine.version() is None:
        raise UserError(
            f"{parser.engine.name} is not installed", where=where, hint=parser.engine.hint
        )
    known = parser.options()
    options: dict[str, Any] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not equals or key not in known:
            raise UserError(
                f"parser {name!r} has no option {key!r}" if known else f"{name} has no options",
                where=where,
                given=key,
                allowed=known,
            )
        options[key] = _typed(key, value, known[key], where)
    return ParserReader(name, parser, options)


def _typed(key: str, value: str, kind: Any, where: str) -> Any:  # noqa: ANN401 - a type, a value
    allowed = tuple(map(str, get_args(kind)))
    if allowed:
        if value not in allowed:
            raise UserError(f"{key} is {value!r}", where=where, given=value, allowed=allowed)
        return value
    if kind is int:
        if not value.isascii() or not value.isdigit() or not int(value[:9]) > 0:
            raise UserError(f"{key} is {value!r}, not a number above 0", where=where)
        return int(value[:9])
    return value
