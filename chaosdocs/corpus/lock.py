"""One run at a time in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from chaosdocs.formats.folder import WORK
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import cannot_write

LOCK = f"{WORK}/lock"


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Hold the folder of a corpus; the system lets go of it however the process ends.

    Args:
        out: The folder. Where the system has no such locks, nothing is held.

    Raises:
        UserError: Another run is at work in it, or it cannot be written to.
    """
    path = out / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab")
    except OSError as error:
        raise cannot_write(path, error) from error
    with file:
        if not _taken(file):
            raise UserError(
                "another run is at work in this folder",
                where=str(out),
                hint="wait for it, or name a new folder",
            )
        yield


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
