"""Files written whole or not at all, and lines read with their numbers."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from chaosdocs.foundation.errors import UserError

_NEW: Final = ".new"
"""Folder in which files that belong together are written before they are moved."""
_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened that may be a pipe to which nobody writes."""
_JSON = json.JSONEncoder(ensure_ascii=False)


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write `data` to `path` so that `path` never holds half of it.

    Args:
        path: The file; folders above it are made.
        data: What it is to hold, whole or piece by piece.

    Raises:
        UserError: The disk is full, or the folder cannot be written to.
    """
    import tempfile

    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)  # noqa: PTH101 - mkstemp gave a name, not a Path
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise cannot_write(path, error) from error


@contextmanager
def together(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Write several files that belong together: after a failure the older ones are still there.

    The files are moved into `folder` when the block ends without an error. The older ones are
    removed first, the last name first; so after a kill while files are moved, the file of the last
    name is missing or all files are of one run. One process at a time may write into `folder`.

    Args:
        folder: Where the files are to be; it is made.
        names: All names that may be there, the one that speaks for the others last. One that the
            block does not write is removed.

    Yields:
        The folder to write them into.

    Raises:
        UserError: The disk is full, or the folder cannot be written to.
    """
    import shutil

    new = folder / _NEW
    try:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        yield new
        try:
            _swept(folder, names)
            for name in reversed(names):
                (folder / name).unlink(missing_ok=True)
            for name in names:
                if (new / name).exists():
                    (new / name).replace(folder / name)
        except OSError as error:
            raise cannot_write(folder, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swept(folder: Path, names: Sequence[str]) -> None:
    """Remove the dotted temporaries of `names` that a killed run left."""
    for path in folder.glob(".*"):
        if path.is_file() and any(path.name.startswith(f".{name}.") for name in names):
            path.unlink()


def cannot_write(path: Path, error: OSError) -> UserError:
    """Return what to say where `path` cannot be written; a full disk is told to be emptied."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return UserError(
        f"cannot write: {error.strerror}",
        where=str(path),
        hint="make room, then go on: what was finished stays" if full else "",
    )


def opened(path: Path) -> BinaryIO:
    """Open a file that somebody named; a pipe, a device or a folder is not waited for or read.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be read, or is no plain file.
    """
    handle = os.open(path, _READ)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, "it is a pipe, a device or a folder, not a file", str(path))


def read(path: Path) -> bytes:
    """Return the bytes of a file that somebody named; see `opened`."""
    with opened(path) as file:
        return file.read()


def read_at_most(path: Path, most: int) -> bytes:
    """Return the bytes of a file, be it a device without an end.

    Args:
        path: The file.
        most: How many bytes it may have.

    Raises:
        UserError: The file has more.
        OSError: The file cannot be read.
    """
    with opened(path) as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise UserError(f"the file has more than {most:,} bytes", where=str(path))
    return raw


def inside(folder: Path, path: str, below: str = "files") -> Path:
    """Return where the file `path` of a corpus is on disk.

    Args:
        folder: The corpus.
        path: Relative to it, as its lines name the file.
        below: The part of the corpus that the file must lie in, links followed.

    Raises:
        UserError: It leads out of there: such a corpus is damaged, or was made to do harm.
    """
    root = folder.resolve()
    try:
        found = (root / path).resolve()
        fits = found.is_relative_to((root / below).resolve())
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError(f"not the path of a file: {path[:200]!r}", where=str(folder)) from error
    if not fits or found == root:
        raise UserError(
            f"the corpus names a file outside of its {below!r}: {path[:200]!r}",
            where=str(folder),
            hint="it is damaged, or was made to do harm: no file outside is read",
        )
    return found


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield line number and value of every line of a JSONL file; blank lines are passed over.

    Args:
        path: The file.

    Raises:
        UserError: The file is not there, is not UTF-8, or a line is not JSON; the line is named.
    """
    for number, raw in numbered_lines(path):
        if raw.strip():
            yield number, json_line(raw, f"{path}:{number}")


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of every line of a file.

    Raises:
        UserError: The file cannot be read.
    """
    try:
        with opened(path) as file:
            yield from enumerate(file, 1)
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error


def json_line(raw: bytes, where: str) -> Any:  # noqa: ANN401 - anything that JSON can hold
    """Return the value of a line.

    Args:
        raw: The line.
        where: File and number of the line, for the error.

    Raises:
        UserError: The line is not JSON.
    """
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        cut = "" if raw.endswith(b"\n") else " (the last line is cut short)"
        raise UserError(f"not JSON{cut}: {error}", where=where) from error


def is_text(data: Any) -> bool:  # noqa: ANN401 - anything that JSON can hold
    """Return whether UTF-8 holds all texts in `data`: JSON can name half a character."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def dump_lines(rows: Iterable[Any]) -> bytes:
    """Return `rows` as JSON lines, keys in the order given, UTF-8, one newline each."""
    return b"".join(map(encode_line, rows))


def encode_line(row: Any) -> bytes:  # noqa: ANN401 - anything that JSON can hold
    """Return `row` as one JSON line, keys in the order given, UTF-8, with its newline."""
    line = f"{_encode(row)}\n"
    try:
        return line.encode()
    except UnicodeEncodeError:  # half a character, which UTF-8 does not hold but JSON can name
        return f"{json.dumps(row)}\n".encode()


def _encoder() -> Callable[[Any], str]:
    """Return what makes a line: the encoder in C, which `json` builds anew for each, built once."""
    build: Any = getattr(json.encoder, "c_make_encoder", None)
    how = (
        None,  # nothing of ours holds itself
        _JSON.default,
        json.encoder.encode_basestring,
        None,
        _JSON.key_separator,
        _JSON.item_separator,
        False,  # keys are not sorted,
        False,  # not left out,
        True,  # and NaN is written as Python reads it
    )
    try:
        pieces = build(*how)
    except TypeError:  # there is none, or another Python's takes other arguments
        return _JSON.encode
    return lambda row: "".join(pieces(row, 0))


_encode = _encoder()
