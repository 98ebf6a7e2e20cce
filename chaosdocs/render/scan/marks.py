"""Things that lie on the paper: bars, stains, stamps and tape."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from chaosdocs.documents.geometry import Box
from chaosdocs.documents.scan import Occlude
from chaosdocs.render.scan.engines import opencv
from chaosdocs.render.scan.grain import fractions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chaosdocs.render.scan.glass import Frame

_BAR = 18
_TAPE = 246
_STAIN = 120
_RING = 84
_EDGES = 96
_WAVES = 0.04
"""How far the edge of a stain sways, share of its half width."""
_RIM = 1.6
"""How broad the dark rim of a stain is, points."""
_STAMPS = ("COPY", "CHECKED", "ENTERED", "RECEIVED")


def cover(frame: Frame, mark: Occlude) -> None:
    """Put `mark` on the page."""
    box = Box(*mark.box)
    match mark.style:
        case "redaction":
            fill(frame, box, _BAR)
        case "tape":
            fill(frame, box, _TAPE)
        case "stain":
            _stain(frame, box, mark)
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


def _stain(frame: Frame, box: Box, mark: Occlude) -> None:
    """A blotch with an uneven edge inside the box, darker along its rim."""
    import numpy as np

    cv2 = opencv()
    chance = fractions(mark.seed, frame.page, 10)
    rim = min(_RIM, (box.x1 - box.x0) / 8, (box.y1 - box.y0) / 8)
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    across, down = (box.x1 - box.x0) / 2 - rim, (box.y1 - box.y0) / 2 - rim
    waves = [(order, chance[2 * i], chance[2 * i + 1]) for i, order in enumerate((2, 3, 5, 7, 11))]
    outline = []
    for step in range(_EDGES):
        angle = 2 * math.pi * step / _EDGES
        sway = sum(size * math.cos(order * angle + 2 * math.pi * at) for order, size, at in waves)
        swell = 1 - _WAVES + _WAVES * sway / len(waves)
        x, y = (math.copysign(math.sqrt(abs(c)), c) for c in (math.cos(angle), math.sin(angle)))
        outline.append(
            frame.affine.point(middle[0] + across * swell * x, middle[1] + down * swell * y)
        )
    points = np.array([[round(x), round(y)] for x, y in outline], np.int32)
    soft = max(1, round(frame.pixels(rim / 3)))
    pad = 3 * soft + 2
    x0, y0 = np.maximum(points.min(axis=0) - pad, 0)
    x1, y1 = np.minimum(points.max(axis=0) + pad, (frame.width, frame.height))
    if x0 >= x1 or y0 >= y1:
        return
    here = points - np.array([x0, y0], np.int32)
    shape = (int(y1 - y0), int(x1 - x0))
    body = np.zeros(shape, np.uint8)
    cv2.fillPoly(body, [here], round(mark.density * 255))
    ring = np.zeros(shape, np.uint8)
    cv2.polylines(ring, [here], True, 200, max(1, round(frame.pixels(rim))))  # noqa: FBT003
    body, ring = (_softened(mask, soft) for mask in (body, ring))
    part = frame.image[y0:y1, x0:x1]
    part = _blended(part, body, _STAIN)
    frame.image[y0:y1, x0:x1] = _blended(part, ring, _RING)


def _softened(mask: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:

    cv2 = opencv()
    out: NDArray[np.uint8] = cv2.GaussianBlur(mask, (2 * reach + 1, 2 * reach + 1), reach / 2)
    return out


def _blended(under: NDArray[np.uint8], mask: NDArray[np.uint8], tone: int) -> NDArray[np.uint8]:
    """Return `under` moved towards `tone` by the share `mask`/255, in whole numbers."""
    import numpy as np

    wide = under.astype(np.int32)
    mixed = wide * 255 + (tone - wide) * mask
    out: NDArray[np.uint8] = ((mixed + 127) // 255).astype(np.uint8)
    return out


def _stamp(frame: Frame, box: Box, mark: Occlude) -> None:
    """A ring with a word, in ink that multiplies with what it is stamped on."""
    import numpy as np

    cv2 = opencv()
    chance = fractions(mark.seed, frame.page, 2)
    word = _STAMPS[int(chance[0] * len(_STAMPS))]
    across = max(8, round(frame.pixels(box.x1 - box.x0)))
    down = max(8, round(frame.pixels(box.y1 - box.y0)))
    plate = np.zeros((down, across), np.uint8)
    thick = max(1, round(frame.pixels(1.6)))
    centre, radii = (across // 2, down // 2), (across // 2 - thick, down // 2 - thick)
    cv2.ellipse(plate, centre, radii, 0, 0, 360, 255, thick)
    (wide, tall), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_DUPLEX, 1.0, 1)
    scale = min(across * 0.7 / wide, down * 0.36 / tall)
    (wide, tall), _ = cv2.getTextSize(word, cv2.FONT_HERSHEY_DUPLEX, scale, thick)
    at = ((across - wide) // 2, (down + tall) // 2)
    cv2.putText(plate, word, at, cv2.FONT_HERSHEY_DUPLEX, scale, 255, thick, cv2.LINE_8)
    _print(frame, box, plate, round(mark.density * 255), 12 * (chance[1] - 0.5))


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
