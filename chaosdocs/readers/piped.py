"""What a process answers on its output to what stands on its input, within bounds."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from typing import IO

_AT_ONCE = 1 << 16
"""Bytes that are read at once."""
_WRITTEN = 512
"""Bytes that are written at once: a pipe that is ready takes so many without waiting."""


class FloodError(Exception):
    """A process writes more than is read."""


def exchanged(
    process: subprocess.Popen[bytes],
    question: bytes,
    *,
    deadline: float | None,
    most: int,
    most_complaints: int,
) -> tuple[bytes, bytes]:
    """Return what a process writes on its output, and the end of what it complains.

    Args:
        process: A process whose input, output and error output are pipes.
        question: What it is given on its input, which is closed then.
        deadline: Seconds that it may take; None for no limit.
        most: Bytes that its output may have.
        most_complaints: Bytes at the end of its error output that are kept.

    Raises:
        FloodError: Its output is longer.
        TimeoutError: It takes longer. The process goes on in either case.
    """
    assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018 - see Args
    ends = None if deadline is None else time.monotonic() + deadline
    kept = {process.stdout: bytearray(), process.stderr: bytearray()}
    left = memoryview(question)
    with selectors.PollSelector() as ready:
        ready.register(process.stdin, selectors.EVENT_WRITE)
        for pipe in kept:
            ready.register(pipe, selectors.EVENT_READ)
        while ready.get_map():
            for key, _ in ready.select(_remaining(ends)):
                if key.fileobj is process.stdin:
                    left = _written(process.stdin, left)
                    if not left:
                        ready.unregister(process.stdin)
                        process.stdin.close()
                    continue
                pipe = process.stdout if key.fileobj is process.stdout else process.stderr
                read = os.read(key.fd, _AT_ONCE)
                kept[pipe] += read
                if not read:
                    ready.unregister(pipe)
                if len(kept[process.stdout]) > most:
                    raise FloodError
                del kept[process.stderr][:-most_complaints]
    try:
        process.wait(_remaining(ends))
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    return bytes(kept[process.stdout]), bytes(kept[process.stderr])


def _remaining(ends: float | None) -> float | None:
    """Return the seconds that are left until a moment; None where there is none.

    Raises:
        TimeoutError: None are left.
    """
    if ends is None:
        return None
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _written(pipe: IO[bytes], left: memoryview) -> memoryview:
    """Write what a pipe takes at once and return the rest; nothing where nobody reads it."""
    try:
        return left[os.write(pipe.fileno(), left[:_WRITTEN]) :]
    except BrokenPipeError:
        return left[:0]
