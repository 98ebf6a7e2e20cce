"""What happens to page images, one function an effect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chaosdocs.documents.geometry import Affine, Box, moved
from chaosdocs.documents.scan import (
    Blur,
    Cut,
    Effect,
    Fade,
    Fax,
    Jpeg,
    Noise,
    Occlude,
    Resample,
    Shadow,
    Skew,
    Speckle,
)
from chaosdocs.render.scan.engines import opencv
from chaosdocs.render.scan.grain import normal_tables, octets, words
from chaosdocs.render.scan.marks import cover, fill
from chaosdocs.render.scan.scanner import Frame, quarter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIDES = ("left", "top", "right", "bottom")
"""In the order that a quarter turn clockwise moves them on."""
_GRAIN = 256
"""Rows of grain that are drawn."""
_REACH = 0.45
"""Share of the image that a shadow falls on."""


def turn_of(effects: Sequence[Effect], page: int) -> float:
    """Return by how many degrees a page lies turned: the sum of what turns it."""
    turns = [e.angle for e in effects if isinstance(e, Skew) and e.page in {None, page}]
    return math.fsum(turns)


def run(frame: Frame, effect: Effect) -> None:
    """Do `effect` to the image of `frame`. A page is turned when it is laid on the glass."""
    if frame.jpeg is not None and not isinstance(effect, Skew):
        frame.image = decoded(frame.jpeg)
        frame.jpeg = None
    match effect:
        case Skew():
            return
        case Blur(sigma=sigma):
            _blur(frame, sigma)
        case Noise(sigma=sigma, seed=seed):
            _noise(frame, sigma, seed)
        case Speckle(share=share, seed=seed):
            _speckle(frame, share, seed)
        case Jpeg(quality=quality, times=times):
            _jpeg(frame, quality, times)
        case Resample(dpi=dpi):
            _resample(frame, dpi)
        case Fax():
            _fax(frame, effect)
        case Fade(strength=strength):
            _fade(frame, strength)
        case Shadow(depth=depth, side=side):
            _shadow(frame, depth, side)
        case Occlude():
            cover(frame, effect)
        case Cut(side=side, points=points):
            _cut(frame, side, points)
        case _:
            raise TypeError(f"{type(effect).__name__} does nothing to images")
    frame.bitonal = isinstance(effect, Fax) or (frame.bitonal and isinstance(effect, Cut))


def _blur(frame: Frame, sigma: float) -> None:

    cv2 = opencv()
    spread = frame.pixels(sigma)
    if spread > 0:
        frame.image = cv2.GaussianBlur(frame.image, (0, 0), spread, borderType=cv2.BORDER_REPLICATE)


def _noise(frame: Frame, sigma: float, seed: str) -> None:
    """Add grain; its pattern comes again after so many rows."""
    cv2 = opencv()
    grain = octets(seed, frame.page, (min(frame.height, _GRAIN), frame.width))
    more, less = (cv2.LUT(grain, table) for table in normal_tables(sigma))
    for top in range(0, frame.height, _GRAIN):
        band = frame.image[top : top + _GRAIN]
        brighter = cv2.add(band, more[: len(band)])
        cv2.subtract(brighter, less[: len(band)], dst=band)


def _speckle(frame: Frame, share: float, seed: str) -> None:
    """Specks of about 1/100 inch; a larger share has those of a smaller one too."""
    side = max(1, round(frame.dpi / 100))
    rows, columns = max(1, frame.height // side), max(1, frame.width // side)
    drawn = words(seed, frame.page, round(share * rows * columns))
    place = (drawn >> 1) % (rows * columns)
    tone = ((drawn & 1) * 255).astype("uint8")
    tops, lefts = (place // columns) * side, (place % columns) * side
    for down in range(side):
        for along in range(side):
            frame.image[tops + down, lefts + along] = tone


def _jpeg(frame: Frame, quality: int, times: int) -> None:
    """Compress; between generations the blocks shift, as they do in a crop or a new scan."""
    cv2 = opencv()
    for generation in range(times - 1):
        shift = 1 + (3 * generation) % 7
        image = cv2.copyMakeBorder(frame.image, shift, 0, shift, 0, cv2.BORDER_REPLICATE)
        again = decoded(encoded(image, quality).tobytes())
        frame.image = again[shift:, shift:].copy()
    frame.jpeg = encoded(frame.image, quality).tobytes()


def decoded(data: bytes) -> NDArray[np.uint8]:
    """Return the image of a grey JPEG file."""
    import numpy as np

    cv2 = opencv()
    out: NDArray[np.uint8] = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    return out


def encoded(image: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """Return `image` as a JPEG file."""
    cv2 = opencv()
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"an image of {image.shape} cannot be written as JPEG")
    out: NDArray[np.uint8] = data
    return out


def _resample(frame: Frame, dpi: float) -> None:
    """Scan again at `dpi`, and blow up to the pixels that there were."""
    cv2 = opencv()
    if dpi >= frame.dpi:
        return
    scale = dpi / frame.dpi
    small = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    coarse = cv2.resize(frame.image, small, interpolation=cv2.INTER_AREA)
    frame.image = cv2.resize(
        coarse, (frame.width, frame.height), interpolation=cv2.INTER_LINEAR_EXACT
    )


def _fax(frame: Frame, fax: Fax) -> None:
    """Send: sampled, black or white, lines lost. Receive: lines repeated to square pixels."""
    import numpy as np

    cv2 = opencv()
    across, down = fax.across / frame.dpi, fax.down / frame.dpi
    columns, rows = max(1, round(frame.width * across)), max(1, round(frame.height * down))
    square = max(1, round(frame.height * across))
    sent = cv2.resize(frame.image, (columns, rows), interpolation=cv2.INTER_AREA)
    sent = cv2.threshold(sent, fax.threshold, 255, cv2.THRESH_BINARY)[1]
    lost = (words(fax.seed, frame.page, rows) >> np.uint64(11)) < np.uint64(
        round(fax.dropout * (1 << 53))
    )
    sent[lost] = 255
    stretch = Affine(a=columns / frame.width, d=square / frame.height)
    frame.image = cv2.resize(sent, (columns, square), interpolation=cv2.INTER_NEAREST_EXACT)
    frame.affine = frame.affine.then(stretch)
    frame.dpi *= stretch.a


def _fade(frame: Frame, strength: float) -> None:
    import numpy as np

    cv2 = opencv()
    keep = round(strength * 256)
    table = np.array([255 - ((255 - grey) * keep + 128) // 256 for grey in range(256)], np.uint8)
    frame.image = cv2.LUT(frame.image, table)


def _shadow(frame: Frame, depth: float, side: str) -> None:
    """Darken from one side of the image, less and less."""
    import numpy as np

    cv2 = opencv()
    upright = side in {"left", "right"}
    length = frame.width if upright else frame.height
    reach = max(1, round(length * _REACH))
    dark = round(depth * 255)
    fall = np.array(
        [255 - dark * (reach - i) * (reach - i) // (reach * reach) for i in range(reach)]
        + [255] * (length - reach),
        np.uint8,
    )
    if side in {"right", "bottom"}:
        fall = fall[::-1]
    light = np.ascontiguousarray(
        np.broadcast_to(fall if upright else fall[:, None], frame.image.shape)
    )
    frame.image = cv2.multiply(frame.image, light, scale=1 / 255)


def _cut(frame: Frame, side: str, points: float) -> None:
    """Take a strip off one side of the page: the image ends where the page now ends."""
    wide, tall = frame.size
    rest = {
        "left": Box(points, 0, wide, tall),
        "right": Box(0, 0, wide - points, tall),
        "top": Box(0, points, wide, tall),
        "bottom": Box(0, 0, wide, tall - points),
    }[side]
    lost = {
        "left": Box(-wide, -tall, points, 2 * tall),
        "right": Box(wide - points, -tall, 2 * wide, 2 * tall),
        "top": Box(-wide, -tall, 2 * wide, points),
        "bottom": Box(-wide, tall - points, 2 * wide, 2 * tall),
    }[side]
    if abs(frame.turn / 90 - round(frame.turn / 90)) > 1e-6:  # noqa: PLR2004 - a tilted edge
        fill(frame, lost, 255)
    kept = frame.affine.box(rest)
    where = SIDES[(SIDES.index(side) + quarter(frame.turn)) % 4]
    x0, y0, x1, y1 = 0, 0, frame.width, frame.height
    match where:
        case "left":
            x0 = min(max(0, round(kept.x0)), x1 - 1)
        case "right":
            x1 = max(min(x1, round(kept.x1)), 1)
        case "top":
            y0 = min(max(0, round(kept.y0)), y1 - 1)
        case _:
            y1 = max(min(y1, round(kept.y1)), 1)
    frame.image = frame.image[y0:y1, x0:x1].copy()
    frame.affine = frame.affine.then(moved(-x0, -y0))
