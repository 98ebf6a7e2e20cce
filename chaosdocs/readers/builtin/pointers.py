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


def units(truth: Json) -> dict[str, dict[str, list[str]]]:
    """Return path of a list to its units, for `chaosdocs.formats.units.unfold`."""
    return {
        path: dict(field["whole"]) for path, field in truth["fields"].items() if "whole" in field
    }


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
