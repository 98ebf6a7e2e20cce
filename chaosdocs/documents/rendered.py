"""What comes out at the end: files, and where in them every statement stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from chaosdocs.documents.geometry import Affine, Box
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import Channel


class Locus(NamedTuple):
    """One place of a finished file where one channel of one statement can be read.

    A tuple, because there are as many of them as there are cells.

    Attributes:
        statement: Id of the statement.
        channel: The channel.
        text: What stands there, on that channel.
        role: ``says`` for the statement, ``trace`` for what is left where it was.
        page: Page number from 1.
        box: Points of the page as shown; pixels of the page image for a scan.
        sheet: Name of the sheet.
        cell: ``B7``.
        bytes: From and to in a text file.
        pointer: JSON Pointer in a tree.
        convention: The convention of `text` where it is not the statement's.
        parts: From and to of every piece of `text` in its order, where they stand apart: a number,
            its currency, the mark of its sign. `bytes` is one of them.
    """

    statement: str
    channel: Channel
    text: str
    role: Literal["says", "trace"] = "says"
    page: int | None = None
    box: Box | None = None
    sheet: str | None = None
    cell: str | None = None
    bytes: tuple[int, int] | None = None
    pointer: str | None = None
    convention: Convention | None = None
    parts: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """How a page image came from a page: `affine` maps its points to pixels."""

    source: int
    affine: Affine
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished file.

    Attributes:
        name: File name without a folder: ``document.pdf``.
        media_type: IANA media type.
        data: Its bytes.
        loci: Where every statement stands, on every channel.
        scan: For a scan: how each page image came about.
    """

    name: str
    media_type: str
    data: bytes
    loci: tuple[Locus, ...]
    scan: tuple[ScannedPage, ...] = ()
