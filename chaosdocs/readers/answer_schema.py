"""The JSON Schema that an endpoint is given, so that it lets the model write nothing else.

Every asked key is required and can be null: a constrained decoder may leave out whatever is
optional, and does. No descriptions (they stand in the prompt), no ``x-`` keys, and no pattern that
a common grammar converter refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chaosdocs.formats.answers import REASONS
from chaosdocs.formats.cases import Case
from chaosdocs.readers.prompt import is_group
from chaosdocs.readers.settings import Form
from chaosdocs.score.judging.field_answers import MOST_CANDIDATES

Json = Any
_CELLS: Final[dict[str, Json]] = {"type": "array", "items": {"type": "string"}}
_GRIDS: Final[dict[str, Json]] = {"type": "array", "items": {"type": "array", "items": _CELLS}}
_REASON: Final[dict[str, Json]] = {"type": "string", "enum": list(REASONS)}
_LONGEST_ID: Final = 100
"""Characters; without a limit a small model that is constrained may write one for ever."""
_MOST_TIMES: Final = 40
"""How often a part of a pattern may stand, such as a digit of a number, for the same reason."""
_TOKEN: Final = re.compile(r"\[[^\]]*\]|.")
_ESCAPES: Final = {r"\d": "[0-9]", r"\.": "[.]", r"\-": "-", r"\+": "[+]"}
_PLAIN_PATTERN: Final = re.compile(r"\^[\w\[\](){}?*+.,:/ -]*\$")


def answer_schema(
    case: Case, form: Form, *, verbal: bool = False, strict: bool = False
) -> dict[str, Json] | None:
    """Return the schema of what a model says to `case`, None where it says free text.

    Args:
        case: The public case.
        form: The form of the answer.
        verbal: Whether the model says how sure it is.
        strict: Write objects whose keys are paths as lists of objects: strict modes take no
            optional keys. `chaosdocs.readers.said` reads both.
    """
    if case.task == "text":
        return None
    if case.task == "tables":
        return _closed({"tables": _GRIDS})
    answer = _asked(case.ask, strict=strict)
    if form == "plain":
        return answer
    paths = dict(_paths(case.ask))
    lists = any(is_list for _, is_list in paths.values())
    named = {path: leaf for path, (leaf, is_list) in paths.items() if not is_list}
    made = _entries(case.ask) if strict else _maps(named, paths, lists=lists)
    parts = {"answer": answer, **made}
    if not verbal:
        del parts["confidence"]
    return _closed(parts)


def _asked(node: Mapping[str, Json], *, strict: bool) -> dict[str, Json]:
    """Return a node as it is sent: closed, every key required, leaves nullable."""
    if is_group(node):
        return _closed(
            {key: _asked(each, strict=strict) for key, each in node["properties"].items()}
        )
    if isinstance(node.get("items"), Mapping) and "x-kind" in node:
        items = _leaf(node["items"], null=False, strict=strict)
        return {"type": ["array", "null"], "items": items}
    if isinstance(node.get("items"), Mapping):
        return {"type": ["array", "null"], "items": _asked(node["items"], strict=strict)}
    return _leaf(node, null=True, strict=strict)


def _leaf(node: Mapping[str, Json], *, null: bool, strict: bool) -> dict[str, Json]:
    types = node.get("type", "string")
    kinds = [each for each in ([types] if isinstance(types, str) else types) if each != "null"]
    sent: dict[str, Json] = {"type": [*kinds, "null"] if null else (*kinds, "null")[0]}
    if "items" in node:
        sent["items"] = _leaf(node["items"], null=False, strict=strict)
    if "properties" in node:
        inner = {
            key: _leaf(each, null=False, strict=strict) for key, each in node["properties"].items()
        }
        return _closed(inner) | sent
    if "enum" in node:
        options = [option for option in node["enum"] if option is not None]
        sent["enum"] = [*options, None] if null else options
    pattern = sent_pattern(str(node.get("pattern", "")))
    if pattern:
        sent["pattern"] = pattern
    if node.get("x-kind") == "id" and not strict and not {"enum", "pattern"} & sent.keys():
        sent["maxLength"] = _LONGEST_ID
    return sent


def _closed(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def sent_pattern(pattern: str) -> str:
    r"""Return a pattern with character classes written out, empty where that cannot be done.

    No part may stand without end: a small model that is constrained writes digits for ever.

    Example:
        >>> sent_pattern(r"^-?\d+(\.\d+)?$"), sent_pattern(r"^(?=a)\w+$")
        ('^-?[0-9]{1,40}([.][0-9]{1,40})?$', '')
    """
    for escape, written in _ESCAPES.items():
        pattern = pattern.replace(escape, written)
    if not _PLAIN_PATTERN.fullmatch(pattern) or "(?" in pattern:
        return ""
    bounded = {"+": f"{{1,{_MOST_TIMES}}}", "*": f"{{0,{_MOST_TIMES}}}"}
    return "".join(bounded.get(token, token) for token in _TOKEN.findall(pattern))


def _paths(
    node: Mapping[str, Json], prefix: str = ""
) -> Iterator[tuple[str, tuple[Mapping[str, Json], bool]]]:
    """Yield the path of every field outside of lists and of every list."""
    for key, each in node.get("properties", {}).items():
        path = f"{prefix}/{key}"
        if is_group(each):
            yield from _paths(each, path)
        else:
            yield path, (each, "items" in each)


def _maps(
    named: Mapping[str, Mapping[str, Json]],
    paths: Mapping[str, Json],
    *,
    lists: bool,
) -> dict[str, Json]:
    """Return objects whose keys are paths. Without lists a model cannot make up endless keys."""
    text: dict[str, Json] = {"type": "string"}

    def by_path(leaves: Mapping[str, Json], free: Json, required: list[str]) -> dict[str, Json]:
        return {
            "type": "object",
            "properties": dict(leaves),
            "required": required,
            "additionalProperties": free if lists else False,
        }

    values = {
        path: {
            "type": "array",
            "items": _leaf(leaf, null=False, strict=False),
            "maxItems": MOST_CANDIDATES,
        }
        for path, leaf in named.items()
    }
    number: dict[str, Json] = {"type": "number"}
    absent = text if lists else {"type": "string", "enum": list(named)}
    return {
        "abstain": by_path(dict.fromkeys(paths, _REASON), _REASON, []),
        "absent": {"type": "array", "items": absent, "maxItems": max(len(paths), 50 * lists)},
        "candidates": by_path(values, {"type": "array", "items": {}}, []),
        "confidence": by_path(dict.fromkeys(named, number), number, list(named)),
    }


def _entries(ask: Mapping[str, Json]) -> dict[str, Json]:
    """Return lists of objects that name their path."""
    text: dict[str, Json] = {"type": "string"}
    kinds = [{"type": "string"}, {"type": "boolean"}]
    for leaf in _object_leaves(ask):
        shape = {
            key: value
            for key, value in _leaf(leaf, null=False, strict=True).items()
            if key != "enum"
        }
        if shape not in kinds:
            kinds.append(shape)
    value: dict[str, Json] = {"type": "array", "items": {"anyOf": kinds}}

    def entries(**more: Json) -> dict[str, Json]:
        return {"type": "array", "items": _closed({"path": text, **more})}

    return {
        "abstain": entries(reason=_REASON),
        "absent": {"type": "array", "items": text},
        "candidates": entries(values=value),
        "confidence": entries(probability={"type": "number"}),
    }


def _object_leaves(node: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
    for each in node.get("properties", {}).values():
        inner = each if "x-kind" in each else each.get("items", each)
        if is_group(inner):
            yield from _object_leaves(inner)
        elif "properties" in inner or "items" in inner:
            yield inner
