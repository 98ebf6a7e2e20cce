"""Validation errors in words: place, allowed values, nearest spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from chaosdocs.foundation.errors import MOST_TOLD, UserError
from chaosdocs.recipe.marked import Marked, Place

_SHORT = 60


def in_words(error: ValidationError, marked: Marked, model: type[BaseModel]) -> UserError:
    """Return the errors that pydantic found, each with place, allowed and nearest.

    Args:
        error: What pydantic says.
        marked: The file.
        model: What the file was to be.
    """
    found = sorted(_joined(error, marked.data), key=lambda each: each["type"] != "extra_forbidden")
    told = [_told(each, marked, model) for each in found[:MOST_TOLD]]
    unlike = {str(each): each for each in told}  # the arms of a union may say the same
    more = len(found) - len(told)
    rest = [UserError(f"{more} more errors", where=marked.where(()))] if more > 0 else []
    return UserError.of_all([*unlike.values(), *rest])


def _joined(error: ValidationError, data: object) -> list[Mapping[str, Any]]:
    """Return the errors; those of several arms of a union at one place name all allowed words."""
    found: list[Mapping[str, Any]] = []
    at: dict[Place, int] = {}
    for each in error.errors():
        place = _place(each["loc"], data)
        if each["type"] == "literal_error" and place in at:
            first = found[at[place]]
            words = f"{first['ctx']['expected']}, {each['ctx']['expected']}"
            found[at[place]] = {**first, "ctx": {"expected": words}}
            continue
        if each["type"] == "literal_error":
            at[place] = len(found)
        found.append({**each})
    return found


def _told(each: Mapping[str, Any], marked: Marked, model: type[BaseModel]) -> UserError:
    place = _place(each["loc"], marked.data)
    where = marked.where(place)
    given = each["input"]
    ctx: dict[str, Any] = dict(each.get("ctx", {}))
    match each["type"]:
        case "extra_forbidden":
            key = str(each["loc"][-1])
            return UserError(
                f"there is no key {key!r} here",
                where=where,
                given=key,
                allowed=_keys(model, each["loc"][:-1]),
            )
        case "missing":
            return UserError(
                f"{each['loc'][-1]} is missing",
                where=marked.where(place[:-1]),
                hint=f"allowed here: {', '.join(_keys(model, each['loc'][:-1]))}",
            )
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", str(ctx.get("expected", "")))
            return UserError(
                f"{_shown(given)} is not known here",
                where=where,
                given=given if isinstance(given, str) else None,
                allowed=allowed or [str(ctx.get("expected", ""))],
            )
        case "value_error":
            return UserError(str(ctx["error"]), where=where)
        case "model_type" | "model_attributes_type" | "dict_type":
            keys = ", ".join(_keys(model, each["loc"]))
            return UserError(f"expected keys and values ({keys}), got {_shown(given)}", where=where)
        case "string_pattern_mismatch":
            return UserError(
                f"{_shown(given)} cannot be a name here",
                where=where,
                hint="letters, digits, dots, dashes and underscores, at most 100",
            )
        case _:
            message = each["msg"].replace("Input should be", "expected")
            wanted = _wanted(model.model_json_schema(by_alias=True), place)
            words = f"expected {wanted}" if wanted else message
            return UserError(f"{words}, got {_shown(given)}", where=where)


def _wanted(schema: Mapping[str, Any], place: Place) -> str:
    """Return what the schema allows at `place`, in words, or nothing where it is no plain value.

    Example:
        >>> share = {"type": "number", "minimum": 0, "maximum": 1}
        >>> _wanted({"properties": {"absent": share}}, ("absent",))
        'a number from 0 to 1'
    """
    node: Any = schema
    for part in place:
        node = _behind(node, schema)
        if isinstance(part, int):
            before = node.get("prefixItems", [])
            node = before[part] if part < len(before) else node.get("items", {})
        else:
            node = node.get("properties", {}).get(part, {})
    node = _behind(node, schema)
    name = {
        "integer": "a whole number",
        "number": "a number",
        "string": "a text",
        "boolean": "true or false",
    }.get(node.get("type", ""), "")
    low, high = node.get("minimum"), node.get("maximum", node.get("exclusiveMaximum"))
    if low is not None and high is not None and high < 2**53:
        return f"{name} from {low} to {high:,}"
    return name if low is None else f"{name} of at least {low}"


def _behind(node: Any, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """The part of a schema behind a reference and a union with null."""
    for union in (node.get("anyOf"), node.get("allOf")):
        rest = [each for each in union or () if each != {"type": "null"}]
        if len(rest) == 1:
            node = rest[0]
    name = str(node.get("$ref", "")).rpartition("/")[2]
    return schema.get("$defs", {}).get(name, node)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}..."


def _place(loc: tuple[int | str, ...], data: object) -> Place:
    """Cut off what pydantic adds to a place for its own ends, such as the arm of a union."""
    place: list[str | int] = []
    for i, part in enumerate(loc):
        if isinstance(data, dict) and (part in data or i == len(loc) - 1):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            break
        place.append(part)
    return tuple(place)


def _keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    current = model
    for part in loc:
        if isinstance(part, str):
            for name, info in current.model_fields.items():
                inner = _model_in(info.annotation)
                if part in {name, info.alias} and inner is not None:
                    current = inner
    return tuple(info.alias or name for name, info in current.model_fields.items())


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for each in get_args(annotation):
        found = _model_in(each)
        if found is not None:
            return found
    return None
