"""The user's models: found, turned into a JSON Schema, and asked whether a record fits."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import is_text, read
from chaosdocs.sources.own.flat import Nested
from chaosdocs.sources.own.rows import MOST_BYTES
from chaosdocs.sources.own.shape import Shape


def schema_file(path: Path) -> Mapping[str, Any]:
    """Return the JSON Schema in a file.

    Raises:
        UserError: The file cannot be read, or is no JSON object.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError("is too large for a schema", where=str(path))
        schema = json.loads(read(path).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(f"is no JSON Schema that can be read: {error}", where=str(path)) from error
    if not isinstance(schema, dict):
        raise UserError("is no JSON Schema of an object", where=str(path))
    if not is_text(schema):
        raise UserError("holds half a character, which no file can carry", where=str(path))
    return schema


def imported(text: str, folder: Path | None) -> type[Any]:
    """Return the class that ``module:Class`` names. This runs the module.

    Args:
        text: The class.
        folder: A folder to look for the module in first.

    Raises:
        UserError: There is no such class.
    """
    module, colon, attribute = text.partition(":")
    if not (module and colon and attribute):
        raise UserError(
            f"{text!r} does not name a class", where="source.model", hint="write module:Class"
        )
    if folder is not None:
        sys.path.insert(0, str(folder))
    try:
        found = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, SyntaxError) as error:
        raise UserError(f"no model {text!r}: {error}", where="source.model") from error
    finally:
        if folder is not None:
            sys.path.remove(str(folder))
    if not isinstance(found, type):
        raise UserError(f"{text!r} is not a class", where="source.model")
    return found


def schema_of(model: type[Any]) -> Mapping[str, Any]:
    """Return the JSON Schema that a pydantic model states.

    Raises:
        UserError: It is no pydantic model, or one that no JSON Schema can state.
    """
    import pydantic

    if not issubclass(model, pydantic.BaseModel):
        raise UserError(f"{model.__name__} is not a pydantic model", where="model")
    try:
        return model.model_json_schema(by_alias=True)
    except pydantic.errors.PydanticUserError as error:
        what = str(error).partition("\n")[0]
        raise UserError(f"{model.__name__} has no JSON Schema: {what}", where="model") from error


def validated(model: type[Any], each: Nested, shape: Shape) -> dict[str, Any]:
    """Return the data of one record as `model` takes it: coerced, with its defaults.

    Raises:
        UserError: The record does not fit: line, field, what is wrong.
    """
    import pydantic

    try:
        made = model.model_validate(each.data)
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _complaint(first, each, shape) from error
    data: dict[str, Any] = made.model_dump(mode="python", by_alias=True)
    return data


def _complaint(first: Mapping[str, Any], each: Nested, shape: Shape) -> UserError:
    """What pydantic says, with the line of the file and the field."""
    loc = [part for part in first["loc"] if isinstance(part, str | int)]
    path = "/" + "/".join("*" if isinstance(part, int) else part for part in loc)
    rows = [part for part in loc if isinstance(part, int)]
    where = each.rows_where[rows[0]] if rows and rows[0] < len(each.rows_where) else each.where
    leaf = next((leaf for leaf in shape.leaves if path.startswith(leaf.path)), None)
    given = first.get("input")
    shown = "" if first["type"] == "missing" else f", not {str(given)[:60]!r}"
    return UserError(
        f"{first['msg'][:1].lower()}{first['msg'][1:]}{shown}",
        where=f"{where}: /{'/'.join(str(part) for part in loc)}",
        allowed=leaf.options if leaf is not None else (),
        given=str(given) if leaf is not None and leaf.options else None,
    )
