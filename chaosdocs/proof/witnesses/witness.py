"""What every witness of a file offers, and the bounds that hostile files are read within."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from chaosdocs.formats.cases import Evidence
from chaosdocs.foundation.quickly import quickly
from chaosdocs.proof.binding.doubled import Headed
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Layer
from chaosdocs.truth.values import Value

MOST_BYTES = 256 * 1024 * 1024
"""Largest file that is opened, and most bytes that one file may unfold to."""


class UnreadableError(ValueError):
    """A file cannot be opened by its witness."""


class TooBigError(UnreadableError):
    """A file is, or unfolds to, more than the bounds allow."""


@quickly
@dataclass(frozen=True, slots=True)
class Found:
    """What a witness reads at a place.

    Attributes:
        text: The text there.
        value: The typed value there, where the file has types.
        by: Name of the witness.
        extra: Other text that stands in the same place.
    """

    text: str
    value: Value | None = None
    by: str = ""
    extra: str = ""


class Witness(Protocol):
    """An opened file."""

    @property
    def name(self) -> str:
        """The witness, for the record: ``pdfium-text``, ``openpyxl`` ..."""
        ...

    def found(self, line: Evidence) -> Found | None:
        """Return what stands at the place of `line` on its channel, or None."""
        ...

    def layers(self) -> Iterator[Layer]:
        """Yield every text that is in the file in any way."""
        ...

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the label under which each piece of a line stands; empty where it has none.

        Args:
            line: The statement.
            known: Whether a text is a label: other texts are passed over.
        """
        ...

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the labels, keys and other texts that state nothing, and the fields, in order.

        Args:
            lines: The evidence of the file.
            drawn: On pages: whether in the order in which they were drawn, not line by line.
        """
        ...


@runtime_checkable
class Accounting(Protocol):
    """A witness that can account for everything that its file says."""

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every text that no line of the evidence is about."""
        ...


@runtime_checkable
class Counting(Protocol):
    """A witness of a format whose files count what they hold."""

    def miscounted(self) -> Iterator[str]:
        """Yield what the file says of its own parts and is not so."""
        ...


@runtime_checkable
class Tabular(Protocol):
    """A witness of a table."""

    def copies(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every row that no line is about and that stands in the table once more."""
        ...


@runtime_checkable
class Columned(Protocol):
    """A witness of columns under heads."""

    def headed(self, lines: Sequence[Evidence]) -> Iterator[Headed]:
        """Yield the column of each line, and the text at the head of the column."""
        ...


@runtime_checkable
class Furnished(Protocol):
    """A witness that can tell what its file has beside texts."""

    def things(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield pictures, drawings, comments, flags and the like, in words that compare.

        Args:
            lines: The evidence of the file: what a line is about is no such thing.
        """
        ...


def clipped(data: bytes) -> bytes:
    """Return `data`.

    Raises:
        TooBigError: It is larger than any artefact may be.
    """
    if len(data) > MOST_BYTES:
        raise TooBigError(f"{len(data)} bytes")
    return data


def inflated(data: bytes, most: int = MOST_BYTES) -> bytes:
    """Return what a zlib stream holds, as far as it can be read.

    Raises:
        TooBigError: It unfolds to more than `most` bytes.
    """
    reader = zlib.decompressobj()
    try:
        out = reader.decompress(data, most + 1)
    except zlib.error:
        return b""
    if len(out) > most:
        raise TooBigError(f"a stream unfolds to more than {most} bytes")
    return out
