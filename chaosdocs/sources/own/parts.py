"""Records with several lists, taken apart: a document shows one list.

A record with lines and taxes becomes two, both with the fields outside of lists: one with the
lines, one with the taxes. A list inside of rows makes a record of each row, whose other fields are
those of that row. Every part keeps the names and the nesting of the user's schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chaosdocs.sources.own.flat import Nested, get
from chaosdocs.sources.own.shape import Leaf, Shape


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind of document shows of a record.

    Attributes:
        name: The list, in a word: ``taxes``; empty for the part with the first list.
        shape: Its fields.
        rows: For a list inside of rows: the path of the outer list, else None.
    """

    name: str
    shape: Shape
    rows: str | None = None

    def of(self, data: Mapping[str, Any], each: Nested) -> Iterator[tuple[str, Any, Nested]]:
        """Yield name, data and place of every record that the part makes of one record.

        A further list without rows makes none.

        Args:
            data: The record as read, or as a model has validated it.
            each: Where it stands in the file, and what was read there.
        """
        path = (self.shape.list_path or "")[1:]
        if not self.name:
            yield "", data, each
        elif self.rows is None:
            if get(data, path):
                yield self.name, data, each
        else:
            given, as_read = get(data, self.rows[1:]), get(each.data, self.rows[1:])
            for at, row in enumerate(given if isinstance(given, list) else ()):
                read = as_read[at] if isinstance(as_read, list) and at < len(as_read) else {}
                made = _put(data, self.rows[1:], row)
                if isinstance(row, Mapping) and get(made, path):
                    where = f"{each.where}: row {at + 1} of {self.rows}"
                    whole = Nested(where, _put(each.data, self.rows[1:], read))
                    yield f"{self.name}-{at + 1}", made, whole


def parts_of(shape: Shape) -> tuple[Part, ...]:
    """Return the parts of a shape: one for each list, the first list first.

    Example:
        >>> from chaosdocs.sources.own.shape import shape_of
        >>> rows = {"type": "array", "items": {"properties": {"n": {"type": "string"}}}}
        >>> whole = shape_of({"properties": {"id": {"type": "string"}, "a": rows, "b": rows}})
        >>> [[leaf.path for leaf in part.shape.leaves] for part in parts_of(whole)]
        [['/id', '/a/*/n'], ['/id', '/b/*/n']]
    """
    lists = (shape.list_path, *shape.further)
    return tuple(_part(shape, path, lists) for path in lists)


def _part(shape: Shape, path: str | None, lists: tuple[str | None, ...]) -> Part:
    if path is None or path == shape.list_path:
        leaves = [leaf for leaf in shape.leaves if _list_of(leaf, lists) in {None, path}]
        return Part("", Shape(tuple(leaves), path))
    name = path[1:].replace("/*/", "-").replace("/", "-")
    outer, inside, _ = path.rpartition("/*/")
    wanted = {None, path, outer} if inside else {None, path}
    leaves = [
        replace(leaf, path=_less(leaf.path, outer), unit=_less(leaf.unit, outer))
        for leaf in shape.leaves
        if _list_of(leaf, lists) in wanted
    ]
    return Part(name, Shape(tuple(leaves), _less(path, outer)), outer or None)


def _list_of(leaf: Leaf, lists: tuple[str | None, ...]) -> str | None:
    """The innermost list that a field stands in."""
    inside = [path for path in lists if path is not None and leaf.path.startswith(f"{path}/*/")]
    return max(inside, key=len, default=None)


def _less(path: str, outer: str) -> str:
    """A path inside the rows of a list as one inside of one row."""
    inside = outer and path.startswith(f"{outer}/*/")
    return path.replace(f"{outer}/*/", f"{outer}/", 1) if inside else path


def _put(data: Mapping[str, Any], path: str, row: object) -> dict[str, Any]:
    """Return nested data with something else at a path."""
    first, _, rest = path.partition("/")
    below = data.get(first)
    inner = below if isinstance(below, Mapping) else {}
    return {**data, first: _put(inner, rest, row) if rest else row}
