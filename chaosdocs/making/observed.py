"""What the ideal observer is shown of a scan: the page as it must look, and with other letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from chaosdocs.documents.geometry import Box
from chaosdocs.documents.pages import PdfDocument, Run
from chaosdocs.documents.scan import Fax, Noise, Scan, Speckle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

RIVALS: Final[Mapping[str, str]] = {
    "0": "86", "1": "74", "2": "73", "3": "85", "4": "19", "5": "63", "6": "58", "7": "12",
    "8": "30", "9": "48", "a": "eo", "b": "h6", "c": "eo", "d": "ab", "e": "co", "f": "t",
    "g": "qy", "h": "bn", "i": "lj", "j": "i", "k": "h", "l": "it", "m": "nw", "n": "uh", "o": "ec",
    "p": "gn", "q": "gp", "r": "nt", "s": "ez", "t": "fl", "u": "nv", "v": "yu", "w": "vm",
    "x": "zk", "y": "vg", "z": "sx", "A": "RK", "B": "R8", "C": "GO", "D": "OB", "E": "FB",
    "F": "EP", "G": "C6", "H": "NM", "I": "TJ", "J": "IU", "K": "XR", "L": "EI", "M": "NH",
    "N": "MH", "O": "QD", "P": "FR", "Q": "OG", "R": "BK", "S": "58", "T": "IY", "U": "VO",
    "V": "UY", "W": "VM", "X": "KY", "Y": "VT", "Z": "27",
    "ä": "aö", "ö": "oä", "ü": "uö", "é": "eè", "è": "eé",
}  # fmt: skip
"""A letter to the letters that it is mostly taken for."""
_APART: Final = 3
"""Of so many neighbours one is exchanged at a time, so that they do not run into each other."""
_AIR: Final = 0.5
"""How far around a letter is looked, sizes of it."""
_WIDE: Final = 0x2E80
"""Code from which letters fill a square."""


class Exchange(NamedTuple):
    """A letter that another one was put in place of; `box` in points of page `page`."""

    page: int
    statement: str
    right: str
    other: str
    box: Box


def altered(document: PdfDocument) -> Iterator[tuple[PdfDocument, tuple[Exchange, ...]]]:
    """Yield `document` with letters of its statements exchanged for others, and which."""
    for turn in range(max(map(len, RIVALS.values()))):
        for first in range(_APART):
            runs: list[Run] = []
            done: list[Exchange] = []
            for run in document.runs:
                runs += _exchanged(run, turn, first, done)
            if done:
                yield replace(document, runs=tuple(runs)), tuple(done)


def _exchanged(run: Run, turn: int, first: int, done: list[Exchange]) -> Iterator[Run]:
    """Yield a run letter by letter, where letters of it are exchanged."""
    from chaosdocs.render.pdf.metrics import covers, width

    if run.statement is None or not run.visible or not covers(run.font, run.text):
        yield run
        return
    x = run.x
    for place, char in enumerate(run.text):
        wide = width(char, run.font, run.size)
        others = RIVALS.get(char, _like(char, run.font))
        new = others[turn] if turn < len(others) and place % _APART == first else char
        if new != char and covers(run.font, new):
            air = _AIR * run.size
            box = Box(x - air, run.y - 0.8 * run.size - air, x + wide + air, run.y + air)
            done.append(Exchange(run.page, run.statement, char, new, box))
        else:
            new = char
        if new.strip():
            yield replace(
                run, id=f"{run.id}.{place}", text=new, x=round(x, 3),
                width=width(new, run.font, run.size), encoded=None, gaps=0.0,
            )  # fmt: skip
        x += wide + run.gaps


def _like(char: str, font: str) -> str:
    """Letters for a character that has no rivals of its own: its neighbours, for wide ones."""
    from chaosdocs.render.pdf.metrics import covers

    if ord(char) < _WIDE:
        return ""
    near = (chr(ord(char) + step) for step in (1, -1, 2, -2, 3, -3))
    return "".join([other for other in near if covers(font, other)][:2])


def quiet(scan: Scan) -> Scan:
    """Return a scan with everything that is done to it but chance: no noise, no dust."""
    effects = tuple(
        replace(effect, dropout=0.0) if isinstance(effect, Fax) else effect
        for effect in scan.effects
        if not isinstance(effect, Noise | Speckle)
    )
    return replace(scan, effects=effects)


class Observer:
    """The ideal observer of the scans of one document.

    Args:
        document: What lies on the glass.
    """

    def __init__(self, document: PdfDocument) -> None:
        from chaosdocs.render.pdf.write import write

        self._glass = write(document).data
        self._altered = [
            (other, write(other).data, exchanged) for other, exchanged in altered(document)
        ]

    def margins(self, scan: Scan, data: bytes) -> dict[str, float]:
        """Return how surely the letters of every statement are distinguished from others.

        Args:
            scan: A scan of the document.
            data: The file that was made of it.

        Returns:
            Statement to the margin of `proof.legibility.observer.margins`, at the best of the
            statement's places.
        """
        from chaosdocs.proof.legibility.observer import Swap, margins
        from chaosdocs.proof.legibility.pictures import drawn
        from chaosdocs.render.scan import scan as scanned

        still = quiet(scan)
        expected = scanned(still, self._glass)
        seen = drawn(data)
        others: list[list[tuple[Grey, Sequence[Swap]]]] = [[] for _ in seen]
        for document, glass, exchanged in self._altered:
            pictures = drawn(scanned(replace(still, source=document), glass).data)
            for here, page, picture in zip(others, expected.scan, pictures, strict=True):
                swaps = [
                    Swap(each.statement, each.right, each.other, (*page.affine.box(each.box),))
                    for each in exchanged
                    if each.page == page.source
                ]
                here.append((picture, swaps))
        out: dict[str, float] = {}
        for picture, base, here in zip(seen, drawn(expected.data), others, strict=True):
            for name, value in margins(picture, base, here).items():
                out[name] = max(value, out.get(name, value))
        return out
