"""Reports and files of lines: pieces one after the other, and the bytes of every statement."""

from __future__ import annotations

from chaosdocs.documents.segments import Segments
from chaosdocs.formats.media import MEDIA
from chaosdocs.render.writers.registry import Written
from chaosdocs.render.writers.segments import write


def writer(document: Segments) -> Written:
    """Return the file of a document."""
    return Written(write(document, MEDIA["text"]))


WRITER = writer
