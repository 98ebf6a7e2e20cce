"""How a packet is rendered, as one name; and what the private half knows of its documents.

``packet.letterhead:pdf:page`` is a packet of documents with the template ``letterhead``, in one
PDF, with its purchasing rules on a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from chaosdocs.formats.media import PACKET
from chaosdocs.formats.wire import Wire

PacketForm = Literal["pdf", "folder", "zip", "eml", "scan", "sheet"]
"""One PDF, several PDFs, a ZIP or a mail with them, one scan of all pages; or, for comparison, all
facts on one page."""
FORMS: Final[tuple[PacketForm, ...]] = get_args(PacketForm)
PacketPlace = Literal["instructions", "page", "nowhere"]
"""Where the purchasing rules stand."""
PACKET_PLACES: Final[tuple[PacketPlace, ...]] = get_args(PacketPlace)
INSIDE: Final = "!/"
"""What stands between the path of a container and the name of a file in it."""
_START: Final = f"{PACKET}."


@dataclass(frozen=True, slots=True)
class PacketRendering:
    """How a packet is rendered.

    Attributes:
        template: The template of its documents.
        form: What they come in.
        policy: Where the purchasing rules stand.
    """

    template: str
    form: PacketForm = "pdf"
    policy: PacketPlace = "page"

    def __str__(self) -> str:
        return f"{_START}{self.template}:{self.form}:{self.policy}"


def packet_renderings(
    templates: Iterable[str], forms: Iterable[PacketForm], places: Sequence[PacketPlace]
) -> tuple[str, ...]:
    """Return the names of all renderings; all facts on one page have no rules that could stand."""
    return tuple(
        str(PacketRendering(template, form, place))
        for template in templates
        for form in forms
        for place in places
        if form != "sheet" or place == places[0]
    )


def is_packet(rendering: str) -> bool:
    """Return whether a rendering is that of a packet.

    Example:
        >>> is_packet("packet.erp:pdf:page"), is_packet("pdf.erp")
        (True, False)
    """
    return rendering.startswith(_START)


@lru_cache(maxsize=256)
def packet_rendering(rendering: str) -> PacketRendering:
    """Return the parts of the rendering of a packet.

    Raises:
        ValueError: It is none.

    Example:
        >>> packet_rendering("packet.erp:folder:nowhere").form
        'folder'
    """
    template, _, rest = rendering.removeprefix(_START).partition(":")
    form, _, place = rest.partition(":")
    for known in FORMS:
        for policy in PACKET_PLACES:
            if is_packet(rendering) and template and (form, place) == (known, policy):
                return PacketRendering(template, known, policy)
    raise ValueError(f"{rendering!r} is no rendering of a packet")


def inside_of(path: str) -> tuple[str, str]:
    """Return the path of a container and the name of the file in it; empty for a file on disk.

    Example:
        >>> inside_of("files/packet.zip!/2-order.pdf"), inside_of("files/2-order.pdf")
        (('files/packet.zip', '2-order.pdf'), ('files/2-order.pdf', ''))
    """
    container, _, name = path.partition(INSIDE)
    return container, name


class PacketSheet(Wire):
    """One document of a packet, in its order.

    Attributes:
        id: ``invoice``, ``near1-invoice``.
        paper: What kind of document it is.
        file: The file that it is in.
        first: Its first page in that file, from 1.
        pages: How many pages it has.
        near: Whether it is of another matter.
    """

    id: str
    paper: str
    file: str
    first: int
    pages: int
    near: bool = False


class PacketTruth(Wire):
    """The documents of a packet.

    Attributes:
        key: The number by which the question names the matter.
        sheets: Its documents, in order.
        rules: Where the purchasing rules stand.
    """

    key: str
    sheets: tuple[PacketSheet, ...]
    rules: PacketPlace


class Standing(Wire):
    """A place of a packet that states a field."""

    sheet: str
    file: str
    page: int


class FieldContext(Wire):
    """How far a reader has to go for a field.

    Attributes:
        where: Every place that states it.
        hops: How many documents have to be read together: those that state the value, or what it
            follows from, and those whose numbers lead there from the number of the question.
        pages: How many pages lie between the first place of that number and the place of the value;
            of several places that are needed, the farthest.
        words: How many words stand on the pages from the one to before the other.
    """

    where: tuple[Standing, ...] = ()
    hops: int
    pages: int
    words: int
