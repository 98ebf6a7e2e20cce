"""The places of a document that a map compares, and what stands there, read from the file alone.

A place of a tree is a path of keys; a place of a table is the head of a column; a place of a
message is a path of segments.
"""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from chaosdocs.formats.media import MEDIA
from chaosdocs.proof.map_messages import read_message
from chaosdocs.proof.map_rows import rows_of
from chaosdocs.proof.witnesses.registry import WITNESSES, witness_of
from chaosdocs.proof.witnesses.witness import UnreadableError, Witness

_TABLES: Final = frozenset({MEDIA["csv"].media_type, MEDIA["xlsx"].media_type})
SEGMENT: Final = "segment"
"""The form of what stands in a message."""


class Shown(NamedTuple):
    """What stands at a place once.

    Attributes:
        text: The text.
        form: How it is written: a type of JSON, ``element`` or ``attribute`` of XML, ``cell`` of
            a workbook, ``field`` of a CSV file, or ``segment`` of a message.
    """

    text: str
    form: str


class _Number(str):
    """A number as JSON writes it."""

    __slots__ = ()


class _Members(list[tuple[str, Any]]):
    """The members of an object; a key that stands there twice is there twice."""


def places_of(data: bytes, media_type: str) -> dict[str, tuple[Shown, ...]]:
    """Return each place of a document with what stands there, in the order of the file.

    Args:
        data: The file.
        media_type: Its MIME type.

    Raises:
        UnreadableError: The file is damaged.
    """
    found: dict[str, list[Shown]] = {}
    for place, shown in _read(data, media_type):
        found.setdefault(place, []).append(shown)
    return {place: tuple(each) for place, each in found.items()}


def whole(data: bytes, media_type: str) -> list[tuple[str, str]]:
    """Return everything that a document says, each text with where it stands.

    What stands at the places comes first, then every text that a search of the file finds: rows
    above the heads of a table, other sheets, comments.

    Raises:
        UnreadableError: The file is damaged.
    """
    said = [(place, f"{shown.text} ({shown.form})") for place, shown in _read(data, media_type)]
    return [*said, *((layer.name, layer.text) for layer in _opened(data, media_type).layers())]


def _opened(data: bytes, media_type: str) -> Witness:
    """Open a file within the bounds of its witness."""
    return WITNESSES[witness_of("", media_type)].open(data, ())


def _read(data: bytes, media_type: str) -> list[tuple[str, Shown]]:
    _opened(data, media_type)
    try:
        if media_type in _TABLES:
            form = "field" if media_type == MEDIA["csv"].media_type else "cell"
            return list(_walk_rows(rows_of(data, media_type), form))
        if media_type == MEDIA["edi"].media_type:
            return [(place, Shown(text, SEGMENT)) for place, text in read_message(data)]
        if media_type == MEDIA["json"].media_type:
            plain = json.loads(
                data, parse_float=_Number, parse_int=_Number, object_pairs_hook=_Members
            )
            return list(_walk_json(plain, ""))
        root = ET.fromstring(data)  # noqa: S314 - the witness refuses document types
        return list(_walk_xml(root, ""))
    except (ValueError, ET.ParseError, csv.Error) as error:
        raise UnreadableError(f"{type(error).__name__}: {error}") from error


def _walk_rows(rows: Iterable[Sequence[str]], form: str) -> Iterator[tuple[str, Shown]]:
    """Yield what stands under each head; the heads are the first row with more than one cell."""
    heads: Sequence[str] = ()
    for row in rows:
        if heads:
            for head, text in zip(heads, row, strict=False):
                if text:
                    yield f"/{head}", Shown(text, form)
        elif sum(map(bool, row)) > 1:
            heads = row


def _walk_json(data: Any, place: str) -> Iterator[tuple[str, Shown]]:  # noqa: ANN401 - JSON
    match data:
        case _Members() if data:
            for key, value in data:
                step = key.replace("~", "~0").replace("/", "~1")
                yield from _walk_json(value, f"{place}/{step}")
        case list() if data and not isinstance(data, _Members):
            for value in data:
                yield from _walk_json(value, f"{place}/*")
        case list():
            pass
        case bool():
            yield place, Shown(str(data).lower(), "boolean")
        case None:
            yield place, Shown("", "null")
        case _:
            form = "number" if isinstance(data, _Number) else "string"
            yield place, Shown(str(data), form)


def _walk_xml(element: ET.Element, place: str) -> Iterator[tuple[str, Shown]]:
    for key, value in element.attrib.items():
        yield f"{place}/{key}", Shown(value, "attribute")
    children = list(element)
    items = bool(children) and all(child.tag == "item" for child in children)
    for child in children:
        name = child.tag.rpartition("}")[2]
        yield from _walk_xml(child, f"{place}/{'*' if items else name}")
    if not children and place:
        yield place, Shown(element.text or "", "element")
