"""Segments written out: what the writers of texts and of messages share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from chaosdocs.documents.rendered import Locus, Rendered
from chaosdocs.documents.segments import Piece, Segment, Segments
from chaosdocs.formats.media import MediumSpec
from chaosdocs.render.writers.parted import Parted

Escape = Callable[[str], str]
_SGML: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _released(text: str) -> str:
    return re.sub(r"[+:'?]", r"?\g<0>", text)


ESCAPES: Final[Mapping[str, Escape]] = MappingProxyType(
    {
        "": lambda text: text,
        "edifact": _released,
        "sgml": lambda text: "".join(_SGML.get(mark, mark) for mark in text),
    }
)
"""Name to how a format writes its own marks where they are data."""


def write(document: Segments, medium: MediumSpec) -> Rendered:
    """Return a document of segments as a file.

    Line breaks inside of data become spaces; what the encoding cannot write becomes a question
    mark, and such a statement is a trace of itself.

    Args:
        document: Its options are honoured: ``encoding``, ``newline`` (what ends a segment),
            ``escape``, ``bom`` (``yes``), ``file_name``.
        medium: Its medium.
    """
    return _Writer(document, medium).written()


class _Writer:
    def __init__(self, document: Segments, medium: MediumSpec) -> None:
        options = document.options
        self._document = document
        self._medium = medium
        self._encoding = options.get("encoding", "utf-8")
        self._end = options.get("newline", "\r\n")
        self._escape = ESCAPES[options.get("escape", "")]
        self._out: list[bytes] = []
        self._at = 0
        self._loci: list[Locus] = []
        self._parted = Parted()

    def written(self) -> Rendered:
        document = self._document
        if document.options.get("bom") == "yes":
            self._put("\ufeff")
        for segment in document.segments:
            self._segment(segment)
        said = self._parted.loci(document.statements, unwritable="?")
        return Rendered(
            name=document.options.get("file_name", self._medium.file_name),
            media_type=self._medium.media_type,
            data=b"".join(self._out),
            loci=(*self._loci, *said),
        )

    def _segment(self, segment: Segment) -> None:
        mark: tuple[str, tuple[int, int]] | None = None
        for piece in segment.pieces:
            if piece.lends:
                self._lend(piece)
            if piece.statement is None:
                place = self._put(self._escape(piece.text) if piece.data else piece.text)
                if mark is None and piece.text.strip():
                    mark = piece.text, place
                continue
            self._piece(piece, mark)
        self._put(self._end)

    def _lend(self, piece: Piece) -> None:
        """Note that the beginning of a piece, which is written next, completes a statement."""
        said = piece.text[: piece.lent]
        size = len(said.encode(self._encoding, "replace"))
        for name in piece.lends:
            self._parted.add(name, said, (self._at, self._at + size), main=False)

    def _piece(self, piece: Piece, mark: tuple[str, tuple[int, int]] | None) -> None:
        name = piece.statement or ""
        shown = " ".join(piece.text.splitlines()) if piece.text else ""
        if not shown:
            if mark is not None:
                self._loci.append(Locus(name, "text", mark[0], "trace", bytes=mark[1]))
            return
        place = self._put(self._escape(shown))
        kept = shown.encode(self._encoding, "replace").decode(self._encoding)
        if name.startswith("note#"):
            self._loci.append(Locus(name, "text", kept, bytes=place))
        else:
            self._parted.add(name, kept, place, main=piece.main)

    def _put(self, text: str) -> tuple[int, int]:
        data = text.encode(self._encoding, "replace")
        start, self._at = self._at, self._at + len(data)
        self._out.append(data)
        return start, self._at
