"""Make the picture of the README: one invoice, clean and dirty, side by side.

python corpora/twins.py [FILE]
"""  # noqa: INP001 - a script

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from chaosdocs.authoring import OPERATORS, SeededRng, Severity
from chaosdocs.corpus.build import RenderedDocument, Step, build
from chaosdocs.sources.registry import SOURCES

RECORD = 5, 3
"""Seed and number of the invoice."""
DIRT: tuple[tuple[str, Severity, str | None], ...] = (
    ("numbers.foreign_separators", 3, None),
    ("scan.skewed", 3, None),
    ("scan.shadowed", 3, None),
    ("scan.coffee_stain", 2, "/lines/*/unit_price"),
)
WIDE, TALL = 640, 760
"""Pixels of each page that are shown; a page that hangs over is cut."""
GAP, EDGE = 18, 4
FRAME, GREYS = 96, 2
"""Grey of the frame; greys that are told apart are so far apart."""


def page(*dirt: tuple[str, Severity, str | None]) -> NDArray[np.uint8]:
    """Return the first page of the invoice with some dirt, as a picture."""
    seed, number = RECORD
    steps = tuple(
        Step(id=f"s{n}", operator=OPERATORS[name], severity=level, name=name, target=target)
        for n, (name, level, target) in enumerate(dirt, 1)
    )
    record = SOURCES["invoice"].record(seed, number, "en_US")
    made = build(record, "scan.letterhead", steps, SeededRng(seed), dpi=200)
    if not isinstance(made, RenderedDocument):
        raise SystemExit(made.reason)
    with pymupdf.open(stream=made.files[0].data, filetype="pdf") as scan:
        scale = WIDE / scan[0].rect.width
        drawn = scan[0].get_pixmap(
            matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False
        )
        rows = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)
        return rows[:, : drawn.width]


def main(target: str = str(Path(__file__).with_name("twins.png"))) -> None:
    """Put both pages beside each other, and save them as a picture of few greys."""
    sheet = np.full((TALL + 2 * EDGE, 2 * WIDE + GAP + 2 * EDGE), FRAME, np.uint8)
    for left, grey in ((EDGE, page()), (EDGE + WIDE + GAP, page(*DIRT))):
        shown = grey[:TALL, :WIDE]
        sheet[EDGE : EDGE + shown.shape[0], left : left + shown.shape[1]] = shown
    cv2.imwrite(target, 255 - (255 - sheet) // GREYS * GREYS, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(*sys.argv[1:])
