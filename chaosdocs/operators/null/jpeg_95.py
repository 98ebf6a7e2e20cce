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
        Compresses the page images as JPEG at quality 95. All severities are the same, so a design
        uses one of them.

    In the wild:
        A scan that was opened and saved.

    Effect on truth:
        None. If the answer of a reader changes, it depends on differences that nobody sees. The
        score prints the share of such changes as a noise floor.

    Example:
        the page image of the clean twin → the same image after JPEG at quality 95
    """
    yield Jpeg(key="jpeg", quality=95, times=1)
