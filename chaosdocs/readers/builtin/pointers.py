"""Where the fields of a case stand in an answer, for readers that are given the truth."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

Json = Any


def leaves(truth: Json) -> Iterator[tuple[str, Json]]:
    """Yield answer pointers (rows by number) and the truth of every asked field."""
    for path, field in truth["fields"].items():
        if "rows" in field:
            for number, cells in enumerate(field["rows"].values()):
                for leaf, cell in cells.items():
                    yield f"{path}/{number}/{leaf}", cell
        else:
            yield path, field


def put_unit(answer: dict[str, Json], pointer: str, value: Json) -> None:
    """Put the parts of a unit that is right only whole into the row at a pointer of its field.

    Example:
        >>> answer = {}
        >>> put_unit(answer, "/matches/0/link", {"books": ["51"], "bank": ["B4"]})
        >>> answer
        {'matches': [{'books': ['51'], 'bank': ['B4']}]}
    """
    row = pointer.rpartition("/")[0]
    for name, part in value.items():
        put_at(answer, f"{row}/{name}", part)


def is_unit(field: Json) -> bool:
    """Return whether a field is a unit of several parts: a link, a difference, an orphan."""
    values = [*(field.get("accept") or ()), *(field.get("readings") or ())]
    return field["kind"] == "ids" and any(isinstance(value, dict) for value in values)


def put_at(answer: dict[str, Json], pointer: str, value: Json) -> None:
    """Put `value` into `answer` at a pointer such as ``/lines/0/amount``."""
    parts = pointer.strip("/").split("/")
    holder: Json = answer
    for part, following in itertools.pairwise(parts):
        empty: Json = [] if following.isdigit() else {}
        if isinstance(holder, list):
            while len(holder) <= int(part):
                holder.append({})
            holder = holder[int(part)]
        else:
            holder = holder.setdefault(part, empty)
    holder[parts[-1]] = value
