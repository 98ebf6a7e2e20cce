"""Where a corpus is put: a folder, or anything that fsspec reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically

__all__ = ["FolderStore", "FsspecStore", "Store"]


class Store(Protocol):
    """Bytes under names such as ``files/ab/document.pdf``. It is pickled for workers."""

    def put(self, name: str, data: bytes) -> None:
        """Put `data` under a name, whole or not at all; it is safe when this returns."""
        ...

    def get(self, name: str) -> bytes:
        """Return what is under a name.

        Raises:
            OSError: Nothing is.
        """
        ...

    def remove(self, name: str) -> None:
        """Take away what is under a name, if anything is."""
        ...


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder of this machine, or one that all machines share."""

    folder: Path

    def put(self, name: str, data: bytes) -> None:
        """Write a file; the disk has it when this returns."""
        write_atomically(self.folder / name, data)

    def get(self, name: str) -> bytes:
        """Return the bytes of a file."""
        return (self.folder / name).read_bytes()

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self.folder / name).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class FsspecStore:
    """A place that fsspec reaches: ``s3://bucket/corpus``, ``memory://corpus``, ``/a/folder``.

    Attributes:
        url: The place.
        options: What the file system is opened with, such as keys.
    """

    url: str
    options: dict[str, Any] = field(default_factory=dict, repr=False)

    def put(self, name: str, data: bytes) -> None:
        """Write an object."""
        files, root = self._opened()
        path = f"{root}/{name}"
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        files.pipe_file(path, data)

    def get(self, name: str) -> bytes:
        """Return an object."""
        files, root = self._opened()
        data: bytes = files.cat_file(f"{root}/{name}")
        return data

    def remove(self, name: str) -> None:
        """Remove an object."""
        files, root = self._opened()
        if files.exists(f"{root}/{name}"):
            files.rm_file(f"{root}/{name}")

    def _opened(self) -> tuple[Any, str]:
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise UserError(
                "fsspec is not installed", where=self.url, hint="pip install 'chaosdocs[stores]'"
            ) from error
        files, root = url_to_fs(self.url, **self.options)
        return files, root.rstrip("/")
