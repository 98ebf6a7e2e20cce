"""A scan that was compressed once more, so little that nobody sees it."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import SCAN, Edit, Jpeg, Once, Rng, Scan, Skip, operator


@operator(
    SCAN,
    evidence="arXiv:1604.04004: how image quality affects neural networks",
)
def jpeg_95(scan: Scan, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with page images that were compressed once, at quality 95.

    What it does:
        JPEG at quality 95. Every severity is the same, so a design takes one of them.

    In the wild:
        A scan that was opened and saved.

    Effect on truth:
        None. What a reader changes here hangs on pixels that nobody sees; the score prints it as
        a floor.

    Example:
        the page image of the clean twin → the same image after JPEG at quality 95
    """
    yield Jpeg(key="jpeg", quality=95, times=1)
