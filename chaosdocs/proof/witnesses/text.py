"""The witness of texts: reports, files of lines and any other text, found by its bytes."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.label import Known, Piece
from chaosdocs.proof.binding.lines import LineLabels
from chaosdocs.proof.places import Layer, Place
from chaosdocs.proof.witnesses.decoding import ByteIndex, decoded
from chaosdocs.proof.witnesses.registry import Opener
from chaosdocs.proof.witnesses.witness import Found, clipped

_PAGE = re.compile(r"^(\d\d\.\d\d\.\d{4}) .* Seite +(\d+)\r?$", re.MULTILINE)
_WORD = re.compile(r"[^\s|]+")


class TextWitness:
    """A text in its own encoding, opened as a whole.

    Raises:
        UnreadableError: It is text in none of the usual encodings.
    """

    name = "bytes"

    def __init__(self, data: bytes) -> None:
        self._data = clipped(data)
        self._text, self._encoding, self._mark = decoded(self._data)
        self._sgml = self._text.startswith("OFXHEADER")

    def found(self, line: Evidence) -> Found | None:
        """Return what stands at the bytes of the line, its pieces parted by spaces."""
        if not line.spans:
            return None
        return Found(" ".join(self._at(*span) for span in line.spans), by=self.name)

    def layers(self) -> Iterator[Layer]:
        """Yield the whole text."""
        starts = self._starts()

        def where(start: int, end: int) -> Place:
            return Place(bytes=(starts(start), starts(end)))

        yield Layer("text", self._text, "text", where)

    def unsaid(self, lines: Sequence[Evidence]) -> Iterator[str]:
        """Yield every word that no line is about."""
        about = sorted(span for line in lines for span in line.spans)
        firsts = [start for start, _ in about]
        place = self._starts()
        totals = _sound_totals(self._text) | _sound_trailer(self._text) | _days_of_pages(self._text)
        for word in _WORD.finditer(self._text):
            start, end = place(word.start()), place(word.end())
            nearest = bisect_right(firsts, end) - 1
            unsaid = nearest < 0 or about[nearest][1] <= start
            if unsaid and word[0] not in totals:
                yield word[0]

    def sequence(self, lines: Sequence[Evidence], *, drawn: bool = False) -> Iterator[Piece]:
        """Yield the words in order: the field that each is about, or its letters."""
        del drawn  # there is one order
        about = sorted(
            (span, line.path) for line in lines if line.role == "says" for span in line.spans
        )
        firsts = [start for (start, _), _ in about]
        place = self._starts()
        for word in _WORD.finditer(self._text):
            start, end = place(word.start()), place(word.end())
            nearest = bisect_right(firsts, end) - 1
            said = nearest >= 0 and about[nearest][0][1] > start
            yield ("", about[nearest][1]) if said else (word[0], "")

    def labels(self, line: Evidence, known: Known) -> Iterator[str]:
        """Yield the label of each piece of the line: its tag, head or place in a record."""
        for start, _ in line.spans:
            yield self._labels.of(self._index.place(start), known)

    @cached_property
    def _labels(self) -> LineLabels:
        return LineLabels(self._text)

    @cached_property
    def _index(self) -> ByteIndex:
        return ByteIndex(self._text, self._encoding, self._mark)

    def _at(self, start: int, end: int) -> str:
        text = self._data[start:end].decode(self._encoding, "replace")
        return html.unescape(text) if self._sgml else text

    def _starts(self) -> Callable[[int], int]:
        """Return the function from a place in the text to its byte."""
        mark = self._mark
        if len(self._text) == len(self._data) - mark:
            return lambda place: place + mark
        sizes = [mark]
        for char in self._text:
            sizes.append(sizes[-1] + len(char.encode(self._encoding, "surrogateescape")))
        return sizes.__getitem__


def _sound_totals(text: str) -> frozenset[str]:
    """The records of totals in a BAI2 file that the amounts before them make.

    Example:
        >>> lines = ["01,a/", "03,1,USD/", "16,165,500,Z/", "49,500,3/", "98,500,1,5/"]
        >>> sorted(_sound_totals(chr(10).join(lines)))
        ['49,500,3/', '98,500,1,5/']
    """
    if not text.startswith("01,"):
        return frozenset()
    found, sums = set(), {"49": 0, "98": 0, "99": 0}
    for line in text.splitlines():
        code, *fields = line.rstrip("/").split(",")
        if code == "03":
            sums["49"] += sum(_whole(fields[at]) for at in range(3, len(fields), 4))
        elif code == "16":
            sums["49"] += _whole(fields[1]) if len(fields) > 1 else 0
        elif code in sums and fields:
            if fields[0] == str(sums[code]):
                found.add(line)
            outer = {"49": "98", "98": "99"}.get(code)
            if outer is not None:
                sums[outer] += _whole(fields[0])
            sums[code] = 0
    return frozenset(found)


def _sound_trailer(text: str) -> frozenset[str]:
    """The trailer of a file of fixed width whose count and sum the movements before it make.

    A movement has 28 characters of days and reference, then 15 digits of its amount.

    Example:
        >>> lines = ["H", f"M{' ' * 28}{'250':0>15}+", f"M{' ' * 44}", f"T000002{'250':0>15}"]
        >>> sorted(_sound_trailer(chr(10).join(lines)))
        ['T000002000000000000250']
    """
    lines = text.splitlines()
    moves = [line for line in lines if line.startswith("M")]
    total = sum(_whole(line[29:44]) for line in moves) % 10**15
    return frozenset({f"T{len(moves):06}{total:015}"} & {*lines})


def _days_of_pages(text: str) -> frozenset[str]:
    """The day on which a list of SAP was printed: it stands above every page beside its number.

    Example:
        >>> head = "02.03.2025   Line items   Seite   {}"
        >>> rows = ["|A|", "|1|"]
        >>> list_of = [head.format(1), "----------", *rows, "----------", head.format(2), *rows]
        >>> sorted(_days_of_pages(chr(10).join(list_of)))
        ['02.03.2025']
    """
    if "\n|" not in text:
        return frozenset()
    heads = _PAGE.findall(text)
    days = {day for day, _ in heads}
    in_order = [int(number) for _, number in heads] == list(range(1, len(heads) + 1))
    return frozenset(days) if len(days) == 1 and in_order else frozenset()


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d+", text) else 0


WITNESS = Opener(lambda data, _evidence: TextWitness(data))
