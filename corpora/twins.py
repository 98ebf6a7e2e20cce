"""Make the picture of the README: one invoice, clean and dirty, and how one field is judged.

python corpora/twins.py [FILE]
"""  # noqa: INP001 - a script

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray

from chaosdocs.authoring import OPERATORS, SeededRng, Severity
from chaosdocs.corpus.build import RenderedDocument, Step, build
from chaosdocs.corpus.expect import expectations
from chaosdocs.formats.cases import ListExpectation
from chaosdocs.formats.media import medium_of
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.values import from_json

RECORD = 5, 3
"""Seed and number of the invoice."""
DIRT: tuple[tuple[str, Severity, str | None], ...] = (
    ("numbers.foreign_separators", 3, None),
    ("scan.skewed", 3, None),
    ("scan.shadowed", 3, None),
    ("scan.coffee_stain", 2, "/lines/*/unit_price"),
)
FIELD = "/lines/k8/amount"
"""The field that the card is about."""
WIDE, TALL = 560, 620
"""Pixels of each page that are shown; a page that hangs over is cut."""
CARD = 400
"""Width of the card."""
GAP, EDGE = 18, 4
FRAME, GREYS = 96, 4
"""Grey of the frame; shades that are told apart are so far apart."""
RING = (30, 38, 179)
"""Colour of the ring: blue, green, red."""
STYLE = """
p { font-family: sans-serif; margin: 0; }
.head { color: #666; font-size: 15px; padding-top: 20px; }
.said { font-size: 23px; padding-top: 3px; }
"""


def built(*dirt: tuple[str, Severity, str | None]) -> RenderedDocument:
    """Return the invoice with some dirt."""
    seed, number = RECORD
    steps = tuple(
        Step(id=f"s{n}", operator=OPERATORS[name], severity=level, name=name, target=target)
        for n, (name, level, target) in enumerate(dirt, 1)
    )
    record = SOURCES["invoice"].record(seed, number, "en_US")
    made = build(record, "scan.letterhead", steps, SeededRng(seed), dpi=200)
    if not isinstance(made, RenderedDocument):
        raise SystemExit(made.reason)
    return made


def page(made: RenderedDocument) -> NDArray[np.uint8]:
    """Return the first page as a picture, the field of the card ringed."""
    with pymupdf.open(stream=made.files[0].data, filetype="pdf") as scan:
        scale = WIDE / scan[0].rect.width
        drawn = scan[0].get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
        rows = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)
        shown = rows[:, : 3 * drawn.width].reshape(drawn.height, drawn.width, 3)[:, :, ::-1].copy()
        pixels = max(scan[0].get_images(), key=lambda each: each[2])[2]
    place = next(x.box for x in made.files[0].loci if x.statement == f"{FIELD}#1" and x.box)
    left, top, right, bottom = (side * WIDE / pixels for side in place)
    middle = round((left + right) / 2), round((top + bottom) / 2)
    axes = round((right - left) * 0.72), round((bottom - top) * 1.15)
    cv2.ellipse(shown, middle, axes, 0, 0, 360, RING, 2, cv2.LINE_AA)
    return shown


def card(made: RenderedDocument) -> NDArray[np.uint8]:
    """Return what is expected of the field, what a careless reader said, and the judgement."""
    channel = medium_of(made.rendering).asked
    fields, _ = expectations(made, channel, "allow", {})
    rows = next(each for each in fields.values() if isinstance(each, ListExpectation)).rows
    truth = rows[FIELD.split("/")[2]][FIELD.split("/")[3]]
    lure = truth.lures[0]
    right, wrong = (str(from_json(truth.kind, value)) for value in (truth.accept[0], lure.value))
    lines = (
        ("The field", FIELD, "#000"),
        ("The page shows", made.statements[f"{FIELD}#1"].text, "#000"),
        ("Expected", right, "#000"),
        ("A careless reader said", wrong, "#b3261e"),
        ("Judgement", f"silently wrong: \u201c{lure.name}\u201d", "#b3261e"),
    )
    html = "".join(
        f'<p class="head">{head}</p><p class="said" style="color:{colour}">{escape(said)}</p>'
        for head, said, colour in lines
    )
    with pymupdf.open() as paper:
        sheet = paper.new_page(width=CARD, height=TALL)
        sheet.insert_htmlbox((28, 28, CARD - 20, TALL - 20), html, css=STYLE)
        drawn = sheet.get_pixmap(alpha=False)
        rows_ = np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.stride)
        return rows_[:, : 3 * drawn.width].reshape(drawn.height, drawn.width, 3)[:, :, ::-1]


def main(target: str = str(Path(__file__).with_name("twins.png"))) -> None:
    """Put both pages and the card beside each other, and save them as a picture."""
    dirty = built(*DIRT)
    parts = page(built()), page(dirty), card(dirty)
    across = sum(part.shape[1] for part in parts) + GAP * (len(parts) - 1) + 2 * EDGE
    sheet = np.full((TALL + 2 * EDGE, across, 3), FRAME, np.uint8)
    left = EDGE
    for part in parts:
        shown = part[:TALL]
        sheet[EDGE : EDGE + shown.shape[0], left : left + shown.shape[1]] = shown
        left += part.shape[1] + GAP
    few = 255 - (255 - sheet) // GREYS * GREYS
    cv2.imwrite(target, few, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    main(*sys.argv[1:])
