"""What a chunk has made: its lines in one file, an index beside it, and at the end all in order.

A chunk is done when its index is there; the lines are written before it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from chaosdocs.formats.folder import LINES, WORK
from chaosdocs.formats.frames import SUFFIX, framed
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.files import encode_line, write_atomically
from chaosdocs.foundation.stores import Store

_OPEN = 200
"""Files that are kept open at a time."""


class Journal:
    """The lines of one chunk, while it is made.

    Attributes:
        counts: What was made, by outcome and medium.
        files: Path of every file that was written to its digest.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.files: dict[str, str] = {}
        self._blocks: dict[str, list[tuple[str, int, int]]] = {name: [] for name in LINES}
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, name: str, case: str, rows: Iterable[Any]) -> None:
        """Append the lines that a case has in the file `name`."""
        data = b"".join(map(encode_line, rows))
        if data:
            self._lines.append(data)
            self._blocks[name].append((case, self._size, self._size + len(data)))
            self._size += len(data)

    def write(self, store: Store, number: int) -> None:
        """Write the lines, then the index, which says that the chunk is done.

        Raises:
            UserError: The disk is full, or the folder cannot be written to.
        """
        lines = b"".join(self._lines)
        store.put(lines_of(number), lines)
        index = {
            "counts": self.counts,
            "files": self.files,
            "blocks": self._blocks,
            "lines": sha256(lines),
        }
        store.put(index_of(number), json.dumps(index, ensure_ascii=False).encode())


class Journals:
    """The lines of all chunks of a run that is done.

    Args:
        out: Folder of the corpus.
        chunks: How many chunks there are.

    Attributes:
        counts: What was made, by outcome and medium.
        files: Path of every file that was written to its digest.
    """

    def __init__(self, out: Path, chunks: int) -> None:
        self.counts: Counter[str] = Counter()
        self.files: dict[str, str] = {}
        self._out = out
        self._blocks: dict[str, list[tuple[str, int, int, int]]] = {n: [] for n in LINES}
        for number in range(chunks):
            index = json.loads((out / index_of(number)).read_bytes())
            self.counts.update(index["counts"])
            self.files.update(index["files"])
            for name, blocks in index["blocks"].items():
                self._blocks[name] += [(case, number, *span) for case, *span in blocks]
        for blocks in self._blocks.values():
            blocks.sort()

    def write(self, name: str) -> str:
        """Write the lines of all chunks into one file, in the order of their cases.

        Returns:
            The digest of its lines.

        Raises:
            UserError: The disk is full, or the folder cannot be written to.
        """
        digest = hashlib.sha256()

        def blocks() -> Iterator[tuple[str, bytes]]:
            for case, lines in self._of(name):
                digest.update(lines)
                yield case, lines

        write_atomically(
            self._out / name,
            framed(blocks()) if name.endswith(SUFFIX) else (lines for _, lines in blocks()),
        )
        return digest.hexdigest()

    def _of(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield case and lines, as they are to stand in a file."""
        with ExitStack() as stack:
            opened: dict[int, BinaryIO] = {}
            for case, number, start, end in self._blocks[name]:
                if number not in opened:
                    if len(opened) >= _OPEN:
                        stack.close()
                        opened.clear()
                    opened[number] = stack.enter_context((self._out / lines_of(number)).open("rb"))
                opened[number].seek(start)
                yield case, opened[number].read(end - start)


def is_done(store: Store, number: int) -> bool:
    """Whether a chunk is made, and everything that it made is there still, byte by byte."""
    try:
        index = json.loads(store.get(index_of(number)))
        lines = store.get(lines_of(number))
        return sha256(lines) == index["lines"] and all(
            sha256(store.get(path)) == digest for path, digest in index["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def index_of(number: int) -> str:
    """Return the name of a chunk's index."""
    return f"{WORK}/{number:06}.json"


def lines_of(number: int) -> str:
    """Return the name of the file that has a chunk's lines."""
    return f"{WORK}/{number:06}.lines"
