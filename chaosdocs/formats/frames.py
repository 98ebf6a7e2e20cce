"""Lines by the thousand in a ``.jsonl.gz`` from which one case is read alone.

Such a file is ordinary gzip (``zcat`` prints it): a row of members, called frames here, each with
the whole lines of some cases. The header of a frame holds its length, the number of its first line
and the id of its first case, in the place that gzip leaves for such things. So a reader that hops
from header to header has an index, and one case costs one frame.

The lines are promised, not the compressed bytes: these differ between builds of zlib. A digest of
such a file is therefore the digest of its lines.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import opened

SUFFIX: Final = ".gz"
FRAME: Final = 1 << 18
"""Bytes of lines after which a frame ends with its case."""
MOST: Final = 1 << 29
"""Bytes of lines that a frame may hold; a file with more in one frame was made to do harm."""
_LEVEL: Final = 9
_HEADER: Final = struct.Struct("<4sIBBH")
_START: Final = b"\x1f\x8b\x08\x04"
_FIELD: Final = struct.Struct("<2sHIQ")
_NAME: Final = b"Cd"
_GZIP: Final = 31
"""What zlib calls a stream with the header of gzip."""
_KEPT: Final = 4


class Frame(NamedTuple):
    """Where a frame is.

    Attributes:
        first: Id of its first case.
        line: Number of its first line in the whole file, from 1.
        start: Its first byte.
        length: Its bytes.
    """

    first: str
    line: int
    start: int
    length: int


def framed(blocks: Iterable[tuple[str, bytes]], size: int = FRAME) -> Iterator[bytes]:
    """Yield the frames of a file.

    Args:
        blocks: Case and all of its lines, sorted by case.
        size: Bytes of lines after which a frame ends.
    """
    held: list[bytes] = []
    first, line, room = "", 1, size
    for case, data in blocks:
        if not held:
            first = case
        held.append(data)
        room -= len(data)
        if room <= 0:
            lines = b"".join(held)
            yield _member(first, line, lines)
            line += lines.count(b"\n")
            held, room = [], size
    if held:
        yield _member(first, line, b"".join(held))


def _member(first: str, line: int, lines: bytes) -> bytes:
    name = first.encode()
    extra = _FIELD.size + len(name)
    packer = zlib.compressobj(_LEVEL, wbits=-15)
    body = packer.compress(lines) + packer.flush()
    tail = struct.pack("<II", zlib.crc32(lines), len(lines) & 0xFFFFFFFF)
    length = _HEADER.size + extra + len(body) + len(tail)
    field = _FIELD.pack(_NAME, extra - 4, length, line)
    return b"".join((_HEADER.pack(_START, 0, 2, 255, extra), field, name, body, tail))


class FramedLines:
    """The lines of a file that `framed` made.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._frame = lru_cache(maxsize=_KEPT)(self._opened)

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Where every frame is.

        Raises:
            UserError: The file cannot be read, or was not made by `framed`.
        """
        try:
            with opened(self.path) as file:
                size = file.seek(0, 2)
                return tuple(self._hop(file, size))
        except OSError as error:
            raise UserError(f"cannot read: {error.strerror}", where=str(self.path)) from error

    def blocks(self) -> Iterator[bytes]:
        """Yield the lines of one frame after the other.

        Raises:
            UserError: The file cannot be read, or is damaged.
        """
        for frame in self.frames:
            yield self._opened(frame)

    def lines(self, cases: Collection[str] | None = None) -> Iterator[tuple[int, bytes]]:
        """Yield number and bytes of every line.

        Args:
            cases: Only the frames that hold these cases are opened; other cases' lines that stand
                in them are yielded as well.

        Raises:
            UserError: The file cannot be read, or is damaged.
        """
        for frame in self.frames if cases is None else self._with(cases):
            lines = self._opened(frame) if cases is None else self._frame(frame)
            yield from enumerate(lines.splitlines(keepends=True), frame.line)

    def _with(self, cases: Collection[str]) -> list[Frame]:
        firsts = [frame.first for frame in self.frames]
        places = {bisect_right(firsts, case) - 1 for case in cases}
        return [self.frames[place] for place in sorted(places) if place >= 0]

    def _hop(self, file: BinaryIO, size: int) -> Iterator[Frame]:
        start = 0
        while start < size:
            file.seek(start)
            frame = _read_header(file, start)
            if frame is None or start + frame.length > size:
                raise self._damaged(f"no frame begins at byte {start}, or it is cut short")
            yield frame
            start += frame.length

    def _opened(self, frame: Frame) -> bytes:
        try:
            with opened(self.path) as file:
                file.seek(frame.start)
                data = file.read(frame.length)
        except OSError as error:
            raise UserError(f"cannot read: {error.strerror}", where=str(self.path)) from error
        unpacker = zlib.decompressobj(_GZIP)
        try:
            lines = unpacker.decompress(data, MOST)
        except zlib.error as error:
            raise self._damaged(f"the frame at byte {frame.start}: {error}") from error
        if not unpacker.eof or unpacker.unused_data:
            raise self._damaged(f"the frame at byte {frame.start} is cut short, or too long")
        return lines

    def _damaged(self, words: str) -> UserError:
        return UserError(
            f"not lines in frames: {words}",
            where=str(self.path),
            hint="the file is damaged, or was compressed by another program",
        )


def _read_header(file: BinaryIO, start: int) -> Frame | None:
    """Return the frame whose header comes next, or None where there is none of ours."""
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or header[:4] != _START:
        return None
    extra = file.read(_HEADER.unpack(header)[4])
    if len(extra) < _FIELD.size or extra[:2] != _NAME:
        return None
    _, size, length, line = _FIELD.unpack_from(extra)
    if size + 4 != len(extra) or length <= _HEADER.size + len(extra):
        return None
    return Frame(extra[_FIELD.size :].decode("utf-8", "replace"), line, start, length)
