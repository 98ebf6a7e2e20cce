"""Reading logs of others: whatever stands in them, nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import json_line, numbered_lines, read

MORE: Final = ("latency_s", "cost_usd", "tokens_in", "tokens_out")


def json_file(path: Path) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON in a file.

    Raises:
        UserError: It cannot be read, or is not JSON.
    """
    try:
        data = read(path)
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        words = "the file is empty" if not data.strip() else f"not JSON, or cut short: {error}"
        raise UserError(words, where=str(path)) from error


def json_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the lines of a file as objects.

    Raises:
        UserError: The file cannot be read, or a line is no object.
    """
    for number, raw in numbered_lines(path):
        if not raw.strip():
            continue
        row = json_line(raw, f"{path}:{number}")
        if not isinstance(row, dict):
            raise UserError("an object is needed on every line", where=f"{path}:{number}")
        yield row


def object_at(holder: Any, *keys: str) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    """Return the object below some keys, an empty one where there is none."""
    for key in keys:
        holder = holder.get(key) if isinstance(holder, Mapping) else None
    return holder if isinstance(holder, Mapping) else {}


def list_at(holder: Any, *keys: str) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the list below some keys, an empty one where there is none."""
    *above, last = keys
    found = object_at(holder, *above).get(last)
    return found if isinstance(found, list) else []


def amount(value: Any) -> float | None:  # noqa: ANN401 - JSON
    """Return a number from 0 up; None for anything else."""
    right = isinstance(value, int | float) and not isinstance(value, bool)
    return value if right and 0 <= value < float("inf") else None
