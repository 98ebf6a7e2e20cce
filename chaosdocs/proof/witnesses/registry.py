"""The registry of witnesses. A witness is a module of this package with a `WITNESS`.

A witness of a medium has the medium's name; `text` opens whatever has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chaosdocs.formats.cases import Evidence
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.registry import Registry
from chaosdocs.proof.witnesses.witness import Witness


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens the files of a medium.

    Attributes:
        open: Bytes and the evidence of their case to an opened file.
    """

    open: Callable[[bytes, Sequence[Evidence]], Witness]


WITNESSES = Registry("witness", "chaosdocs.proof.witnesses", Opener, plural="witnesses")


def witness_of(medium: str, media_type: str) -> str:
    """Return the name of the witness of a file.

    Args:
        medium: The medium of its case; several media may have one type.
        media_type: The file's MIME type.

    Example:
        >>> witness_of("scan", "application/pdf"), witness_of("pdf", "text/csv")
        ('scan', 'csv')
        >>> witness_of("pdf", "text/html")
        'text'
    """
    if medium in MEDIA and MEDIA[medium].media_type == media_type:
        return medium
    names = (name for name, spec in MEDIA.items() if spec.media_type == media_type)
    return next(names, "text")
