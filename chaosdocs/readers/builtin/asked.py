"""The fields that a case asks for, flat: what every baseline starts from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One asked field: its schema path, kind and allowed values."""

    path: str
    kind: str
    options: tuple[str, ...] = ()


def asked(schema: Json, prefix: str = "") -> Iterator[Asked]:
    """Yield the leaves of an answer's schema, rows as ``*``."""
    for name, leaf in schema.get("properties", {}).items():
        path = f"{prefix}/{name}"
        if "x-kind" in leaf:
            options = tuple(v for v in leaf.get("enum", ()) if isinstance(v, str))
            yield Asked(path, str(leaf["x-kind"]), options)
        elif "items" in leaf:
            yield from asked(leaf["items"], f"{path}/*")
        else:
            yield from asked(leaf, path)


def put(answer: dict[str, Json], path: str, value: Json) -> None:
    """Put `value` at the scalar `path` of an answer."""
    *outer, leaf = path.strip("/").split("/")
    for part in outer:
        answer = answer.setdefault(part, {})
    answer[leaf] = value
