"""What a parser is: an engine of other people behind one function, asked as a reader.

A run names it ``parser:NAME``, or with options ``parser:NAME,dpi=100``.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.reader import BrokenAnswerError

Json = Any
EXTRA = "pip install 'chaosdocs[readers]'"
_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Library:
    """A Python library.

    Attributes:
        module: What is imported.
        name: The name of its distribution.
    """

    module: str
    name: str

    def version(self) -> str | None:
        """Return its version, None where it is not installed. Nothing is imported."""
        try:
            if importlib.util.find_spec(self.module) is None:
                return None
            return importlib.metadata.version(self.name)
        except (ImportError, ValueError):
            return None

    @property
    def hint(self) -> str:
        """How it is installed."""
        return EXTRA


@dataclass(frozen=True, slots=True)
class Program:
    """A program.

    Attributes:
        name: What is run.
        package: The Debian package that has it.
        option: What makes it tell its version.
    """

    name: str
    package: str
    option: str

    def version(self) -> str | None:
        """Return the first line that it tells of its version, None where it is not installed."""
        path = shutil.which(self.name)
        if path is None:
            return None
        done = subprocess.run(  # noqa: S603 - a fixed list of programs
            [path, self.option], capture_output=True, text=True, timeout=10, check=False
        )
        return (done.stdout or done.stderr).strip().partition("\n")[0] or "there"

    @property
    def hint(self) -> str:
        """How it is installed."""
        return f"apt-get install {self.package}, or whatever your system has"

    def output(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what the program prints.

        Args:
            arguments: Its arguments.
            given: Its standard input.

        Raises:
            BrokenAnswerError: It fails.
        """
        done = subprocess.run(  # noqa: S603 - a fixed list of programs
            [shutil.which(self.name) or self.name, *arguments],
            input=given,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip()[-_MOST_WORDS:]
            raise BrokenAnswerError(f"{self.name} ended with {done.returncode}: {words}")
        return done.stdout


@dataclass(frozen=True, slots=True)
class Parser:
    """A parser.

    Attributes:
        read: Takes the path of a document, and options by keyword. Returns a line of answers
            with ``text``, ``tables`` or ``answer``.
        engine: What does the work.
        returns: What `read` returns.
        suffixes: Endings of the documents that it can open.
    """

    read: Callable[..., dict[str, Json]]
    engine: Library | Program
    returns: Literal["text", "tables", "fields"]
    suffixes: tuple[str, ...] = ("pdf",)

    def options(self) -> dict[str, Any]:
        """Return name and type of every option: ``int``, ``str`` or a ``Literal``."""
        given = inspect.signature(self.read).parameters.values()
        hints = get_type_hints(self.read)
        return {each.name: hints[each.name] for each in given if each.kind is each.KEYWORD_ONLY}


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

        Args:
            case: The public case.
            files: Path in the corpus to path on disk.

        Raises:
            BrokenAnswerError: It cannot open one of them.
        """
        said = [self._read(path) for path in files.values()]
        if self.parser.returns == "fields":
            from chaosdocs.readers.parsed_fields import of_case

            return of_case(case, said[0])
        if self.parser.returns == "tables":
            return {"tables": [table for each in said for table in each["tables"]]}
        line: dict[str, Json] = {"text": "\f".join(each["text"] for each in said)}
        if any("word_confidence" in each for each in said):
            line["word_confidence"] = [p for each in said for p in each["word_confidence"]]
        return line

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
    from chaosdocs.readers.parsers.registry import PARSERS

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
