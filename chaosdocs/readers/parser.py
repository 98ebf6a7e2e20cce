"""What a parser is: an engine of other people behind one function, asked as a reader.

A run names it ``parser:NAME``, or with options ``parser:NAME,dpi=100``.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import inspect
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

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
        """Return the first line of its words about its version, None if it is not installed."""
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
            start_new_session=True,
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
