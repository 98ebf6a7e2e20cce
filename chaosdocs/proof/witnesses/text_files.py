"""Witnesses of CSV and JSON files: the standard library's readers, and our own count of bytes."""

from __future__ import annotations

import csv
import io
import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.places import Layer, Place, always
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.witnesses.witness import Found, UnreadableError, clipped

_DELIMITERS = ",;\t|"
_MOST_DEPTH = 200


class CsvWitness:
    """A CSV file: its cells with the bytes that they take up.

    Raises:
        UnreadableError: It is no text.
    """

    name = "csv"

    def __init__(self, data: bytes) -> None:
        self.text, self._encoding, self._mark = decoded(clipped(data))
        self.delimiter = max(_DELIMITERS, key=lambda d: (self.text.count(d), d == ","))
        self._cells = list(_cells(self.text, self.delimiter))
        self._starts = [start for start, _, _ in self._cells]
        self._ascii = self.text.isascii() and self._encoding in {"utf-8", "cp1252", "cp932"}
        self.agrees = self._agrees()

    def found(self, line: Evidence) -> Found | None:
        """Return the cell at the bytes of the line, if they are those of one cell."""
        if line.bytes is None:
            return None
        start, end = map(self._place, line.bytes)
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        first, last, shown = self._cells[at]
        raw = self.text[start:end]
        if start < first or end > last or normal(_unquoted(raw)) != normal(shown):
            return Found(raw, by=self.name)
        return Found(shown, by=self.name if self.agrees else "bytes")

    def layers(self) -> Iterator[Layer]:
        """Yield every cell in a line of its own, and the raw text."""
        pieces, starts, at = [], [], 0
        for start, _, shown in self._cells:
            pieces.append(shown)
            starts.append((at, start))
            at += len(shown) + 1
        firsts = [first for first, _ in starts]

        def where(start: int, end: int) -> Place:
            cell = self._cells[bisect_right(firsts, start) - 1]
            del end
            return Place(bytes=(self._byte(cell[0]), self._byte(cell[1])))

        yield Layer("cells", "\n".join(pieces), "text", where)

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the text of every cell that no line is about."""
        about = {
            bisect_right(self._starts, self._place(line.bytes[0])) - 1
            for line in lines
            if line.bytes is not None
        }
        yield from (shown for n, (_, _, shown) in enumerate(self._cells) if n not in about)

    def _place(self, byte: int) -> int:
        if self._ascii:
            return byte - self._mark
        raw = self.text.encode(self._encoding, "surrogateescape")[: max(byte - self._mark, 0)]
        return len(raw.decode(self._encoding, "ignore"))

    def _byte(self, place: int) -> int:
        if self._ascii:
            return place + self._mark
        return self._mark + len(self.text[:place].encode(self._encoding, "surrogateescape"))

    def _agrees(self) -> bool:
        """Whether the standard reader sees the same cells."""
        try:
            rows = list(csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter))
        except csv.Error:
            return False
        theirs = [cell for row in rows for cell in row if cell]
        return theirs == [shown for *_, shown in self._cells if shown]


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
        keys = dict.fromkeys(key for pointer in self._leaves for key in pointer.split("/"))
        yield Layer("keys", "\n".join(keys))

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield the text of every leaf that no line is about."""
        about = {line.pointer for line in lines}
        for pointer, leaf in self._leaves.items():
            if pointer not in about and isinstance(leaf, str):
                yield str(leaf)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            self.duplicates += sorted({k for k, _ in pairs if sum(k == o for o, _ in pairs) > 1})
        return made


class _Written(str):
    """A number as the file writes it."""

    __slots__ = ()


def decoded(data: bytes) -> tuple[str, str, int]:
    """Return the text of `data`, its encoding and the length of its byte order mark.

    Raises:
        UnreadableError: It is text in none of the usual encodings.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                           (b"\xfe\xff", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, len(mark)
    for encoding in ("utf-8", "cp932", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]{2}", text):
            continue
        return text, encoding, 0
    raise UnreadableError("not a text")


def _cells(text: str, delimiter: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and value of every cell; quotes are part of the span."""
    quoted = r'"(?:[^"]|"")*"(?=[{d}\r\n]|$)'
    cell = re.compile((quoted + r"|[^{d}\r\n]*").replace("{d}", re.escape(delimiter)))
    at = 0
    while at <= len(text):
        match = cell.match(text, at)
        if match is None:  # pragma: no cover - the pattern also matches nothing
            break
        yield match.start(), match.end(), _unquoted(match[0])
        at = match.end()
        at += 2 if text.startswith("\r\n", at) else 1


def _unquoted(raw: str) -> str:
    if len(raw) > 1 and raw[0] == raw[-1] == '"':
        return raw[1:-1].replace('""', '"')
    return raw


def _leaves(tree: Any, pointer: str, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if depth > _MOST_DEPTH:
        raise ValueError("nested too deeply")
    if isinstance(tree, dict):
        for key, value in tree.items():
            step = key.replace("~", "~0").replace("/", "~1")
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
