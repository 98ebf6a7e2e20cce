"""The documents of a case, those inside a ZIP or a mail one by one, within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from chaosdocs.formats.media import MEDIA
from chaosdocs.formats.packets import INSIDE
from chaosdocs.foundation.files import read
from chaosdocs.foundation.scratch import scratch
from chaosdocs.readers.mail_text import mail_text
from chaosdocs.readers.reader import BrokenAnswerError

CONTAINERS: Final[Mapping[str, str]] = MappingProxyType(
    {".zip": "application/zip", ".eml": "message/rfc822"}
)
"""Ending of a file that holds other files, and its media type."""
_MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {Path(spec.file_name).suffix: spec.media_type for spec in MEDIA.values()}
    | {
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".png": "image/png",
        ".tif": "image/tiff",
        ".tiff": "image/tiff",
    }
)
LETTER: Final = "mail.txt"
"""What the text of a mail is called among its documents."""
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it came inside a container.

    Attributes:
        name: What the container calls it. No path to write to: it may say anything.
        data: Its bytes.
    """

    name: str
    data: bytes

    @property
    def suffix(self) -> str:
        """The ending of the name if it is a known one, else ``.bin``."""
        suffix = _suffix(self.name)
        return suffix if suffix in _MEDIA_TYPES else ".bin"


def is_container(path: str | Path) -> bool:
    """Return whether a file holds other files, by its ending."""
    return _suffix(str(path)) in CONTAINERS


def media_type_of(name: str) -> str:
    """Return the media type that the ending of a name says.

    Example:
        >>> media_type_of("01-order.PDF"), media_type_of("setup.exe")
        ('application/pdf', 'application/octet-stream')
    """
    return _MEDIA_TYPES.get(_suffix(name), "application/octet-stream")


def documents_in(path: Path, *, letters: bool) -> list[Document]:
    """Return the documents in a ZIP or a mail, in its order.

    Args:
        path: The container.
        letters: Whether the text of a mail is a document: the first one, called `LETTER`.

    Raises:
        BrokenAnswerError: The container is damaged or encrypted, unfolds beyond the bounds, holds
            two files of one name, a container, or nothing.
        OSError: The container cannot be read.
    """
    from chaosdocs.proof.containers import opened
    from chaosdocs.proof.witnesses.witness import UnreadableError

    data, kind = read(path), CONTAINERS[_suffix(path.name)]
    found: dict[str, Document] = {}
    if letters and kind == CONTAINERS[".eml"]:
        found[LETTER] = Document(LETTER, mail_text(data).encode())
    why = ""
    try:
        for raw, inner in opened(kind, data):
            name = _CONTROL.sub(" ", raw).strip()
            if name.endswith("/") and not inner:
                continue
            if name in found:
                why = f"two files are called {name!r}"
            elif is_container(name):
                why = f"{name!r} holds files itself; only one level is opened"
            if why:
                break
            found[name] = Document(name, inner)
    except UnreadableError as error:
        why = str(error)
    if why or not found:
        why = why or "it holds no file"
        raise BrokenAnswerError(f"{path.name} cannot be opened: {why}")
    return list(found.values())


@contextmanager
def laid_open(files: Mapping[str, Path], *, letters: bool = False) -> Iterator[Mapping[str, Path]]:
    """Yield the documents of a case as files on disk: those in a ZIP or a mail instead of it.

    A document in a container goes by the path of the container, ``!/`` and its name. It is written
    to a folder that is removed afterwards, under a number: its own name may lead elsewhere.

    Args:
        files: Path in the corpus to path on disk.
        letters: Whether the text of a mail is a document too.

    Raises:
        BrokenAnswerError: A container cannot be opened; see `documents_in`.
    """
    if not any(map(is_container, files.values())):
        yield files
        return
    with scratch() as folder:
        yield dict(_laid(files, folder, letters))


def _laid(files: Mapping[str, Path], folder: Path, letters: bool) -> Iterator[tuple[str, Path]]:
    number = 0
    for path, on_disk in files.items():
        if not is_container(on_disk):
            yield path, on_disk
            continue
        for document in documents_in(on_disk, letters=letters):
            target = folder / f"{number:04}{document.suffix}"
            target.write_bytes(document.data)
            yield f"{path}{INSIDE}{document.name}", target
            number += 1


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.casefold()
