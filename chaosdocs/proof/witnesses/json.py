"""The witness of JSON files: the standard library's reader, leaves by JSON Pointer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Any

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Layer, Place, always
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import Found, UnreadableError, clipped

_MOST_DEPTH = 200
_TIMES = re.compile(r"~[2-9]\d*$")
_STEPS = re.compile(r"/\d+(?=/|$)")


class JsonWitness:
    """A JSON file: its leaves by JSON Pointer, numbers as they are written.

    Raises:
        UnreadableError: It is not JSON, or nested without end.
    """

    name = "json"

    def __init__(self, data: bytes) -> None:
        self.duplicates: list[str] = []
        try:
            text = clipped(data).decode("utf-8-sig")
            self.tree = json.loads(
                text,
                parse_float=_Written,
                parse_int=_Written,
                parse_constant=_Written,
                object_pairs_hook=self._pairs,
            )
            self._leaves = dict(_leaves(self.tree, "", 0))
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"not JSON: {error}") from error

    def found(self, line: Evidence) -> Found | None:
        """Return the leaf at the pointer of the line."""
        if line.pointer is None or line.pointer not in self._leaves:
            return None
        leaf = self._leaves[line.pointer]
        if isinstance(leaf, bool):
            return Found("true" if leaf else "false", value=leaf, by=self.name)
        if leaf is None:
            return Found("", by=self.name)
        if isinstance(leaf, _Written):
            return Found(str(leaf), value=_number(leaf), by=self.name)
        return Found(leaf, by=self.name)

    def layers(self) -> Iterator[Layer]:
        """Yield every leaf, and the keys."""
        for pointer, leaf in self._leaves.items():
            if isinstance(leaf, str):
                yield Layer("leaf", str(leaf), "text", always(Place(pointer=pointer)))
        steps = (step for pointer in self._leaves for step in pointer.split("/"))
        keys = dict.fromkeys(_TIMES.sub("", step) for step in steps)
        yield from (Layer("list of digits", text) for text in self._digits())
        yield Layer("keys", "\n".join(keys))

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the text of every leaf that no line is about, digits of a list together as well."""
        about = {line.pointer for line in lines}
        lists: dict[str, list[str]] = {}
        for pointer, leaf in self._leaves.items():
            if pointer not in about and isinstance(leaf, str):
                yield str(leaf)
                above, _, step = pointer.rpartition("/")
                if step.isdigit() and leaf.isdigit():
                    lists.setdefault(above, []).append(str(leaf))
        yield from ("".join(texts) for texts in lists.values() if len(texts) > 1)

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the keys in order, and the texts or the fields that they hold."""
        del drawn  # there is one order
        fields = {line.pointer: line.path for line in lines if line.role == "says"}
        open_keys: list[str] = []
        for pointer, leaf in self._leaves.items():
            steps = pointer.split("/")[1:]
            same = sum(
                1
                for _ in takewhile(
                    lambda pair: pair[0] == pair[1], zip(open_keys, steps, strict=False)
                )
            )
            yield from ((_TIMES.sub("", step), "") for step in steps[same:] if not step.isdigit())
            open_keys = steps
            path = fields.get(pointer, "")
            if path or isinstance(leaf, str):
                yield ("" if path else str(leaf)), path

    def things(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the flags and empty leaves that no line is about, each with its key."""
        about = {line.pointer for line in lines}
        for pointer, leaf in self._leaves.items():
            if (leaf is None or isinstance(leaf, bool)) and pointer not in about:
                yield f"{json.dumps(leaf)} at {pointer.rpartition('/')[2]}"

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the keys that lead to the leaf of the line."""
        label = _STEPS.sub("/*", _TIMES.sub("", line.pointer or ""))
        yield label if known(label) else ""

    def _digits(self) -> Iterator[str]:
        """Yield the digits of every list of single digits, together."""
        lists: dict[str, list[str]] = {}
        for pointer, leaf in self._leaves.items():
            above, _, step = pointer.rpartition("/")
            if step.isdigit():
                lists.setdefault(above, []).append(str(leaf))
        for texts in lists.values():
            if len(texts) > 1 and all(len(text) == 1 and text.isdigit() for text in texts):
                yield "".join(texts)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Keep every member: the second with a key gets the end ``~2``, which no pointer has."""
        made: dict[str, Any] = {}
        seen: dict[str, int] = {}
        for key, value in pairs:
            times = seen[key] = seen.get(key, 0) + 1
            made[key if times == 1 else _Again(f"{key}\0{times}")] = value
            if times == 2:  # noqa: PLR2004 - told once, whatever follows
                self.duplicates.append(key)
        return made


class _Again(str):
    """A key that stands in its object once more: the key and how often, with a zero between."""

    __slots__ = ()


class _Written(str):
    """A number as the file writes it."""

    __slots__ = ()


def _leaves(tree: Any, pointer: str, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if depth > _MOST_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(tree, dict):
        for key, value in tree.items():
            name, _, times = key.partition("\0") if isinstance(key, _Again) else (key, "", "")
            step = name.replace("~", "~0").replace("/", "~1") + (f"~{times}" if times else "")
            yield from _leaves(value, f"{pointer}/{step}", depth + 1)
    elif isinstance(tree, Sequence) and not isinstance(tree, str):
        for place, value in enumerate(tree):
            yield from _leaves(value, f"{pointer}/{place}", depth + 1)
    else:
        yield pointer, tree


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except ArithmeticError:
        return None


WITNESS = Opener(lambda data, _evidence: JsonWitness(data))
