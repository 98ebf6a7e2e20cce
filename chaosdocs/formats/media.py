"""What a medium is: one declaration each, which every other part reads.

A medium is the form in which a record reaches its reader. Its writer registers under its name in
`chaosdocs.render.writers`, its witness in `chaosdocs.proof.witnesses`, and its plain parser in
`chaosdocs.readers.builtin.written`. A law of the tests finds each medium complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from chaosdocs.truth.statements import Channel

Medium = Literal["pdf", "scan", "xlsx", "csv", "json", "xml", "text", "edi"]
"""The names of the media."""
Form: TypeAlias = Medium | Literal["set", "packet"]
"""What a case is made as: one file of a medium, a set of files, or a packet of documents."""
SET: Final = "set"
PACKET: Final = "packet"
"""A packet, and the one stage of its own: its documents before each goes its own way."""
MATTER: Final = "matter"
"""The one stage of a set: the entries of all its files, before each file goes its own way."""
_PAPER: Final = ("facts", "values", "table", "flow", "pages")
_PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumSpec:
    """One medium.

    Attributes:
        name: As recipes write it: ``as: pdf``.
        summary: What it is, in a line.
        route: The stages that a document goes through on its way into the file, in their order.
        channels: Where its files say something.
        asked: The channel that a careful person goes by.
        media_type: The MIME type of its file.
        file_name: The name of its file.
    """

    name: Medium
    summary: str
    route: tuple[str, ...]
    channels: tuple[Channel, ...]
    asked: Channel
    media_type: str
    file_name: str

    @property
    def paper(self) -> bool:
        """Whether it has pages, which a template lays out; a system exports the others."""
        return "pages" in self.route

    @property
    def tree(self) -> bool:
        """Whether it nests keys."""
        return "tree" in self.route

    @property
    def table(self) -> bool:
        """Whether it is rows and columns alone."""
        return self.route[-1] == "table"


MEDIA: Final[Mapping[str, MediumSpec]] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            MediumSpec(
                name="pdf",
                summary="Pages as a program writes them, with a text layer",
                route=(*_PAPER, "file"),
                channels=(
                    "eye",
                    "text",
                    "form",
                    "annotation",
                    "attachment",
                    "metadata",
                    "revision",
                ),
                asked="eye",
                media_type=_PDF,
                file_name="document.pdf",
            ),
            MediumSpec(
                name="scan",
                summary="Pictures of printed pages in a PDF",
                route=(*_PAPER, "scan"),
                channels=("eye", "text"),
                asked="eye",
                media_type=_PDF,
                file_name="document.pdf",
            ),
            MediumSpec(
                name="xlsx",
                summary="A workbook that a system exports",
                route=("facts", "values", "table"),
                channels=("shown", "value", "formula"),
                asked="shown",
                media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                file_name="document.xlsx",
            ),
            MediumSpec(
                name="csv",
                summary="A delimited text file that a system exports",
                route=("facts", "values", "table"),
                channels=("text",),
                asked="text",
                media_type="text/csv",
                file_name="document.csv",
            ),
            MediumSpec(
                name="json",
                summary="A tree of keys that a system sends",
                route=("facts", "values", "tree"),
                channels=("text",),
                asked="text",
                media_type="application/json",
                file_name="document.json",
            ),
            MediumSpec(
                name="xml",
                summary="A tree of elements that a system sends",
                route=("facts", "values", "tree"),
                channels=("text",),
                asked="text",
                media_type="application/xml",
                file_name="document.xml",
            ),
            MediumSpec(
                name="text",
                summary="A report or a file of lines that a system writes",
                route=("facts", "values", "segments"),
                channels=("text",),
                asked="text",
                media_type="text/plain",
                file_name="document.txt",
            ),
            MediumSpec(
                name="edi",
                summary="A message of segments that a system sends",
                route=("facts", "values", "segments"),
                channels=("text",),
                asked="text",
                media_type="application/edi-consent",
                file_name="document.edi",
            ),
        )
    }
)
"""Name to medium."""
NAMES: Final[tuple[Medium, ...]] = get_args(Medium)
"""The names of all media, in the order in which they are listed."""
PAPER: Final[tuple[Medium, ...]] = tuple(name for name in NAMES if MEDIA[name].paper)
"""The media with pages."""
EXPORTS: Final[tuple[Medium, ...]] = tuple(name for name in NAMES if not MEDIA[name].paper)
"""The media that systems export."""


def medium_of(rendering: str) -> MediumSpec:
    """Return the medium of a rendering.

    Example:
        >>> medium_of("pdf.letterhead").name
        'pdf'
    """
    return MEDIA[rendering.partition(".")[0]]


def on_stage(stage: str) -> tuple[Form, ...]:
    """Return the media whose documents go through a stage; ``set`` and ``packet`` for theirs.

    Example:
        >>> on_stage("tree"), on_stage("pages"), on_stage("matter")
        (('json', 'xml'), ('pdf', 'scan'), ('set',))
    """
    if stage == MATTER:
        return (SET,)
    if stage == PACKET:
        return (PACKET,)
    return tuple(name for name in NAMES if stage in MEDIA[name].route)


def asked_of(media_type: str) -> Channel:
    """Return the channel that a careful person goes by in a file of a media type.

    Example:
        >>> asked_of("application/pdf"), asked_of("text/csv"), asked_of("application/zip")
        ('eye', 'text', 'text')
    """
    return next((spec.asked for spec in MEDIA.values() if spec.media_type == media_type), "text")
