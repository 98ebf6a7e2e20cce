"""The boxes of the characters of a page, all at once."""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from chaosdocs.proof.places import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ASKED = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
"""`FPDFText_GetCharBox`, with addresses in place of objects."""


def char_boxes(
    pdfium: Any,  # noqa: ANN401 - a library of ctypes
    text_page: Any,  # noqa: ANN401 - a `PdfTextPage`
    indexes: Sequence[int],
) -> NDArray[np.float64]:
    """Return left, right, bottom and top of characters, one row each; zeros where one has no box.

    pdfium writes the numbers itself, one behind the other: a number that goes through Python costs
    more than the look-up.

    Args:
        pdfium: `pypdfium2.raw`.
        text_page: The page.
        indexes: The numbers of the characters among those of the page; -1 for one that has none.
    """
    import numpy as np

    sides = np.zeros((len(indexes), 4))
    first = sides.ctypes.data
    places = (range(first + 8 * at, first + 8 * at + sides.nbytes, 32) for at in range(4))
    ask = _ASKED(ctypes.cast(pdfium.FPDFText_GetCharBox, ctypes.c_void_p).value or 0)
    handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    deque(map(ask, repeat(handle), indexes, *places), maxlen=0)
    return sides


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

    left, right, bottom, top = sides.T
    there = (right > left) | (top > bottom)
    low = np.where(there, (left, bottom), math.inf)
    high = np.where(there, (right, top), -math.inf)
    if not spans:
        return
    ends = [at for span in spans for at in span]
    room = ((0, 0), (0, 1))  # a span may end behind the last character
    low = np.pad(low, room, constant_values=math.inf)
    high = np.pad(high, room, constant_values=-math.inf)
    least = np.minimum.reduceat(low, ends, axis=1)[:, ::2].T.tolist()
    most = np.maximum.reduceat(high, ends, axis=1)[:, ::2].T.tolist()
    for (x0, y0), (x1, y1) in zip(least, most, strict=True):
        yield (x0, y0, x1, y1) if x0 < math.inf else None
