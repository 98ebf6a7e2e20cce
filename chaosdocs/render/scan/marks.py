"""Things that lie on the paper: bars, stains, stamps and tape."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from chaosdocs.documents.geometry import Box
from chaosdocs.documents.scan import Occlude
from chaosdocs.foundation.fonts import font_bytes
from chaosdocs.render.scan.engines import mupdf, opencv
from chaosdocs.render.scan.grain import fractions
from chaosdocs.render.scan.stains import spill

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chaosdocs.render.scan.scanner import Frame

_BAR = 18
_TAPE = 246
_LATIN = 0x250
"""Characters below it are in the bold font; others are looked for in the one for Chinese."""


def cover(frame: Frame, mark: Occlude) -> None:
    """Put `mark` on the page."""
    box = Box(*mark.box)
    match mark.style:
        case "redaction":
            fill(frame, box, _BAR)
        case "tape":
            fill(frame, box, _TAPE)
        case "stain":
            spill(frame, mark)
        case "stamp":
            _stamp(frame, box, mark)


def fill(frame: Frame, box: Box, tone: int) -> None:
    """Paint a box of the source page."""
    import numpy as np

    cv2 = opencv()
    corners = np.array([[round(x), round(y)] for x, y in frame.corners(box)], np.int32)
    # A polygon holds its border; the last row and column are one less than the edge.
    x0, y0 = corners.min(axis=0)
    x1, y1 = corners.max(axis=0)
    if _upright(frame):
        frame.image[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)] = tone
    else:
        cv2.fillConvexPoly(frame.image, corners, tone)


def _upright(frame: Frame) -> bool:
    return abs(frame.turn / 90 - round(frame.turn / 90)) < 1e-6  # noqa: PLR2004


def _stamp(frame: Frame, box: Box, mark: Occlude) -> None:
    """A ring with a word, in ink that multiplies with what it is stamped on."""
    import numpy as np

    cv2 = opencv()
    across = max(8, round(frame.pixels(box.x1 - box.x0)))
    down = max(8, round(frame.pixels(box.y1 - box.y0)))
    plate = np.zeros((down, across), np.uint8)
    thick = max(1, round(frame.pixels(1.6)))
    centre, radii = (across // 2, down // 2), (across // 2 - thick, down // 2 - thick)
    cv2.ellipse(plate, centre, radii, 0, 0, 360, 255, thick)
    if mark.word:
        plate = np.maximum(plate, _lettered(mark.word, across, down))
    (tilt,) = fractions(mark.seed, frame.page, 1)
    _print(frame, box, plate, round(mark.density * 255), 12 * (tilt - 0.5))


@lru_cache(maxsize=64)
def _lettered(word: str, across: int, down: int) -> NDArray[np.uint8]:
    """Return a plate with `word` in its middle, 255 where there is ink."""
    import numpy as np

    pymupdf = mupdf()
    face = "notosbo" if all(ord(char) < _LATIN for char in word) else "cjk"
    font = _font(face)
    size = min(across * 0.72 / font.text_length(word, 1.0), down * 0.5)
    with pymupdf.open() as blank:
        page = blank.new_page(width=across, height=down)
        writer = pymupdf.TextWriter(page.rect)
        left = (across - font.text_length(word, size)) / 2
        writer.append((left, down / 2 + 0.36 * size), word, font=font, fontsize=size)
        writer.write_text(page)
        drawn = page.get_pixmap(colorspace=pymupdf.csGRAY, alpha=False)
        rows = np.frombuffer(drawn.samples_mv, np.uint8).reshape(drawn.height, drawn.stride)
        return 255 - rows[:down, :across]


@cache
def _font(name: str) -> Any:  # noqa: ANN401 - a `pymupdf.Font`
    return mupdf().Font(fontbuffer=font_bytes(name))


def _print(frame: Frame, box: Box, plate: NDArray[np.uint8], ink: int, tilt: float) -> None:
    """Press a plate that lies over `box` onto the page, tilted by `tilt` degrees."""
    import numpy as np

    cv2 = opencv()
    down, across = plate.shape
    angle = math.radians(frame.turn + tilt)
    cos, sin = round(math.cos(angle) * 65536), round(math.sin(angle) * 65536)
    mid = frame.affine.point((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    reach = math.ceil(math.hypot(across, down) / 2) + 1
    left, top = round(mid[0]) - reach, round(mid[1]) - reach
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(frame.width, left + 2 * reach), min(frame.height, top + 2 * reach)
    if x0 >= x1 or y0 >= y1:
        return
    ys, xs = np.mgrid[y0 - top - reach : y1 - top - reach, x0 - left - reach : x1 - left - reach]
    from_x = ((cos * xs + sin * ys) >> 16) + across // 2
    from_y = ((cos * ys - sin * xs) >> 16) + down // 2
    where = np.dstack([from_x, from_y]).astype(np.int16)
    pressed = cv2.remap(plate, where, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT)
    share = (pressed.astype(np.int32) * ink + 127) // 255
    part = frame.image[y0:y1, x0:x1].astype(np.int32)
    frame.image[y0:y1, x0:x1] = ((part * (255 - share) + 127) // 255).astype(np.uint8)
