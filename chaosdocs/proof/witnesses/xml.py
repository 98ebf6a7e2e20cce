"""The witness of XML files: expat, which tells the bytes of every text that it reads."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NoReturn
from xml.parsers import expat

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.places import Layer, Place, always
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import Found, UnreadableError, clipped

_MOST_DEPTH = 200
_KINDS: Sequence[frozenset[tuple[str, ...]]] = (
    frozenset({("TypeCode",)}), frozenset(), frozenset({("Tp", "CdOrPrtry", "Cd")})
)  # fmt: skip
"""Elements whose text says of which kind the element around them is, by how far inside they are."""
_DATE_FORMAT = "102"
"""The code of UN/EDIFACT 2379 for CCYYMMDD, which CII puts beside every date."""
_ATTRIBUTE = re.compile(rb"""\s([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')|>""")
"""An attribute with its value in quotes, or the end of the tag."""


class XmlWitness:
    """An XML file: the texts of its elements and attributes with the bytes that they take up.

    Raises:
        UnreadableError: It is not well formed, nested without end, or declares a document type:
            entities of a file's own are not unfolded.
    """

    name = "expat"

    def __init__(self, data: bytes) -> None:
        self._data = clipped(data)
        self._names: dict[str, None] = {}
        self._texts: list[tuple[int, int, str]] = []
        self._asides: list[str] = []
        self._tags: list[tuple[int, str, str]] = []
        self._paths: dict[int, str] = {}
        self._path: list[str] = []
        self._kinds: list[str] = []
        self._depth = 0
        self._start = -1
        self._parts: list[str] = []
        parser = expat.ParserCreate()
        parser.buffer_text = False
        parser.StartElementHandler = self._opens
        parser.EndElementHandler = self._closes
        parser.CharacterDataHandler = self._says
        parser.CommentHandler = self._asides.append
        parser.ProcessingInstructionHandler = lambda *said: self._asides.append(" ".join(said))
        parser.StartDoctypeDeclHandler = _refused
        self._parser = parser
        try:
            parser.Parse(self._data, True)  # noqa: FBT003 - expat takes no keywords
        except UnreadableError:
            raise
        except (expat.ExpatError, ValueError, LookupError) as error:
            # The last two are of an encoding that the file declares and expat cannot read.
            raise UnreadableError(f"not XML: {error}") from error
        self._texts.sort()
        self._starts = [start for start, _, _ in self._texts]

    def found(self, line: Evidence) -> Found | None:
        """Return the text at the bytes of the line, if they are those of whole texts."""
        if not line.spans:
            return None
        pieces = [self._at(start, end) for start, end in line.spans]
        by = self.name if all(each.by == self.name for each in pieces) else "bytes"
        return Found(" ".join(each.text for each in pieces), by=by)

    def _at(self, start: int, end: int) -> Found:
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and self._texts[at][:2] == (start, end):
            return Found(self._texts[at][2], by=self.name)
        raw = self._data[start:end].decode("utf-8", "replace")
        return Found("" if _empty(raw) else html.unescape(raw), by="bytes")

    def layers(self) -> Iterator[Layer]:
        """Yield every text, the names of the elements, comments and instructions."""
        for start, end, text in self._texts:
            if text == _DATE_FORMAT and self._paths.get(start, "").endswith("@format"):
                continue  # else an amount of 102.00 would stand in every CII invoice
            yield Layer("element", text, "text", always(Place(bytes=(start, end))))
        yield Layer("names", "\n".join(self._names))
        if self._asides:
            yield Layer("asides", "\n".join(self._asides))

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the names that lead to each piece of the line, with the code of their kind."""
        for start, _ in line.spans:
            label = self._paths.get(start, "")
            yield label if label and known(label) else ""

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every text that no line is about, comments and instructions included."""
        about = {span for line in lines for span in line.spans}
        yield from (text for start, end, text in self._texts if (start, end) not in about)
        yield from self._asides

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the names of elements and attributes, and the texts or the fields they hold."""
        del drawn  # there is one order
        fields = {span: line.path for line in lines if line.role == "says" for span in line.spans}
        # an empty element is a field's place by the bytes of its tag
        texts = [(start, text, fields.get((start, end), "")) for start, end, text in self._texts]
        for _, text, path in sorted((*self._tags, *texts), key=lambda piece: piece[0]):
            yield ("" if path else text), path

    def _opens(self, name: str, attributes: dict[str, str]) -> None:
        self._flush()
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise UnreadableError("nested too deeply")
        self._names[name] = None
        self._path.append(_local(name))
        self._kinds.append("")
        start = self._parser.CurrentByteIndex
        self._tags.append((start, _local(name), ""))
        places = self._attributes(start) if attributes else {}
        for key, value in attributes.items():
            self._names[key] = None
            place = places.get(key)
            if place is None or key == "xmlns" or key.startswith("xmlns:"):
                self._asides.append(value)
            else:
                self._texts.append((*place, value))
                self._tags.append((place[0] - 1, f"@{_local(key)}", ""))
                self._paths[place[0]] = self._called(f"@{_local(key)}")

    def _attributes(self, start: int) -> dict[str, tuple[int, int]]:
        """Return from where to where the value of each attribute of the tag at `start` stands."""
        places: dict[str, tuple[int, int]] = {}
        for found in _ATTRIBUTE.finditer(self._data, start):
            if found[1] is None:
                break
            quoted = 2 if found[2] is not None else 3
            name = found[1].decode("utf-8", "replace")
            places.setdefault(name, (found.start(quoted), found.end(quoted)))
        return places

    def _closes(self, _name: str) -> None:
        self._flush()
        self._path.pop()
        self._kinds.pop()
        self._depth -= 1

    def _called(self, attribute: str = "") -> str:
        """The names of the open elements, each with the code that says which kind it is."""
        steps = zip(self._path, self._kinds, strict=True)
        named = (f"{name}[{kind}]" if kind else name for name, kind in steps)
        return "/".join((*named, attribute) if attribute else named)

    def _says(self, text: str) -> None:
        if self._start < 0:
            self._start = self._parser.CurrentByteIndex
        self._parts.append(text)

    def _flush(self) -> None:
        """A text ends where the next tag begins."""
        text = "".join(self._parts)
        if text.strip():
            self._texts.append((self._start, self._parser.CurrentByteIndex, text))
            self._paths[self._start] = self._called()
            for above, names in enumerate(_KINDS, start=2):
                if tuple(self._path[-above + 1 :]) in names and len(self._kinds) >= above:
                    self._kinds[-above] = text.strip()
        self._start = -1
        self._parts.clear()


def _refused(name: str, *_more: object) -> NoReturn:
    raise UnreadableError(f"it declares a document type, {name}")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _empty(raw: str) -> bool:
    """Whether bytes are those of an empty element."""
    return raw.startswith("<") and raw.endswith("/>")


WITNESS = Opener(lambda data, _evidence: XmlWitness(data))
