"""Sheets with one row a line item, nested into one object a record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chaosdocs.foundation.errors import UserError
from chaosdocs.sources.own.rows import Raw
from chaosdocs.sources.own.shape import Shape


@dataclass(frozen=True, slots=True)
class Nested:
    """One record as nested data.

    Attributes:
        where: Where in the file it begins.
        data: The record, its rows under the name of the list.
        rows_where: Where each row stands, if not where the record does.
    """

    where: str
    data: dict[str, Any]
    rows_where: list[str] = field(default_factory=list)


def resolve(columns: Sequence[str], shape: Shape) -> dict[str, str]:
    """Return column to schema path; columns that are no field are left out.

    A column is called as its field, ``seller.name`` or ``seller/name`` where it is nested, and
    ``lines.amount``, or plainly ``amount``, where it belongs to the rows.

    Example:
        >>> from chaosdocs.sources.own.shape import shape_of
        >>> rows = {"type": "array", "items": {"properties": {"qty": {"type": "number"}}}}
        >>> shape = shape_of({"properties": {"no": {"type": "string"}, "lines": rows}})
        >>> resolve(["no", "qty", "colour"], shape)
        {'no': '/no', 'qty': '/lines/*/qty'}
    """
    paths = [leaf.path for leaf in shape.leaves]
    found: dict[str, str] = {}
    for column in columns:
        plain = "/" + column.strip().replace(".", "/").strip("/")
        tries = [plain]
        if shape.list_path is not None:
            start = f"{shape.list_path}/"
            if plain.startswith(start):
                tries.append(f"{start}*/{plain.removeprefix(start)}")
            tries.append(f"{start}*{plain}")
        for path in tries:
            if any(path == known or path.startswith(f"{known}/") for known in paths):
                found[column] = path
                break
    twice = [column for column in found if list(found.values()).count(found[column]) > 1]
    if twice:
        raise UserError(f"the columns {' and '.join(twice)} are the same field", where="header")
    return found


def names_of(
    raws: Sequence[Raw], shape: Shape, *, flat: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that are fields, and those that are none, in the order of the file.

    Args:
        raws: What stands in the file.
        shape: Fields of a record.
        flat: Whether the names are columns; else they are keys of nested data, joined by dots.
    """
    if flat:
        names = list(dict.fromkeys(name for raw in raws for name in raw.data))
        columns = resolve(names, shape)
        return tuple(columns), tuple(name for name in names if name not in columns)
    paths = {leaf.path for leaf in shape.leaves}
    above = {path[: at.start()] for path in paths for at in re.finditer("/", path)}
    known: dict[str, None] = {}
    ignored: dict[str, None] = {}
    for raw in raws:
        for path in _keys(raw.data, "", paths, above):
            name = dotted(path)
            (known if path in paths else ignored)[name] = None
    return tuple(known), tuple(ignored)


def dotted(path: str) -> str:
    """Return a path as a column is called: ``lines.amount`` of ``/lines/*/amount``."""
    return path[1:].replace("/*/", ".").replace("/", ".")


def _keys(data: Mapping[str, Any], start: str, paths: set[str], above: set[str]) -> Iterator[str]:
    """Paths of fields, and the first part of every path that leads to none."""
    for name, value in data.items():
        path = f"{start}/{name}"
        rows = value if isinstance(value, list) else ()
        if path in paths or path not in above:
            yield path
        elif isinstance(value, Mapping):
            yield from _keys(value, path, paths, above)
        for row in rows if path in above else ():
            if isinstance(row, Mapping):
                yield from _keys(row, f"{path}/*", paths, above)


def nest(raws: Sequence[Raw], shape: Shape, key: str | None) -> list[Nested]:
    """Return the records of a sheet, in the order in which their keys first appear.

    Args:
        raws: The sheet's rows.
        shape: Fields of a record.
        key: The column that says which record a row belongs to; needed where the sheet has
            columns of rows. None takes the one required id, where there is one alone.

    Raises:
        UserError: There is no such column, a row lacks its key, or rows of one record disagree
            over what belongs to all of it.
    """
    if shape.further:
        raise UserError(
            f"the schema has several lists: {', '.join((str(shape.list_path), *shape.further))}",
            where=raws[0].where.partition(":")[0] if raws else "",
            hint="a sheet has the rows of one list: write the records as JSONL",
        )
    columns = list(dict.fromkeys(column for raw in raws for column in raw.data))
    paths = resolve(columns, shape)
    if not any("*" in path for path in paths.values()):
        return [_single(raw, paths) for raw in raws]
    key = _key(columns, paths, shape, key)
    found: dict[str, Nested] = {}
    said: dict[tuple[str, str], tuple[Any, str]] = {}
    for raw in raws:
        value = raw.data.get(key)
        if value is None:
            raise UserError(f"has no {key}, the key of its record", where=raw.where)
        record = found.setdefault(str(value), Nested(raw.where, {}))
        row: dict[str, Any] = {}
        for column, cell in raw.data.items():
            path = paths.get(column)
            if path is None:
                continue
            if "*" in path:
                _put(row, path.partition("/*/")[2], cell)
                continue
            before, line = said.setdefault((str(value), column), (cell, raw.where))
            if before != cell:
                raise UserError(
                    f"{column} is {cell!r} here and {before!r} at {line}, in one record",
                    where=raw.where,
                )
            _put(record.data, path[1:], cell)
        if row and shape.list_path is not None:
            _list(record.data, shape.list_path[1:]).append(row)
            record.rows_where.append(raw.where)
    return list(found.values())


def get(data: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - JSON
    """Return what stands at ``seller/name`` in nested data, or None."""
    node: Any = data
    for part in path.split("/"):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def _single(raw: Raw, paths: Mapping[str, str]) -> Nested:
    data: dict[str, Any] = {}
    for column, cell in raw.data.items():
        if column in paths:
            _put(data, paths[column][1:], cell)
    return Nested(raw.where, data)


def _key(columns: Sequence[str], paths: Mapping[str, str], shape: Shape, stated: str | None) -> str:
    if stated is not None:
        if stated not in columns:
            raise UserError(
                f"no column is called {stated!r}", where="key", allowed=columns, given=stated
            )
        return stated
    ids = {leaf.path for leaf in shape.leaves if leaf.kind == "id" and leaf.required}
    named = [column for column, path in paths.items() if path in ids and "*" not in path]
    if len(named) != 1:
        raise UserError(
            "the sheet has one row a line: which column says what record a row belongs to?",
            where="key",
            allowed=[column for column in columns if "*" not in paths.get(column, "")],
        )
    return named[0]


def _put(data: dict[str, Any], path: str, value: Any) -> None:  # noqa: ANN401 - a cell
    *parents, last = path.split("/")
    for part in parents:
        data = data.setdefault(part, {})
    data[last] = value


def _list(data: dict[str, Any], path: str) -> list[dict[str, Any]]:
    *parents, last = path.split("/")
    for part in parents:
        data = data.setdefault(part, {})
    rows: list[dict[str, Any]] = data.setdefault(last, [])
    return rows
