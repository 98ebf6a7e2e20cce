"""Chance in pixels: Philox words through integer tables, the same on every machine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A standard normal in thousandths at the middles of 256 equal slices, upper half.
_NORMAL = (
    5, 15, 24, 34, 44, 54, 64, 74, 83, 93, 103, 113, 123, 133, 142, 152,
    162, 172, 182, 192, 202, 212, 222, 232, 242, 252, 262, 273, 283, 293, 303, 313,
    324, 334, 345, 355, 365, 376, 386, 397, 408, 418, 429, 440, 451, 461, 472, 483,
    494, 505, 517, 528, 539, 550, 562, 573, 585, 597, 608, 620, 632, 644, 656, 668,
    681, 693, 706, 718, 731, 744, 757, 770, 783, 796, 810, 824, 837, 851, 866, 880,
    894, 909, 924, 939, 954, 970, 986, 1002, 1018, 1035, 1052, 1069, 1086, 1104, 1122, 1141,
    1160, 1179, 1199, 1219, 1240, 1262, 1284, 1306, 1330, 1354, 1379, 1405, 1431, 1459, 1488, 1518,
    1550, 1584, 1619, 1656, 1696, 1739, 1785, 1836, 1891, 1953, 2024, 2107, 2207, 2335, 2521, 2886,
)  # fmt: skip


def words(seed: str, page: int, count: int) -> NDArray[np.uint64]:
    """Return `count` words of the stream that `seed` and `page` name; a longer one begins alike."""
    out: NDArray[np.uint64] = _philox(seed, page).random_raw(count)
    return out


def octets(seed: str, page: int, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Return rows and columns of random bytes."""
    import numpy as np

    count = shape[0] * shape[1]
    raw = words(seed, page, (count + 7) // 8).astype("<u8", copy=False)
    return raw.view(np.uint8)[:count].reshape(shape)


def normal_tables(sigma: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return what a random byte adds to a pixel and what it takes away.

    Args:
        sigma: Standard deviation, grey levels; it is taken to a thousandth.

    Example:
        >>> more, less = normal_tables(10.0)
        >>> int(more[255]), int(less[0]), int(more[0]), int(less[255])
        (29, 29, 0, 0)
    """
    import numpy as np

    milli = round(sigma * 1000)
    half = np.array([min(255, (q * milli + 500_000) // 1_000_000) for q in _NORMAL], np.uint8)
    none = np.zeros(128, np.uint8)
    return np.concatenate([none, half]), np.concatenate([half[::-1], none])


def fractions(seed: str, page: int, count: int) -> list[float]:
    """Return numbers from 0 up to but not including 1."""
    return [int(word >> 11) / (1 << 53) for word in words(seed, page, count).tolist()]


def _philox(seed: str, page: int) -> Any:  # noqa: ANN401 - numpy has no narrower type for it
    from numpy.random import Philox

    name = hashlib.blake2b(f"{seed}\0{page}".encode(), digest_size=16).digest()
    return Philox(key=int.from_bytes(name, "big"))
