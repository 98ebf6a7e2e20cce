"""The restoring reader: a field's picture mended in many ways, and read by engines or by matching.

It does not know what the page said or how it was damaged. It tries what somebody with an image
editor would try: larger, more contrast, less noise, black and white, sharper by several widths of
blur. A field counts as read where one of its readings is the right text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chaosdocs.proof.legibility.pictures import Paged, Pair, upright

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_PAD = 0.2
"""Paper above and below a field, heights of it."""
_LARGEST_PAD = 8.0
_BLURS = (1.5, 2.2, 3.0, 4.2)
"""Widths of blur that are taken back, pixels."""
_ROUNDS = 40
"""Steps of taking back a blur."""
_LARGER, _LARGEST = 2, 3
"""How much larger a picture is read; the largest one is smoothed."""
_LARGEST_BLUR = 2.0


def picture(both: Pair, box: tuple[float, float, float, float], page: Paged) -> Grey:
    """Return the upright picture of a field; `box` is in pixels of the page image."""
    import numpy as np

    pad = _PAD * min(box[3] - box[1], _LARGEST_PAD / _PAD)
    grown = (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad)
    xs, ys = upright(both, grown, page)
    tall, wide = both.seen.shape
    out: Grey = both.seen[np.clip(ys, 0, tall - 1), np.clip(xs, 0, wide - 1)]
    return out


def plain(field: Grey) -> Iterator[Grey]:
    """Yield a field as an engine is shown it by default: as it is, larger, and larger still."""
    yield field
    yield _larger(field, _LARGER)
    yield stretched(_blurred(_larger(field, _LARGEST), _LARGEST_BLUR))


def restored(field: Grey) -> Iterator[Grey]:
    """Yield a field mended in one way after the other."""
    import cv2

    full = stretched(field)
    calm = _grey(cv2.fastNlMeansDenoising(full, None, 25, 5, 15))
    even = _blurred(_larger(full, _LARGER), 1.6)
    black = cv2.threshold(even, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    yield _larger(_grey(cv2.medianBlur(full, 3)), _LARGER)
    yield _larger(stretched(calm), _LARGER)
    yield _larger(stretched(_blurred(field, 1.4)), _LARGER)
    yield _grey(black)
    for spread in _BLURS:
        yield _larger(stretched(sharpened(field, spread)), _LARGER)


def _larger(picture: Grey, times: int) -> Grey:
    import cv2

    return _grey(cv2.resize(picture, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC))


def _blurred(picture: Grey, spread: float) -> Grey:
    import cv2

    return _grey(cv2.GaussianBlur(picture, (0, 0), spread))


def _grey(picture: Any) -> Grey:  # noqa: ANN401 - of OpenCV, which names no type
    out: Grey = picture
    return out


def stretched(field: Grey) -> Grey:
    """Return a picture with all the contrast that there can be."""
    import numpy as np

    dark, light = np.percentile(field, (1, 95))
    span = max(1.0, float(light - dark))
    out: Grey = np.clip((field.astype(np.float32) - dark) * (255 / span), 0, 255).astype(np.uint8)
    return out


def sharpened(field: Grey, spread: float) -> Grey:
    """Return a picture whose blur of `spread` pixels is taken back, by Richardson and Lucy."""
    import cv2
    import numpy as np

    ink = 256.0 - field.astype(np.float32)
    sharp = ink.copy()
    for _ in range(_ROUNDS):
        again = cv2.GaussianBlur(sharp, (0, 0), spread)
        sharp *= cv2.GaussianBlur(ink / np.maximum(again, 0.5), (0, 0), spread)
    out: Grey = (256.0 - np.clip(sharp, 1, 256)).astype(np.uint8)
    return out
