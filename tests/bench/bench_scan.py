"""How long a scanned page takes, against open, render and one JPEG of the same page in one run.

    python tests/bench/bench_scan.py [rounds]

The order of the variants rotates over the rounds; CPU time is taken; the table gives the median
of each and the median ratio to the bare page, with its range over the rounds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np
import pymupdf

from chaosdocs.documents.scan import (
    SCAN,
    Blur,
    Effect,
    Fade,
    Jpeg,
    LayText,
    Noise,
    Occlude,
    Scan,
    Shadow,
    Skew,
    Speckle,
)
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.render import templates
from chaosdocs.render.pdf.layout import paginate
from chaosdocs.render.pdf.write import write
from chaosdocs.render.scan import scan
from chaosdocs.sources.registry import SOURCES

LIGHT: tuple[Effect | LayText, ...] = (
    Skew(angle=1.2),
    Blur(sigma=0.25),
    Noise(sigma=8, seed="bench"),
    Jpeg(quality=40),
    LayText(),
)
HEAVY: tuple[Effect | LayText, ...] = (
    Skew(angle=2.5),
    Shadow(depth=0.4, side="left"),
    Occlude(page=0, box=(300, 300, 420, 380), style="stain", density=0.9, seed="bench"),
    Occlude(page=0, box=(80, 300, 200, 360), style="stamp", density=0.8, seed="bench"),
    Fade(strength=0.8),
    Speckle(share=0.002, seed="bench"),
    Blur(sigma=0.3),
    Noise(sigma=12, seed="bench"),
    Jpeg(quality=30, times=2),
    LayText(),
)


def variants(dpi: int) -> dict[str, Callable[[], object]]:
    """Return what is measured: name to a maker of the page."""
    record = SOURCES["invoice"].record(0, 0, "en_US")
    values = spell(state(record), templates.convention("letterhead", record))
    pages = paginate(templates.lower(values, "letterhead"))
    glass = write(pages).data
    paper = Scan(source=pages, statements=pages.statements, pages=(0,), dpi=dpi)

    def bare() -> object:
        with pymupdf.open(stream=glass, filetype="pdf") as document:
            pixmap = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
            image = np.frombuffer(pixmap.samples_mv, np.uint8).reshape(pixmap.height, -1)
            return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 40])

    return {
        "bare": bare,
        "light": lambda: scan(SCAN.apply(paper, LIGHT), glass),
        "heavy": lambda: scan(SCAN.apply(paper, HEAVY), glass),
    }


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    cv2.setNumThreads(1)
    for dpi in (150, 200, 300):
        made = variants(dpi)
        names = list(made)
        took: dict[str, list[float]] = {name: [] for name in names}
        for number in range(rounds + 1):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                start = time.process_time()
                made[name]()
                if number:
                    took[name].append(time.process_time() - start)
        for name in names:
            ratios = [a / b for a, b in zip(took[name], took["bare"], strict=True)]
            print(
                f"{dpi} dpi  {name:6} {statistics.median(took[name]) * 1000:6.1f} ms  "
                f"{statistics.median(ratios):5.2f}x  [{min(ratios):.2f}-{max(ratios):.2f}]"
            )


if __name__ == "__main__":
    main()
