"""YAML with the line of every key, and nothing in it that could do harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import read_at_most

MOST_BYTES = 1_000_000
MOST_ALIASES = 16
DEEPEST = 32
MOST_VALUES = 50_000
"""Values and collections of a file, each alias counted as what it stands for."""

_PLAIN = ("tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
"""Tags of the collections that a file may hold."""

Place: TypeAlias = tuple[str | int, ...]
"""Keys and list indices from the top, such as ``("design", "each", 2)``."""
_WRITTEN: Final[dict[Place, Place]] = {("source", "count"): ("source", "books")}
"""Place to the other place at which a user may have written its value."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The data of a YAML file with its lines.

    Attributes:
        path: The file, as the user named it.
        data: What it holds.
        lines: Place to line, from 1; that of a mapping's entry is the line of its key.
    """

    path: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def where(self, place: Place) -> str:
        """Return file, line and key of `place`, or of the nearest thing around it.

        The key is the one that the user wrote: the count of a world's books may be ``books``.

        Example:
            >>> Marked("r.yaml", {}, {(): 1, ("design",): 7}).where(("design", "each", 2))
            'r.yaml:7: design.each[2]'
        """
        place = _WRITTEN.get(place, place) if place not in self.lines else place
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, 1)
        key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
        return f"{self.path}:{line}: {key.removeprefix('.')}" if key else f"{self.path}:{line}"


def read(path: Path) -> Marked:
    """Return what the YAML file `path` holds.

    Raises:
        UserError: It cannot be read, is no YAML, or is built to do harm.
    """
    text = _text(path)
    loader = None
    try:
        loader = _Loader(text, str(path))
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark is not None else ""
        words = ", ".join(w for w in (error.context, error.problem) if w)
        raise UserError(f"not YAML: {words}", where=f"{path}{line}") from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise UserError(f"not YAML: {str(error).splitlines()[0]}", where=str(path)) from error
    finally:
        if loader is not None:
            loader.dispose()
    if node is None:
        raise UserError("the file is empty", where=str(path))
    lines: dict[Place, int] = {(): node.start_mark.line + 1}
    return Marked(str(path), _data(node, (), lines, loader, str(path)), lines)


def _text(path: Path) -> str:
    try:
        raw = read_at_most(path, MOST_BYTES)
    except OSError as error:
        near = _near(path)
        hint = f"there is {near}" if near else ""
        raise UserError(f"cannot read: {error.strerror}", where=str(path), hint=hint) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UserError("not text in UTF-8", where=f"{path}:{line}") from error


def _near(path: Path) -> str | None:
    import difflib

    if not path.parent.is_dir():
        return None
    there = sorted(each.name for each in path.parent.glob("*.yaml"))
    found = difflib.get_close_matches(path.name, there, n=1)
    return str(path.parent / found[0]) if found else None


class _Loader(yaml.SafeLoader):
    """Counts depth and aliases while composing, before anything is expanded."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name
        self._depth = 0
        self._aliases = 0
        self.values = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            self._aliases += 1
            if self._aliases > MOST_ALIASES:
                raise UserError(
                    f"more than {MOST_ALIASES} aliases (*name)",
                    where=f"{self.name}:{mark.line + 1}",
                )
        self._depth += 1
        _not_deeper(self._depth, f"{self.name}:{mark.line + 1}")
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def _not_deeper(depth: int, where: str) -> None:
    if depth > DEEPEST:
        raise UserError(f"nested deeper than {DEEPEST} levels", where=where)


def _data(
    node: yaml.Node, place: Place, lines: dict[Place, int], loader: _Loader, name: str
) -> Any:  # noqa: ANN401 - whatever YAML holds
    where = f"{name}:{node.start_mark.line + 1}"
    _not_deeper(len(place), where)
    loader.values += 1
    if loader.values > MOST_VALUES:
        raise UserError(f"more than {MOST_VALUES:,} values", where=where)
    if isinstance(node, yaml.CollectionNode) and node.tag not in _PLAIN:
        raise UserError(f"not a plain value: the tag {node.tag!r} means nothing here", where=where)
    if isinstance(node, yaml.MappingNode):
        data = {}
        for key, value in _entries(node, name):
            at = (*place, key.value)
            lines[at] = key.start_mark.line + 1
            data[key.value] = _data(value, at, lines, loader, name)
        return data
    if isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            lines[(*place, i)] = item.start_mark.line + 1
        return [_data(item, (*place, i), lines, loader, name) for i, item in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except (yaml.YAMLError, ValueError, OverflowError, LookupError, AttributeError) as error:
        words = error.problem if isinstance(error, yaml.MarkedYAMLError) else str(error)
        raise UserError(f"not a plain value: {words}", where=where) from error


def _entries(node: yaml.MappingNode, name: str) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise UserError("a key is plain text", where=f"{name}:{line}")
        if key.value in seen:
            raise UserError(
                f"the key stands here twice, first in line {seen[key.value]}",
                where=f"{name}:{line}: {key.value}",
            )
        seen[key.value] = line
        yield key, value
