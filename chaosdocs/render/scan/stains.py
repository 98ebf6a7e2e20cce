"""Stains: spilt coffee that dried, darkest along its edge."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from chaosdocs.documents.geometry import Box
from chaosdocs.documents.scan import Occlude
from chaosdocs.foundation.sums import added
from chaosdocs.render.scan.engines import opencv
from chaosdocs.render.scan.grain import fractions, octets

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from chaosdocs.render.scan.scanner import Frame

_EDGES = 160
"""Corners of the outline."""
_ORDERS = (1, 2, 3, 4, 5, 7, 9, 13)
"""Waves around the outline, the long ones the highest."""
_REACH = (8.5, 4.5)
"""How far the outline sways across and down, points; what lies further in is covered."""
_DROPS = 3
_SOFT, _BROAD = 0.7, 2.8
"""How far the edge runs, and how far in it is darker; standard deviations, points."""
_PALE, _DARKER, _DARK = 26, 44, 110
"""What dried coffee takes from the light of paper: in its middle, towards its rim, along it."""
_CLOUDS = (16.0, 4.0)
"""How large the clouds are in which it dried unevenly, points."""


def spill(frame: Frame, mark: Occlude) -> None:
    """Put a stain into the box of `mark`: an uneven blotch and a few drops.

    The ink under it is lost by the share `density`; what is left is seen through the coffee. All
    arithmetic is in whole numbers.
    """
    import numpy as np

    cv2 = opencv()
    box = Box(*mark.box)
    chance = fractions(mark.seed, frame.page, 2 * len(_ORDERS) + 4 * _DROPS)
    rings = [_pixels(frame, ring) for ring in _rings(box, chance)]
    soft = max(0.6, frame.pixels(_SOFT))
    pad = math.ceil(3 * soft) + 2  # nothing is painted further out
    everything = np.concatenate(rings)
    x0, y0 = np.maximum(everything.min(axis=0) - pad, 0)
    x1, y1 = np.minimum(everything.max(axis=0) + pad, (frame.width, frame.height))
    if x0 >= x1 or y0 >= y1:
        return
    corner = np.array([x0, y0], np.int32)
    body = np.zeros((int(y1 - y0), int(x1 - x0)), np.uint8)
    for ring in rings:
        cv2.fillPoly(body, [ring - corner], 255)
    depth = cv2.GaussianBlur(body, (0, 0), soft, borderType=cv2.BORDER_CONSTANT)
    broad = cv2.GaussianBlur(
        body, (0, 0), max(1.0, frame.pixels(_BROAD)), borderType=cv2.BORDER_CONSTANT
    )
    coffee = _coffee(depth, broad, _clouds(frame, mark.seed, body.shape))
    lost = cv2.LUT(depth, _table(_covered, round(mark.density * 255)))
    part = frame.image[y0:y1, x0:x1].astype(np.int32)
    part += ((255 - part) * lost + 127) // 255
    frame.image[y0:y1, x0:x1] = ((part * (255 - coffee) + 127) // 255).astype(np.uint8)


def _rings(box: Box, chance: Sequence[float]) -> Iterator[list[tuple[float, float]]]:
    """Outlines of the blotch and of its drops, all inside the box."""
    across, down = (box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    reach = min(_REACH[0], across * 0.4), min(_REACH[1], down * 0.45)
    waves = [
        (order, 1 / order**0.7, chance[2 * i], chance[2 * i + 1]) for i, order in enumerate(_ORDERS)
    ]
    most = added(size for _, size, _, _ in waves)
    outline = []
    for step in range(_EDGES):
        angle = 2 * math.pi * step / _EDGES
        sway = added(
            size * (0.4 + 0.6 * share) * math.cos(order * angle + 2 * math.pi * at)
            for order, size, share, at in waves
        )
        out = min(1.0, max(0.0, 0.5 + 1.5 * sway / most))
        cos, sin = math.cos(angle), math.sin(angle)
        wide, tall = (math.copysign(math.sqrt(abs(c)), c) for c in (cos, sin))
        outline.append(
            (
                x + wide * (across - reach[0]) + cos * reach[0] * out,
                y + tall * (down - reach[1]) + sin * reach[1] * out,
            )
        )
    yield outline
    for drop in range(_DROPS):
        side, up, size, there = chance[2 * len(_ORDERS) + 4 * drop :][:4]
        radius = min(0.5 + 1.3 * size, reach[0] / 3, reach[1] / 3)
        left = x + (across - radius) * (1 if side < 0.5 else -1)  # noqa: PLR2004 - a coin
        top = y + (down - radius) * (2 * up - 1)
        if there < 0.7 and abs(2 * up - 1) > 0.6:  # noqa: PLR2004 - most, in the corners
            yield [
                (
                    left + radius * math.cos(2 * math.pi * step / 24),
                    top + radius * math.sin(2 * math.pi * step / 24),
                )
                for step in range(24)
            ]


def _pixels(frame: Frame, ring: Sequence[tuple[float, float]]) -> NDArray[np.int32]:
    import numpy as np

    placed = (frame.affine.point(x, y) for x, y in ring)
    return np.array([[round(x), round(y)] for x, y in placed], np.int32)


def _clouds(frame: Frame, seed: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """How much coffee dried where, 0 to 255: large clouds, and small ones in them."""
    import numpy as np

    cv2 = opencv()
    layers = []
    for number, size in enumerate(_CLOUDS):
        cell = max(2.0, frame.pixels(size))
        rows, columns = (max(2, math.ceil(length / cell) + 1) for length in shape)
        grid = octets(f"{seed} {number}", frame.page, (rows, columns)).copy()
        layers.append(cv2.resize(grid, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR_EXACT))
    mixed = (2 * layers[0].astype(np.int32) + layers[1]) // 3
    out: NDArray[np.uint8] = mixed.astype(np.uint8)
    return out


def _coffee(
    depth: NDArray[np.uint8], broad: NDArray[np.uint8], clouds: NDArray[np.uint8]
) -> NDArray[np.int32]:
    """Return what the coffee takes from the light, of 255.

    Args:
        depth: 0 outside the stain, about 128 on its edge, 255 a little inside.
        broad: The same, with 255 well inside.
        clouds: How much dried where.
    """
    import numpy as np

    cv2 = opencv()
    inside = cv2.LUT(depth, _table(_covered, 255)).astype(np.int32)
    edge = cv2.LUT(depth, _table(_rim, 255)).astype(np.int32)
    thick = clouds.astype(np.int32)
    pale = _PALE * (320 + thick) // 448
    darker = _DARKER * (255 - broad.astype(np.int32)) * (64 + thick) // (255 * 160)
    dark = _DARK * edge * np.clip(2 * thick - 96, 40, 255) // (255 * 255)
    taken: NDArray[np.int32] = (inside * (pale + darker) // 255 + dark).clip(0, 200)
    return taken


def _table(shape: Callable[[int], int], height: int) -> NDArray[np.uint8]:
    """A table of 256 whole numbers: what `shape` gives of `height` at each depth."""
    import numpy as np

    return np.array([height * shape(depth) // 255 for depth in range(256)], np.uint8)


def _covered(depth: int) -> int:
    """How much of a pixel lies under the stain, of 255: all of it a little inside the edge."""
    return min(255, max(0, (depth - 96) * 255 // 56))


def _rim(depth: int) -> int:
    """How much more dries along the edge, of 255: most just inside, a little everywhere."""
    if depth < 110:  # noqa: PLR2004 - outside
        return max(0, (depth - 70) * 255 // 40)
    return 255 - min(255, (depth - 110) * 255 // 120)
