"""One writer at a time: of a corpus, of a file of answers, of a report, of a baseline."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import cannot_write


@contextmanager
def alone(lock: Path, what: Path) -> Iterator[None]:
    """Hold a lock. The operating system releases it however the process ends.

    Args:
        lock: The file that is locked. If the operating system has no such locks, nothing is
            locked.
        what: The folder or file that the lock protects, for the error message.

    Raises:
        UserError: Another run holds it, or it cannot be written.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("ab")
    except OSError as error:
        raise cannot_write(lock, error) from error
    with file:
        if not _taken(file):
            raise UserError(
                "another run is writing here",
                where=str(what),
                hint="wait for it, or name a new one",
            )
        yield


@contextmanager
def alone_beside(path: Path) -> Iterator[None]:
    """Hold the lock of a file or folder: a dotted file beside it, gone when the block ends.

    Args:
        path: What is written inside the block.

    Raises:
        UserError: Another run writes it.
    """
    lock = path.with_name(f".{path.name}.lock")
    with alone(lock, path):
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                lock.unlink()


def _taken(file: BinaryIO) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True
