"""The fields that a parser of fields found, put under what a case asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any


def of_case(case: Json, said: Mapping[str, Json]) -> dict[str, Json]:
    """Return the answer to a case: what was found and asked; all else is left open.

    Args:
        case: The public case.
        said: A line whose `answer` has the path of each field without its first slash.

    Example:
        >>> schema = {"properties": {"total": {"x-kind": "money"}, "iban": {"x-kind": "id"}}}
        >>> of_case({"schema": schema}, {"answer": {"total": "9.00", "bic": "X"}})
        {'answer': {'total': '9.00'}, 'abstain': {'/iban': 'not_legible'}}
    """
    from chaosdocs.readers.builtin.asked import asked, put

    answer: dict[str, Json] = {}
    left: dict[str, str] = {}
    for field in asked(case["schema"]):
        value = said["answer"].get(field.path[1:])
        if value is not None:
            put(answer, field.path, value)
        else:
            left[field.path.partition("/*")[0]] = "not_legible"
    return {"answer": answer, "abstain": left}
