"""What a perfect reader answers."""

from __future__ import annotations

from typing import Any

from chaosdocs.formats.cases import CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.formats.units import unfold

_REASONS = {"ambiguous": "ambiguous", "disputed": "disputed"}


def perfect(truth: CaseTruth) -> dict[str, Any]:
    """Return the answer line of a reader that knows all that can be known, and nothing more.

    Args:
        truth: The truth of a case.
    """
    line: dict[str, Any] = {
        "answer": {},
        "abstain": {},
        "absent": [],
        "candidates": {},
        "issues": [issue.model_dump() for issue in truth.issues],
    }
    for path, field in truth.fields.items():
        if isinstance(field, ListExpectation):
            rows: list[dict[str, Any]] = []
            for number, cells in enumerate(field.shown.values()):
                row: dict[str, Any] = {}
                for leaf, cell in cells.items():
                    _say(line, row, leaf, f"{path}/{number}/{leaf}", cell)
                rows.append(row)
            _put(line["answer"], path[1:], rows)
        else:
            _say(line, line["answer"], path[1:], path, field)
    lists = {p: each.whole for p, each in truth.fields.items() if isinstance(each, ListExpectation)}
    unfold(line, lists)
    return line


def _say(
    line: dict[str, Any], holder: dict[str, Any], name: str, pointer: str, field: FieldExpectation
) -> None:
    listed = field.state == "absent" and bool(field.accept)  # an orphan is said to be one
    _put(holder, name, field.accept[0] if field.state == "answerable" or listed else None)
    if listed:
        return
    if field.state == "absent":
        line["absent"].append(pointer)
    elif field.state != "answerable":
        line["abstain"][pointer] = _REASONS.get(field.state, "not_legible")
        if field.readings:
            line["candidates"][pointer] = list(field.readings)


def _put(holder: dict[str, Any], name: str, value: object) -> None:
    *parents, last = name.split("/")
    for parent in parents:
        holder = holder.setdefault(parent, {})
    holder[last] = value
