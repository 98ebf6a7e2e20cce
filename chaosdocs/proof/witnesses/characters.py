"""What pdfium says of the characters of a page, asked for all of them at once."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

from chaosdocs.proof.places import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PAGE, _INT, _DOUBLE = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
_PROTOTYPES = {
    "FPDFText_GetCharBox": (_INT, _PAGE, _INT, *[ctypes.c_void_p] * 4),
    "FPDFText_HasUnicodeMapError": (_INT, _PAGE, _INT),
    "FPDFText_GetFontSize": (_DOUBLE, _PAGE, _INT),
    "FPDFText_GetBoundedText": (_INT, _PAGE, *[_DOUBLE] * 4, ctypes.c_void_p, _INT),
}
"""Functions of pdfium with addresses in place of objects, which cost more than the look-ups."""
_ROOM = 512
"""Characters of a text that is asked for by its box; longer ones are asked for again."""


class Characters:
    """The characters of a page.

    Args:
        text_page: A `pypdfium2.PdfTextPage`.
    """

    def __init__(self, text_page: Any) -> None:  # noqa: ANN401
        self._text_page = text_page
        self._handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        self._buffer = (ctypes.c_ushort * _ROOM)()
        self._room = ctypes.addressof(self._buffer)

    def boxes(self, indexes: Sequence[int]) -> NDArray[np.float64]:
        """Return left, right, bottom and top of characters, one row each; zeros for one without.

        pdfium writes the numbers itself, one behind the other: a number that goes through Python
        costs more than the look-up.

        Args:
            indexes: The numbers of the characters among those of the page; -1 for one without.
        """
        import numpy as np

        sides = np.zeros((len(indexes), 4))
        first = sides.ctypes.data
        places = (range(first + 8 * at, first + 8 * at + sides.nbytes, 32) for at in range(4))
        ask = _asked("FPDFText_GetCharBox")
        deque(map(ask, repeat(self._handle), indexes, *places), maxlen=0)
        return sides

    def unmapped(self, indexes: Sequence[int]) -> list[bool]:
        """Return for each character whether its font does not say which letter it is."""
        ask = _asked("FPDFText_HasUnicodeMapError")
        return [error == 1 for error in map(ask, repeat(self._handle), indexes)]

    def sizes(self, indexes: Sequence[int]) -> list[float]:
        """Return the font size of each character, points."""
        return list(map(_asked("FPDFText_GetFontSize"), repeat(self._handle), indexes))

    def bounded(self, user: Box) -> str:
        """Return the text between left, bottom, right and top in the page's own space."""
        left, bottom, right, top = user
        ask = _asked("FPDFText_GetBoundedText")
        got = ask(self._handle, left, top, right, bottom, self._room, _ROOM)
        if got >= _ROOM:
            return str(self._text_page.get_text_bounded(left, bottom, right, top))
        return ctypes.string_at(self._room, 2 * got).decode("utf-16-le", "replace").rstrip("\0")


@cache
def _asked(name: str) -> Callable[..., Any]:
    """Return a function of pdfium that takes addresses."""
    import pypdfium2.raw as pdfium

    function = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
    answer, *given = _PROTOTYPES[name]
    return ctypes.PYFUNCTYPE(answer, *given)(function)


def around(sides: NDArray[np.float64]) -> Box | None:
    """Return the least box around some characters; None where none of them has a box."""
    there = [each for each in sides.tolist() if each[1] > each[0] or each[3] > each[2]]
    if not there:
        return None
    lefts, rights, bottoms, tops = zip(*there, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def around_each(
    sides: NDArray[np.float64], spans: Sequence[tuple[int, int]]
) -> Iterator[Box | None]:
    """Yield what `around` returns for the characters of every span, all spans at once.

    Args:
        sides: Left, right, bottom and top of every character.
        spans: From and to; no span is empty.
    """
    import numpy as np

    if not spans:
        return
    left, right, bottom, top = sides.T
    there = (right > left) | (top > bottom)
    low = np.full((2, len(sides) + 1), math.inf)  # a span may end behind the last character
    high = np.full((2, len(sides) + 1), -math.inf)
    np.copyto(low[:, :-1], (left, bottom), where=there)
    np.copyto(high[:, :-1], (right, top), where=there)
    ends = [at for span in spans for at in span]
    least = np.minimum.reduceat(low, ends, axis=1)[:, ::2].T.tolist()
    most = np.maximum.reduceat(high, ends, axis=1)[:, ::2].T.tolist()
    for (x0, y0), (x1, y1) in zip(least, most, strict=True):
        yield (x0, y0, x1, y1) if x0 < math.inf else None
