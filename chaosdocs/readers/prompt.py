"""The words of a question: instructions, form of the answer, fields. One text for every use.

`chaosdocs ask` prints it, the reader ``openai:`` sends it, and exports store it, byte for byte.
The documents follow.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chaosdocs.corpus.asking import SPELLING
from chaosdocs.formats.cases import Case
from chaosdocs.readers.settings import Form
from chaosdocs.score.judging.field_answers import MOST_CANDIDATES

Json = Any
_SPELLING: Final[Mapping[str, str]] = {str(kind): words for kind, words in SPELLING.items()}

_PLAIN: Final = "Answer with one JSON object and nothing else. It has the keys listed under Fields."
_ENVELOPE: Final = f"""\
Answer with one JSON object and nothing else. It has these keys:
"answer": an object with the keys listed under Fields.
"abstain": an object with the path and the reason of each field that a person has to check. \
Reasons: "ambiguous" (the document can be read in several ways), "disputed" (the document \
contradicts itself), "not_legible" (the value cannot be read), "not_present" (the value is missing).
"absent": a list with the path of each field that this document does not have. A null that is not \
in "abstain" means the same.
"candidates": an object with the path and the possible values, {MOST_CANDIDATES} at most, of each \
ambiguous or disputed field.
"""
_CONFIDENCE: Final = """\
"confidence": an object with the path of each field and the probability, from 0 to 1, that its \
value is right.
"""
_PATHS: Final = """\
A path is a JSON pointer into the answer, such as "/date" or "/lines/0/amount". With nothing to \
report, "abstain" and "candidates" are {} and "absent" is [].
Example: """
_EXAMPLE: Final[dict[str, Json]] = {
    "answer": {"number": "A-17", "date": None, "note": None},
    "abstain": {"/date": "ambiguous"},
    "absent": ["/note"],
    "candidates": {"/date": ["2024-03-04", "2024-04-03"]},
}
_SURE: Final = {"confidence": {"/number": 0.98, "/date": 0.5, "/note": 0.9}}
_TABLES: Final = (
    'Answer with one JSON object and nothing else: {"tables": [table, ...]}. A table is a list of '
    "rows, a row is a list of cells, a cell is a string."
)


def question_text(case: Case, form: Form, *, verbal: bool = False) -> str:
    """Return the words that a model gets for `case`, without the documents.

    Args:
        case: The public case.
        form: The form of the answer.
        verbal: Whether the model is to say how sure it is; only in an envelope.
    """
    if case.task == "text":
        return case.instructions
    if case.task == "tables":
        return f"{case.instructions}\n\n{_TABLES}"
    return "\n\n".join((case.instructions, _form(form, verbal=verbal), schema_text(case.ask)))


def schema_text(schema: Mapping[str, Json]) -> str:
    r"""Return a JSON Schema as a short text: a line a field, each kind explained once.

    Example:
        >>> leaf = {"type": ["string", "null"], "x-kind": "date", "description": "Day of issue."}
        >>> print(schema_text({"type": "object", "properties": {"issued": leaf}}))
        Fields (every key must be there, any value can be null):
        {
        "issued": date. Day of issue.
        }
        date: a string. ISO 8601 (2024-03-04; 2024-03 where no day is told).
    """
    kinds: dict[str, str] = {}
    lines = [
        "Fields (every key must be there, any value can be null):",
        "{",
        *_lines(schema, kinds),
        "}",
        *(f"{kind}: {words}" for kind, words in kinds.items()),
    ]
    return "\n".join(lines)


def _form(form: Form, *, verbal: bool) -> str:
    if form == "plain":
        return _PLAIN
    example = json.dumps(_EXAMPLE | (_SURE if verbal else {}), ensure_ascii=False)
    return _ENVELOPE + (_CONFIDENCE if verbal else "") + _PATHS + example


def _lines(schema: Mapping[str, Json], kinds: dict[str, str]) -> Iterator[str]:
    for key, node in schema.get("properties", {}).items():
        name = json.dumps(key, ensure_ascii=False)
        items = node.get("items")
        if is_group(node):
            yield f"{name}: {{{_said(node)}"
            yield from _lines(node, kinds)
            yield "}"
        elif isinstance(items, Mapping) and is_group(items):
            yield f"{name}: list of {{{_said(node)}"
            yield from _lines(items, kinds)
            yield "}"
        elif isinstance(items, Mapping) and "x-kind" not in node:
            yield f"{name}: list of {_kind(items, kinds)}.{_said(node)}"
        else:
            yield f"{name}: {_kind(node, kinds)}.{_said(node)}"


def is_group(node: Mapping[str, Json]) -> bool:
    """Return whether a node of a schema holds fields, and is none itself."""
    return "properties" in node and "x-kind" not in node


def _kind(node: Mapping[str, Json], kinds: dict[str, str]) -> str:
    """Return the name of a leaf's kind, and note what it means."""
    if "enum" in node:
        return "one of " + ", ".join(
            json.dumps(option, ensure_ascii=False) for option in node["enum"] if option is not None
        )
    kind = str(node.get("x-kind", json_type(node)))
    shape = _shape(node)
    if kind in _SPELLING:
        kinds.setdefault(kind, f"{shape}. {_SPELLING[kind]}")
    elif shape != kind:
        kinds.setdefault(kind, f"{shape}.")
    return kind


def _shape(node: Mapping[str, Json]) -> str:
    if "items" in node:
        return f"a list of {json_type(node['items'])}s"
    if "properties" in node:
        inner = ", ".join(f'"{key}": {json_type(leaf)}' for key, leaf in node["properties"].items())
        return f"{{{inner}}}"
    return {"boolean": "true or false"}.get(json_type(node), f"a {json_type(node)}")


def json_type(node: Mapping[str, Json]) -> str:
    """Return the type of a leaf beside null.

    Example:
        >>> json_type({"type": ["null", "integer"]})
        'integer'
    """
    types = node.get("type", "string")
    named = [types] if isinstance(types, str) else list(types)
    return next((str(name) for name in named if name != "null"), "null")


def _said(node: Mapping[str, Json]) -> str:
    """The description of a node, without what is said of its kind."""
    words = str(node.get("description", ""))
    if "enum" not in node:
        words = words.removesuffix(_SPELLING.get(str(node.get("x-kind")), ""))
    words = " ".join(words.split())
    return f" {words}" if words else ""
