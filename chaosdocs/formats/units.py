"""Units in answers: from one value of a row to the leaves of the row that make it up.

The truth has one field for a unit (``/matches/m3/link``); an answer has its leaves in the row
(``/matches/0/books``, ``/matches/0/bank``), and says of the unit what it says of the row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = Any


def unfold(line: dict[str, Json], units: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Replace the units in an answer line by their leaves.

    What is said of a unit (abstention, candidates, confidence) is said of its row. A unit without a
    value keeps what all its candidates have in common: that tells which row it is.

    Args:
        line: The line; it is changed.
        units: Path of a list to the name of its unit and its leaves.

    Example:
        >>> line = {"answer": {"matches": [{"link": {"books": ["51"], "bank": ["B1"]}}]}}
        >>> unfold(line, {"/matches": {"link": ("books", "bank")}})
        >>> line
        {'answer': {'matches': [{'books': ['51'], 'bank': ['B1']}]}}
    """
    for path, whole in units.items():
        rows = _at(line.get("answer"), path)
        for unit, leaves in whole.items():
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                if not isinstance(row, dict):
                    continue
                at, of_row = f"{path}/{number}/{unit}", f"{path}/{number}"
                value = row.pop(unit, None)
                if not isinstance(value, dict):
                    value = _common((line.get("candidates") or {}).get(at, ()))
                rest = dict(row)
                row.clear()
                row.update({leaf: value.get(leaf) for leaf in leaves} | rest)
                for key in ("abstain", "candidates", "confidence"):
                    said = line.get(key)
                    if isinstance(said, dict) and at in said:
                        said[of_row] = said.pop(at)


def _at(answer: Json, path: str) -> Json:
    for part in path.strip("/").split("/"):
        answer = answer.get(part) if isinstance(answer, dict) else None
    return answer


def _common(candidates: Sequence[Json]) -> dict[str, Json]:
    several = [each for each in candidates if isinstance(each, dict)]
    if not several:
        return {}
    return {
        leaf: value
        for leaf, value in several[0].items()
        if all(each.get(leaf) == value for each in several)
    }


def in_words(value: Json) -> str | None:
    """Return a unit for people, None where a value is no unit.

    Example:
        >>> in_words({"books": ["51", "52"], "bank": ["B1"]})
        'books 51, 52; bank B1'
        >>> in_words({"in": "bank", "entry": ["B9"]}), in_words({"amount": "1", "currency": "EUR"})
        ('bank B9', None)
    """
    if not isinstance(value, dict) or not any(isinstance(each, list) for each in value.values()):
        return None
    if value.keys() == {"in", "entry"} and isinstance(value["entry"], list):
        return f"{value['in']} {', '.join(map(str, value['entry']))}"
    parts = []
    for side, names in value.items():
        if isinstance(names, list):
            parts.append(f"{side} {', '.join(map(str, names)) or 'nothing'}")
        elif names is not None:
            parts.append(f"{side} {names}")
    return "; ".join(parts)
