"""What a reader is asked: the schema of the answer and the instructions."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from typing import Any

from chaosdocs.truth.records import Domain, Field
from chaosdocs.truth.statements import Channel
from chaosdocs.truth.values import Kind

_FORMS: dict[Kind, dict[str, Any]] = {
    "text": {"type": ["string", "null"]},
    "multiline": {"type": ["string", "null"]},
    "id": {"type": ["string", "null"]},
    "enum": {"type": ["string", "null"]},
    "bool": {"type": ["boolean", "null"]},
    "number": {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"},
    "percent": {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"},
    "date": {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}(-\d{2})?$"},
    "money": {
        "type": ["object", "null"],
        "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
        "required": ["amount", "currency"],
    },
    "quantity": {
        "type": ["object", "null"],
        "properties": {"value": {"type": "string"}, "unit": {"type": "string"}},
        "required": ["value", "unit"],
    },
}
SPELLING: dict[Kind, str] = {
    "date": "ISO 8601 (2024-03-04; 2024-03 where no day is told).",
    "money": "Amount as a plain decimal with a point; currency as its ISO 4217 code.",
    "number": "A plain decimal with a point.",
    "percent": "A plain decimal: 19 for 19 %.",
    "quantity": "Value as a plain decimal, unit as printed or empty.",
    "multiline": "All its lines as printed, a line break between them.",
    "ids": "Each as printed, in any order.",
    "id": "As printed, without spaces that only group it; leading zeros count.",
}
"""How a value of a kind is to be written; it ends the description of every such field."""

SEEN: dict[Channel, str] = {
    "eye": (
        "Go by what can be seen on the pages. Text that cannot be seen, form data, notes, "
        "attachments and metadata do not count."
    ),
    "text": "Go by the text of the file.",
    "shown": (
        "Go by what the sheet shows: hidden rows, columns and sheets do not count, and a "
        "number counts as it is displayed."
    ),
    "value": "Go by the values that the file keeps for its cells.",
    "form": "Go by the values of the form fields.",
    "annotation": "Go by the notes on the pages.",
    "attachment": "Go by the attached files.",
    "metadata": "Go by the document's metadata.",
    "revision": "Go by the older revisions that the file keeps.",
    "formula": "Go by the formulas.",
}
"""What the instructions say about the channel that is asked for."""


def instructions(channel: Channel, derive: str, told: Sequence[str] = ()) -> str:
    """Return the rules of the task, in words, for a reader.

    Args:
        channel: Where the reader looks.
        derive: ``allow`` or ``forbid``.
        told: Rules of the domain that a reader cannot know.
    """
    derived = (
        "A value that is not printed but follows with certainty from what is printed counts as "
        "known: give it."
        if derive == "allow"
        else "Give only what is printed: do not compute a value that is not there."
    )
    return " ".join(
        (
            "Fill in the fields of the schema from the document.",
            SEEN[channel],
            "Report what the document says, even where it does not add up.",
            (
                "Leave a field null where the document does not say it, where it cannot be read, "
                "or where only part of it is left; do not guess."
            ),
            derived,
            (
                "In a date with points the day comes first (04.03.2024 is 4 March 2024); in one "
                "that begins with the year, the month comes second. A year of two digits stands "
                "last and is of this century. Any other date in digits in which day and month can "
                "be exchanged, and a number whose only mark can be a decimal or a group mark, are "
                "ambiguous unless the document itself settles them; country and language do not. "
                "A document writes all dates with the same marks in one order, and has one decimal "
                "mark."
            ),
            (
                "Where statements contradict each other, a rule that the document states decides, "
                "or else the sums and terms of the document; without either the field is disputed."
            ),
            "A value under another label is another field.",
            *([f"These rules hold for every document: {'; '.join(told)}."] if told else []),
        )
    )


def schema(domain: Domain, wanted: Collection[str] | None = None) -> dict[str, Any]:
    """Return the JSON Schema of an answer about `domain`.

    Args:
        domain: The domain.
        wanted: Schema paths to ask for; None asks for all.
    """
    root: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    for field in domain.fields:
        if wanted is not None and field.path not in wanted:
            continue
        holder = root
        parts = field.path.strip("/").split("/")
        for part, following in itertools.pairwise(parts):
            if part == "*":
                continue
            holder = _below(holder, part, many=following == "*")
        holder["properties"][parts[-1]] = _leaf(field)
    return root


def _below(holder: dict[str, Any], part: str, *, many: bool) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "object", "properties": {}, "additionalProperties": False}
    properties: dict[str, dict[str, Any]] = holder["properties"]
    if not many:
        return properties.setdefault(part, inner)
    items: dict[str, Any] = properties.setdefault(
        part, {"type": ["array", "null"], "items": inner}
    )["items"]
    return items


def _leaf(field: Field) -> dict[str, Any]:
    spelling = SPELLING.get(field.kind, "")
    leaf: dict[str, Any] = {
        "description": f"{field.description} {spelling}".strip(),
        "x-kind": field.kind,
        **_FORMS[field.kind],
    }
    if field.unit:
        leaf["x-currency" if field.kind == "money" else "x-unit"] = field.unit
    if field.options:
        leaf["enum"] = [*field.options, None]
    return leaf
