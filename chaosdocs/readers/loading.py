"""Which reader a READER is: one of `SHAPES`."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from chaosdocs.foundation.errors import UserError, nearest
from chaosdocs.readers.command import CommandReader
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.registry import READERS, AnyReader
from chaosdocs.readers.settings import ModelSettings

SHAPES = (
    "builtin:NAME",
    "parser:NAME",
    "answers:FILE",
    "module:function",
    "cmd:COMMAND {file}",
    "openai:MODEL",
    "http:URL",
)


def load_reader(
    spec: str,
    *,
    trust: bool = True,
    endpoint: Endpoint | None = None,
    settings: ModelSettings | None = None,
) -> AnyReader:
    """Return the reader that `spec` names.

    Args:
        spec: ``builtin:oracle``, ``builtin:acme_docs/ocr`` (a plugin's), ``parser:tesseract``,
            ``answers:text.jsonl``, ``my_module:my_reader``, ``cmd:./read.sh {file}`` or
            ``openai:gpt-5``.
        trust: Whether code may be run; True where the user typed `spec`.
        endpoint: Where the models of ``openai:`` are asked.
        settings: How they are asked; the defaults where None.

    Raises:
        UserError: There is no such reader, or it cannot be called.
    """
    kind, colon, rest = spec.partition(":")
    if not colon or not kind or not rest:
        given = f"builtin:{spec}" if spec in READERS else _as_parser(spec)
        raise UserError(
            f"{spec!r} is not a reader",
            given=given,
            allowed=(*SHAPES, *([given] if given else [])),
        )
    if kind == "builtin":
        return READERS[rest]
    if kind == "parser":
        from chaosdocs.readers.parser_reader import load_parser

        return load_parser(rest)
    if kind == "answers":
        from chaosdocs.readers.stored import StoredAnswers

        return StoredAnswers(Path(rest))
    if not trust:
        raise UserError(
            f"{spec!r} is code from outside chaosdocs",
            hint="read the code; if you trust it, add --trust",
        )
    if kind == "cmd":
        return CommandReader(rest)
    if kind == "openai":
        return _chat(rest, endpoint, settings)
    if kind in {"http", "https"}:
        raise UserError(
            "no map says how the service is asked",
            where=spec.partition("?")[0],
            hint="ask it with `chaosdocs run --reader http:URL --map MAP.yaml`",
        )
    return _function(kind, rest)


def _as_parser(spec: str) -> str | None:
    from chaosdocs.readers.parsers.registry import PARSERS

    return f"parser:{spec}" if spec.partition(",")[0] in PARSERS else None


def _chat(model: str, endpoint: Endpoint | None, settings: ModelSettings | None) -> AnyReader:
    from chaosdocs.readers.chat import ChatReader

    if endpoint is None:
        raise UserError(
            "no endpoint is known here",
            where=f"openai:{model}",
            hint="ask the model with `chaosdocs run`, which takes --base-url and the key",
        )
    return ChatReader(model, endpoint, settings)


def _function(module: str, name: str) -> AnyReader:
    where = f"{module}:{name}"
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not (module == error.name or module.startswith(f"{error.name}.")):
            raise UserError(f"the module cannot be imported: {error}", where=where) from error
        hint = "Python looks for modules in the current folder and on PYTHONPATH"
        if nearest(module, ("builtin", "cmd", "openai")) is not None:
            hint = f"a reader is one of {', '.join(SHAPES)}"
        raise UserError(f"there is no module {error.name!r}", where=where, hint=hint) from error
    except Exception as error:
        raise UserError(
            f"the module cannot be imported: {type(error).__name__}: {error}", where=where
        ) from error
    reader: Any = loaded
    for part in name.split("."):
        if not hasattr(reader, part):
            own = [n for n, v in vars(loaded).items() if callable(v) and not n.startswith("_")]
            raise UserError(f"{module} has no {part!r}", where=where, given=part, allowed=own)
        reader = getattr(reader, part)
    return _callable(reader, where)


def _callable(reader: object, where: str) -> AnyReader:
    if not callable(reader):
        raise UserError(f"not a function: its type is {type(reader).__name__}", where=where)
    return reader
