"""Temporary folders that end with their process, however it ends."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from chaosdocs.foundation.errors import UserError

PREFIX: Final = "chaosdocs-"
YOUNG_S: Final = 60.0
"""Seconds. A younger folder is left alone: its process may not have locked it yet."""
_LOCK: Final = ".held"


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a temporary folder for as long as the block lasts.

    The folder holds a file that its process has locked. The system drops the lock when the process
    ends, even if it is killed; the next process then removes the folder.

    Raises:
        UserError: The folder cannot be made.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = (folder / _LOCK).open("wb")
        sweep(held_since=os.fstat(held.fileno()).st_mtime)
    except OSError as error:
        raise UserError(
            f"no temporary folder can be made: {error.strerror or error}",
            where="TMPDIR",
            hint="make room, or name a folder that can be written to in TMPDIR",
        ) from error
    with held:
        _lock(held.fileno())
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(held_since: float) -> None:
    """Remove the temporary folders of processes that are gone.

    Args:
        held_since: When the folder of this process was made, in seconds of the file system's clock;
            folders that are not `YOUNG_S` older are left alone.
    """
    with contextlib.suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            if _is_left(folder, held_since - YOUNG_S):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path, before: float) -> bool:
    """Whether a folder was made by `scratch` before a moment, and no process holds it."""
    lock = folder / _LOCK
    try:
        if folder.is_symlink() or lock.lstat().st_mtime >= before:
            return False
        handle = os.open(lock, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        return _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Return whether a file could be locked; never where the system has no such locks."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
